import { alphabetOf } from "./pattern-alphabet.js";
import type { PatternAutomaton, Ways } from "./pattern-automaton.js";

/**
 * Whether there are, at each place of any text, but a few ways of matching a pattern so far: then an engine that tries one after another
 * works for as long as the text is, and no longer. What cannot be told in reasonable time is not so.
 *
 * All that the ways can be at one place is gone through, with how often each state is reached, which ends where the ways grow.
 */
export function hasFewWays(pattern: string, automaton: PatternAutomaton): boolean {
  const letters = lettersOf(pattern, automaton);
  if (letters === undefined) return false;
  const seen = new Set<string>([""]);
  const waiting: Ways[] = [new Map()];
  let work = 0;
  let start = true;
  for (let ways = waiting.pop(); ways !== undefined; ways = waiting.pop()) {
    const ahead = new Map<number, number>();
    const lead = (states: Ways, times: number): void => {
      for (const [state, count] of states) ahead.set(state, (ahead.get(state) ?? 0) + count * times);
    };
    if (start || !automaton.anchored) lead(automaton.first, 1);
    start = false;
    for (const [state, times] of ways) lead(automaton.states[state]?.next ?? new Map<number, number>(), times);
    const next = new Map<number, Map<number, number>>();
    for (const [state, count] of ahead) {
      if (automaton.free.has(state)) continue;
      for (const letter of letters[state] ?? []) {
        if ((work += 1) > mostWork) return false;
        const there = next.get(letter) ?? new Map<number, number>();
        next.set(letter, there.set(state, count));
      }
    }
    for (const there of next.values()) {
      let sum = 0;
      for (const count of there.values()) sum += count;
      if (sum > mostWays) return false;
      const key = [...there].map(([state, count]) => `${String(state)}x${String(count)}`).sort().join();
      if (seen.has(key)) continue;
      if (seen.add(key).size > mostPlaces) return false;
      waiting.push(there);
    }
  }
  return true;
}

const mostWays = 64;
const mostPlaces = 2_000;
const mostWork = 200_000;
const mostTests = 1_000_000;

/** Of each state, which kinds of characters it accepts: one of a kind stands for all that no part of the pattern tells apart. */
function lettersOf(pattern: string, { states }: PatternAutomaton): readonly (readonly number[])[] | undefined {
  const accepting = [...new Set(states.map(({ accepts }) => accepts))];
  const alphabet = alphabetOf(pattern);
  if (alphabet === undefined || alphabet.length * accepting.length > mostTests) return undefined;
  const kinds = new Map<string, number>();
  const letters = accepting.map((): number[] => []);
  for (const character of alphabet) {
    const members = accepting.flatMap((accepts, index) => (accepts(character) ? [index] : []));
    const key = members.join();
    if (kinds.has(key)) continue;
    const kind = kinds.size;
    kinds.set(key, kind);
    for (const index of members) letters[index]?.push(kind);
  }
  const byAccepting = new Map(accepting.map((accepts, index) => [accepts, letters[index] ?? []]));
  return states.map(({ accepts }) => byAccepting.get(accepts) ?? []);
}
