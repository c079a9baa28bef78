import type { Term } from "./pattern-term.js";

/** A pattern for the matcher that never goes back, in its words. */
export interface PatternTable {
  /** Texts that stand for one character. */
  readonly sets: readonly string[];
  readonly programs: readonly string[];
}

/** The table of a pattern; else why it has none. */
export function patternTable(term: Term): PatternTable | "backreference" | "too-large" {
  const table: Making["table"] = { sets: new Map(), programs: [], size: 0 };
  try {
    addProgram(table, term, false);
  } catch (error) {
    if (error === backreference) return "backreference";
    if (error === tooLarge) return "too-large";
    throw error;
  }
  return { sets: [...table.sets.keys()], programs: table.programs };
}

const backreference = Symbol("backreference");
const tooLarge = Symbol("too large");
// As many steps may be alive at each character of a text.
const mostSteps = 5_000;

interface Making {
  readonly table: { readonly sets: Map<string, number>; readonly programs: string[]; size: number };
  readonly steps: string[];
  /** A lookbehind is read from its end. */
  readonly behind: boolean;
}

function addProgram(table: Making["table"], term: Term, behind: boolean): number {
  const index = table.programs.push("") - 1;
  const steps: string[] = [];
  writeTerm({ table, steps, behind }, term);
  table.programs[index] = [behind ? "<" : ">", ...steps, "."].join(" ");
  return index;
}

function writeTerm(making: Making, term: Term): void {
  switch (term.kind) {
    case "character":
      return void writeStep(making, String(setOf(making, term.source)));
    case "start":
      return void writeStep(making, "^");
    case "end":
      return void writeStep(making, "$");
    case "boundary":
      return void writeStep(making, term.wanted ? "b" : "B");
    case "look":
      return void writeStep(making, `${term.wanted ? "?" : "!"}${String(addProgram(making.table, term.part, term.behind))}`);
    case "echo":
      throw backreference;
    case "sequence":
      for (const part of making.behind ? [...term.parts].reverse() : term.parts) writeTerm(making, part);
      return;
    case "choice":
      return writeChoice(making, term.branches);
    case "repeat":
      return writeRepeat(making, term);
  }
}

/** Gives the place of the step. */
function writeStep({ table, steps }: Making, step: string): number {
  if ((table.size += 1) > mostSteps) throw tooLarge;
  return steps.push(step) - 1;
}

function setOf({ table: { sets } }: Making, source: string): number {
  const known = sets.get(source) ?? sets.size;
  sets.set(source, known);
  return known;
}

function writeChoice(making: Making, branches: readonly Term[]): void {
  const fork = writeStep(making, "");
  const ends: number[] = [];
  const starts = branches.map((branch, index) => {
    const start = making.steps.length;
    writeTerm(making, branch);
    if (index < branches.length - 1) ends.push(writeStep(making, ""));
    return start;
  });
  making.steps[fork] = goOn(...starts);
  for (const end of ends) making.steps[end] = goOn(making.steps.length);
}

function writeRepeat(making: Making, { part, least, most }: Term & { readonly kind: "repeat" }): void {
  const { steps } = making;
  // What repeats nothing, repeats nothing however often.
  const copies = isVoid(part) ? Math.min(least, 1) : least;
  let start = steps.length;
  for (let count = 0; count < copies; count += 1) {
    start = steps.length;
    writeTerm(making, part);
  }
  if (isVoid(part)) return;
  if (most === Infinity && least > 0) {
    const again = writeStep(making, "");
    steps[again] = goOn(start, steps.length);
    return;
  }
  const forks: number[] = [];
  for (let count = least; count < Math.min(most, least + mostSteps); count += 1) {
    const fork = writeStep(making, "");
    forks.push(fork);
    writeTerm(making, part);
    if (most !== Infinity) continue;
    writeStep(making, goOn(fork));
    break;
  }
  for (const fork of forks) steps[fork] = goOn(fork + 1, steps.length);
}

function goOn(...steps: readonly number[]): string {
  return steps.length === 1 ? `|${String(steps[0])}` : steps.join("|");
}

/** Whether it reads no character, whatever the text. */
function isVoid(term: Term): boolean {
  switch (term.kind) {
    case "sequence":
      return term.parts.every(isVoid);
    case "choice":
      return term.branches.every(isVoid);
    case "repeat":
      return term.most === 0 || isVoid(term.part);
    case "character":
    case "echo":
      return false;
    default:
      return true;
  }
}
