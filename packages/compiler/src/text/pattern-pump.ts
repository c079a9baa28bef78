import type { LongText } from "./long-text.js";
import { alphabetOf } from "./pattern-alphabet.js";
import type { PatternAutomaton, State } from "./pattern-automaton.js";
import { isWithin, mostTries } from "./pattern-work.js";

/**
 * A short text that a pattern takes long for; undefined where there is none, or none was found in reasonable time. It repeats what leads
 * a state back to itself in two ways (exponential ambiguity), or one character (ambiguity of a high degree).
 *
 * @see Weber and Seidl, On the degree of ambiguity of finite automata (1991): criterion EDA
 */
export function pumpOf(pattern: string, automaton: PatternAutomaton): LongText | undefined {
  const search: Search = { automaton, expression: new RegExp(pattern, "uy"), alphabet: alphabetOf(pattern) ?? [], sharing: new Map(), steps: 0 };
  const prefixes = prefixesOf(search);
  for (const [prefix, pump] of pumps(search, prefixes)) {
    const found = shownBy(search, "", pump) ?? shownBy(search, prefix, pump);
    if (found !== undefined) return found;
  }
  return undefined;
}

const mostSteps = 500_000;
const mostSingles = 8;

interface Search {
  readonly automaton: PatternAutomaton;
  readonly expression: RegExp;
  readonly alphabet: readonly string[];
  readonly sharing: Map<State["accepts"], Map<State["accepts"], string | undefined>>;
  steps: number;
}

/** Every state that can be reached, with a text that leads there. */
function prefixesOf({ automaton: { states, first }, alphabet }: Search): ReadonlyMap<number, string> {
  const prefixes = new Map<number, string>();
  const reach = (state: number, before: string) => {
    const character = prefixes.has(state) ? undefined : alphabet.find((one) => states[state]?.accepts(one));
    if (character !== undefined) prefixes.set(state, before + character);
  };
  for (const state of first.keys()) reach(state, "");
  for (const [state, prefix] of prefixes) for (const next of states[state]?.next.keys() ?? []) reach(next, prefix);
  return prefixes;
}

function* pumps(search: Search, prefixes: ReadonlyMap<number, string>): Iterable<readonly [prefix: string, pump: string]> {
  yield* circlingPumps(search, prefixes);
  yield* singlePumps(prefixes);
}

function* circlingPumps(search: Search, prefixes: ReadonlyMap<number, string>): Iterable<readonly [prefix: string, pump: string]> {
  const done = new Set<number>();
  for (const [state, prefix] of prefixes) {
    if (done.has(state)) continue;
    if (search.steps > mostSteps) return;
    const circle = circleOf(search, state);
    // One state of a circle stands for all: whatever is ambiguous between them is ambiguous from it.
    for (const other of circle) done.add(other);
    const pump = circle.size === 0 ? undefined : pumpAt(search, state, circle);
    if (pump !== undefined) yield [prefix, pump];
  }
}

function singlePumps(prefixes: ReadonlyMap<number, string>): Iterable<readonly [prefix: string, pump: string]> {
  const singles = new Map<string, string>();
  for (const prefix of prefixes.values()) {
    const last = [...prefix].at(-1) ?? "";
    if (!singles.has(last)) singles.set(last, prefix);
  }
  return Array.from(singles, ([last, prefix]) => [prefix, last] as const).slice(0, mostSingles);
}

/** The states on a way from a state back to it; none where no way leads back. */
function circleOf(search: Search, state: number): ReadonlySet<number> {
  const { states } = search.automaton;
  const after = closure(state, (one) => states[one]?.next.keys() ?? []);
  const before = new Map<number, number[]>();
  for (const one of after) {
    for (const next of states[one]?.next.keys() ?? []) {
      search.steps += 1;
      const known = before.get(next);
      if (known === undefined) before.set(next, [one]);
      else known.push(one);
    }
  }
  const circle = closure(state, (one) => before.get(one) ?? []);
  return new Set([...circle].filter((one) => after.has(one)));
}

function closure(start: number, next: (one: number) => Iterable<number>): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [start];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const other of next(one)) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}

interface Pair {
  readonly one: number;
  readonly other: number;
  /** Whether two ways are being followed: they have parted, even if they met again. */
  readonly parted: boolean;
  readonly text: string;
}

// Two walkers leave the state on the same characters: they are to part, and to come back together.
function pumpAt(search: Search, state: number, circle: ReadonlySet<number>): string | undefined {
  const { states } = search.automaton;
  const stay = (from: number) => [...(states[from]?.next ?? [])].filter(([to]) => circle.has(to));
  const seen = new Set<number>();
  const pairs: Pair[] = [{ one: state, other: state, parted: false, text: "" }];
  for (const pair of pairs) {
    for (const [one, ways] of stay(pair.one)) {
      for (const [other] of stay(pair.other)) {
        if ((search.steps += 1) > mostSteps) return undefined;
        const parted = pair.parted || one !== other || ways > 1;
        const key = (one * states.length + other) * 2 + (parted ? 1 : 0);
        if (seen.has(key)) continue;
        seen.add(key);
        const character = shared(search, one, other);
        if (character === undefined) continue;
        const text = pair.text + character;
        if (parted && one === state && other === state) return text;
        pairs.push({ one, other, parted, text });
      }
    }
  }
  return undefined;
}

// States that stand for the same text accept by the same function.
function shared({ automaton: { states }, alphabet, sharing }: Search, one: number, other: number): string | undefined {
  const [accepts, acceptsToo] = [states[one]?.accepts, states[other]?.accepts];
  if (accepts === undefined || acceptsToo === undefined) return undefined;
  const known = sharing.get(accepts) ?? new Map<State["accepts"], string | undefined>();
  sharing.set(accepts, known);
  if (!known.has(acceptsToo)) known.set(acceptsToo, alphabet.find((character) => accepts(character) && acceptsToo(character)));
  return known.get(acceptsToo);
}

// Where every text matches at once, no number of ways does harm: the engine is asked, with few repetitions.
function shownBy({ automaton, expression }: Search, prefix: string, pump: string): LongText | undefined {
  const times = [30, 100].find((count) => !isWithin(mostTries, automaton, prefix + pump.repeat(count)));
  const suffix = times === undefined ? undefined : ["!", "a", "0", "-", " ", "\n", "\0", ""].find((end) => {
    const text = prefix + pump.repeat(3) + end;
    expression.lastIndex = 0;
    return isWithin(100_000, automaton, text) && !expression.test(text);
  });
  return times === undefined || suffix === undefined ? undefined : { prefix, pump, times, suffix };
}
