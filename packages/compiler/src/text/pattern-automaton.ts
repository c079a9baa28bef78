import { hasFormat } from "./format.js";
import { readPattern, type Term } from "./pattern-term.js";

/**
 * The ways of matching a pattern, as an automaton: a state for each character of the pattern, and between two of them how many ways
 * lead on. An engine that tries one way after another works for as long as there are ways in a text: never fewer are counted.
 *
 * @see Glushkov's construction, with multiplicities
 */
export interface PatternAutomaton {
  readonly states: readonly State[];
  /** The states that a match may begin with. */
  readonly first: Ways;
  /** Whether a match begins at the start of the text only. */
  readonly anchored: boolean;
  /** States from which every way leads to a match, whatever follows: whoever gets there does not come back. */
  readonly free: ReadonlySet<number>;
  /** Whether the ways are counted exactly; else there may be fewer. */
  readonly exact: boolean;
}

export interface State {
  readonly accepts: (character: string) => boolean;
  readonly next: Map<number, number>;
}

/** From a state, by its number, in how many ways. */
export type Ways = ReadonlyMap<number, number>;

/** The automaton of a pattern; undefined where the pattern is no regular expression, cannot be read, or is too large. */
export function patternAutomaton(pattern: string): PatternAutomaton | undefined {
  if (!automata.has(pattern)) automata.set(pattern, built(pattern));
  return automata.get(pattern);
}

const automata = new Map<string, PatternAutomaton | undefined>();
const mostStates = 20_000;
const mostWays = 200_000;
// What matches nothing is tried between two characters, where no try is counted.
const mostEmptyWays = 16;
// A repetition of more is taken for one without end, which has the more ways.
const mostCopies = 64;

function built(pattern: string): PatternAutomaton | undefined {
  const term = hasFormat(pattern, "regex") ? readPattern(pattern) : undefined;
  if (term === undefined) return undefined;
  const building: Building = { states: [], accepting: new Map(), ways: 0, exact: true };
  try {
    const { first, last } = pieceOf(building, term);
    const free = hasCondition(term) ? new Set<number>() : freeStates(building.states, last);
    return { states: building.states, first, free, anchored: isAnchored(term), exact: building.exact };
  } catch (error) {
    if (error === tooLarge) return undefined;
    throw error;
  }
}

const tooLarge = Symbol("too large");

interface Building {
  readonly states: State[];
  readonly accepting: Map<string, State["accepts"]>;
  ways: number;
  exact: boolean;
}

interface Piece {
  readonly first: Ways;
  readonly last: Ways;
  /** In how many ways it matches nothing. */
  readonly empty: number;
}

const nothing: Piece = { first: new Map(), last: new Map(), empty: 1 };

function pieceOf(building: Building, term: Term): Piece {
  const piece = pieceOfKind(building, term);
  if (piece.empty > mostEmptyWays) throw tooLarge;
  return piece;
}

function pieceOfKind(building: Building, term: Term): Piece {
  switch (term.kind) {
    case "start":
    case "end":
    case "boundary":
      return nothing;
    case "character":
      return characterPiece(building, term.source);
    case "echo":
      building.exact = false;
      return endless(building, { kind: "character", source: "[^]" }, 0);
    case "look":
      // How far a lookbehind goes back is not counted.
      if (term.behind) throw tooLarge;
      return { ...nothing, first: pieceOf(building, term.part).first };
    case "sequence":
      return term.parts.reduce((before, part) => joined(building, before, pieceOf(building, part)), nothing);
    case "choice": {
      const pieces = term.branches.map((branch) => pieceOf(building, branch));
      return {
        first: pieces.reduce((sum, { first }) => added(sum, first, 1), nothing.first),
        last: pieces.reduce((sum, { last }) => added(sum, last, 1), nothing.last),
        empty: pieces.reduce((sum, { empty }) => sum + empty, 0),
      };
    }
    case "repeat":
      return repeatedPiece(building, term);
  }
}

function characterPiece({ states, accepting }: Building, source: string): Piece {
  if (states.length >= mostStates) throw tooLarge;
  const accepts = accepting.get(source) ?? accepted(source);
  accepting.set(source, accepts);
  const own: Ways = new Map([[states.push({ accepts, next: new Map() }) - 1, 1]]);
  return { first: own, last: own, empty: 0 };
}

// What stands for one character is asked of the engine itself, once for each character.
function accepted(source: string): State["accepts"] {
  const expression = new RegExp(`^(?:${source})$`, "u");
  const known = new Map<string, boolean>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const accepts = expression.test(character);
    known.set(character, accepts);
    return accepts;
  };
}

function repeatedPiece(building: Building, { part, least, most }: Term & { readonly kind: "repeat" }): Piece {
  if (most > mostCopies) {
    if (most !== Infinity || least > mostCopies) building.exact = false;
    return endless(building, part, least);
  }
  return joined(building, copied(building, part, least), optional(building, part, most - least));
}

// No engine goes on from a round that matched nothing: what is left is the one way without a round.
function endless(building: Building, part: Term, least: number): Piece {
  const before = copied(building, part, Math.min(least, mostCopies) - 1);
  const piece = pieceOf(building, part);
  link(building, piece.last, piece.first);
  if (least > mostCopies && piece.empty > 0) throw tooLarge;
  const rounds = { ...piece, empty: 1 };
  if (least === 0) return rounds;
  return joined(building, before, piece.empty === 0 ? piece : joined(building, pieceOf(building, part), rounds));
}

function copied(building: Building, part: Term, times: number): Piece {
  let whole = nothing;
  for (let count = 0; count < times; count++) whole = joined(building, whole, pieceOf(building, part));
  return whole;
}

function optional(building: Building, part: Term, most: number): Piece {
  let rest = nothing;
  for (let count = 0; count < most; count++) rest = { ...joined(building, pieceOf(building, part), rest), empty: 1 };
  return rest;
}

function joined(building: Building, before: Piece, after: Piece): Piece {
  link(building, before.last, after.first);
  return {
    first: added(before.first, after.first, before.empty),
    last: added(after.last, before.last, after.empty),
    empty: before.empty * after.empty,
  };
}

function link(building: Building, from: Ways, to: Ways): void {
  building.ways += from.size * to.size;
  if (building.ways > mostWays) throw tooLarge;
  for (const [state, count] of from) {
    const next = building.states[state]?.next;
    for (const [other, ways] of to) next?.set(other, (next.get(other) ?? 0) + count * ways);
  }
}

function added(ways: Ways, more: Ways, times: number): Ways {
  if (times === 0 || more.size === 0) return ways;
  const sum = new Map(ways);
  for (const [state, count] of more) sum.set(state, (sum.get(state) ?? 0) + count * times);
  return sum;
}

/** Accepting states that lead to accepting states only. */
function freeStates(states: readonly State[], last: Ways): ReadonlySet<number> {
  const before = states.map((): number[] => []);
  states.forEach(({ next }, state) => {
    for (const to of next.keys()) before[to]?.push(state);
  });
  const free = new Set(last.keys());
  const waiting = Array.from(states.keys()).filter((state) => !free.has(state));
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const one of before[state] ?? []) if (free.delete(one)) waiting.push(one);
  }
  return free;
}

/** Whether what follows decides somewhere, and not only what the first character is. */
function hasCondition(term: Term): boolean {
  switch (term.kind) {
    case "end":
    case "boundary":
    case "look":
    case "echo":
    case "start":
      return true;
    case "sequence":
      return term.parts.some((part, index) => (index > 0 || part.kind !== "start") && hasCondition(part));
    case "choice":
      return term.branches.some(hasCondition);
    case "repeat":
      return hasCondition(term.part);
    default:
      return false;
  }
}

function isAnchored(term: Term): boolean {
  switch (term.kind) {
    case "start":
      return true;
    case "sequence":
      return term.parts[0] !== undefined && isAnchored(term.parts[0]);
    case "choice":
      return term.branches.every(isAnchored);
    default:
      return false;
  }
}
