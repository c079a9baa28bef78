import { Random } from "./random.js";

/** Something that may happen now. */
export interface Choice {
  /** The same in every run: what it is, and to whom. */
  readonly label: string;
  /** How often it is taken, beside the others. */
  readonly weight: number;
  readonly run: () => void;
  /** It only answers what was asked. */
  readonly isAnswer?: true;
}

/** Decides what happens next; nothing where it wants no more. */
export type Chooser = (enabled: readonly Choice[]) => Choice | undefined;

/** So many choices at random. */
export function randomChooser(seed: number, atMost: number): Chooser {
  const random = new Random(seed);
  let left = atMost;
  return (enabled) => {
    if (left <= 0 || enabled.length === 0) return undefined;
    left -= 1;
    const all = enabled.reduce((sum, { weight }) => sum + weight, 0);
    let at = random.next() * all;
    for (const choice of enabled) {
      at -= choice.weight;
      if (at < 0) return choice;
    }
    return enabled.at(-1);
  };
}

/** The choices with these labels, in this order; one that cannot happen is left out. */
export function scriptedChooser(labels: readonly string[]): Chooser {
  let next = 0;
  return (enabled) => {
    for (; next < labels.length; next += 1) {
      const choice = enabled.find(({ label }) => label === labels[next]);
      if (choice !== undefined) {
        next += 1;
        return choice;
      }
    }
    return undefined;
  };
}
