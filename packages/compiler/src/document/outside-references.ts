import type { DiagnosticBag } from "../diagnostics/diagnostic-bag.js";
import type { Location } from "../diagnostics/diagnostic.js";
import { isInside } from "./confinement.js";

/**
 * The references of one compilation that lead out of the folders that may be read. What they hide may be anything, so they are told once for
 * each folder, when all are known, and whoever met one knows that half of its text is missing.
 */
export class OutsideReferences {
  readonly #found: OutsideReference[] = [];
  readonly #places = new Set<string>();
  #met = 0;

  /** How often somebody met one: more than before is a text that is not whole. */
  get met(): number {
    return this.#met;
  }

  /** A reference, and the folder that would have to be allowed. */
  meet(reference: string, place: Location, directory: string): void {
    this.#met += 1;
    const key = keyOf(place);
    if (!this.#places.has(key)) this.#found.push({ reference, place, directory });
    this.#places.add(key);
  }

  /** The same again, by somebody who has found that nothing stands there. */
  meetAgain(place: Location): void {
    if (this.#places.has(keyOf(place))) this.#met += 1;
  }

  /** Tells of each folder once, where `first` leads to it, or else the first reference of the text does. */
  report(bag: DiagnosticBag, entries: readonly string[]): void {
    const directories = [...new Set(this.#found.map(({ directory }) => directory))];
    // To allow a folder is to allow those in it.
    const whole = directories.filter((one) => !directories.some((other) => other !== one && isInside(other, one)));
    for (const directory of whole) {
      const leading = this.#found.filter((one) => isInside(directory, one.directory)).sort(byPlace);
      const first = leading.find(({ place }) => entries.includes(place.file.path)) ?? leading[0];
      if (first !== undefined) bag.add("reference-outside-root", first.place, { reference: first.reference, directory, others: leading.length - 1 });
    }
  }
}

interface OutsideReference {
  readonly reference: string;
  readonly place: Location;
  readonly directory: string;
}

function keyOf({ file, pointer }: Location): string {
  return `${file.path}#${pointer}`;
}

function byPlace({ place: one }: OutsideReference, { place: other }: OutsideReference): number {
  if (one.file.path !== other.file.path) return one.file.path < other.file.path ? -1 : 1;
  return (one.range?.start ?? 0) - (other.range?.start ?? 0);
}
