import type { Origin } from "./origin.js";

/** What a specification has to say, and which of its elements say it: the coverage file. */
export interface Coverage {
  readonly origin: Origin;
  readonly families: readonly Family[];
  readonly requirements: readonly Requirement[];
}

/** Requirements of one kind, each of which must be there: `race`, 1 to 25. */
export interface Family {
  readonly name: string;
  readonly description?: string;
  /** What must be covered: `1`, `2`, `3`, or names. */
  readonly items: readonly string[];
  readonly origin: Origin;
}

/** A row: something that the specification has to say, in one sentence. */
export interface Requirement {
  readonly id: string;
  /** The family and the item, as written: `race 4(a)`. */
  readonly source: string;
  readonly text: string;
  readonly elements: readonly CoverageElement[];
  readonly origin: Origin;
}

/** A part of the specification, or of what proves it, that a requirement names. */
export interface CoverageElement {
  /** `uni#msetup`, `common/cause.yaml`, `behaviour#sessionInitiator/states/cancelling`. */
  readonly written: string;
  /** The places it stands for, as operations and messages name theirs: itself and, where it is a reference, what it refers to. */
  readonly places: readonly string[];
  /** Why it stands for nothing. */
  readonly fault?: { readonly what: string; readonly near: string | undefined };
  readonly origin: Origin;
}

/** The family and the item of a source: `race 4(a)` is item `4` of `race`. */
export function splitSource(source: string): { readonly family: string; readonly item: string } {
  const space = source.lastIndexOf(" ");
  const last = source.slice(space + 1);
  const part = last.indexOf("(");
  return { family: source.slice(0, Math.max(space, 0)), item: part === -1 ? last : last.slice(0, part) };
}
