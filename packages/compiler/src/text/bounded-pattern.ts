/** What tells whether a text matches: a regular expression, or a pattern that is matched without going back. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

/**
 * A pattern that is matched in time that grows with the text alone, whatever the text is. Each of the programs is a list of steps,
 * and all ways through it are gone at once; the first is the pattern itself, the others are its lookaheads (>) and lookbehinds (<).
 * A step is the number of a set, one character of which is read; `3|7` or `|7`, which goes on at each of these steps; `^`, `$`, `b`
 * and `B`, which hold or end the way; `?1` and `!1`, for what program 1 finds here, or does not; and `.`, the end.
 */
export function boundedPattern(source: string, sets: readonly string[], programs: readonly string[]): Pattern {
  const expressions = sets.map((set) => new RegExp("^(?:" + set + ")$", "u"));
  const known = new Map<string, readonly boolean[]>();
  const membership = (character: string): readonly boolean[] => {
    const before = known.get(character);
    if (before !== undefined) return before;
    if (known.size > 1000) known.clear();
    const found = [...expressions.map((expression) => expression.test(character)), /^\w$/.test(character)];
    known.set(character, found);
    return found;
  };
  const read = programs.map(readBoundedProgram);
  return {
    source,
    test(text) {
      const characters = Array.from(text, membership);
      const places: Uint8Array[] = [];
      for (let index = read.length - 1; index >= 0; index -= 1) {
        const program = read[index];
        if (program !== undefined) places[index] = boundedPlaces(program, characters, places);
      }
      return places[0]?.includes(1) === true;
    },
  };
}

/** Of each character, which sets have it; the last is that of words. */
type MatchedText = readonly (readonly boolean[])[];

interface BoundedProgram {
  readonly behind: boolean;
  readonly steps: readonly string[];
  /** The set that a step reads one character of; -1 where it reads none. */
  readonly reads: readonly number[];
  /** The steps that lead to a step without reading. */
  readonly before: readonly (readonly number[])[];
}

function readBoundedProgram(program: string): BoundedProgram {
  const [direction, ...steps] = program.split(" ");
  const before: number[][] = steps.map(() => []);
  steps.forEach((step, index) => {
    const next = step.includes("|") ? step.split("|").filter((one) => one !== "").map(Number) : /^[$^bB?!]/.test(step) ? [index + 1] : [];
    for (const one of next) before[one]?.push(index);
  });
  return { behind: direction === "<", steps, reads: steps.map((step) => (/^\d+$/.test(step) ? Number(step) : -1)), before };
}

/** 1 at each place of the text where the program begins a match; where a lookbehind ends one. From its end to its beginning. */
function boundedPlaces(program: BoundedProgram, text: MatchedText, looks: readonly Uint8Array[]): Uint8Array {
  const { behind, steps, reads, before } = program;
  const places = new Uint8Array(text.length + 1);
  const marks = new Int32Array(steps.length).fill(-1);
  let reached: number[] = [];
  for (let count = 0; count <= text.length; count += 1) {
    const place = behind ? count : text.length - count;
    const character = text[behind ? place - 1 : place];
    const next: number[] = [];
    const reach = (step: number): void => {
      if (marks[step] === count) return;
      marks[step] = count;
      next.push(step);
    };
    reach(steps.length - 1);
    for (const step of reached) if (character?.[reads[step - 1] ?? -1] === true) reach(step - 1);
    for (const step of next) {
      for (const one of before[step] ?? []) if (boundedStepHolds(steps[one] ?? "", place, text, looks)) reach(one);
    }
    if (marks[0] === count) places[place] = 1;
    reached = next;
  }
  return places;
}

function boundedStepHolds(step: string, place: number, text: MatchedText, looks: readonly Uint8Array[]): boolean {
  if (step.includes("|")) return true;
  if (step === "^") return place === 0;
  if (step === "$") return place === text.length;
  if (step.startsWith("?")) return looks[Number(step.slice(1))]?.[place] === 1;
  if (step.startsWith("!")) return looks[Number(step.slice(1))]?.[place] === 0;
  const isBoundary = (text[place - 1]?.at(-1) === true) !== (text[place]?.at(-1) === true);
  return isBoundary === (step === "b");
}
