import type { PatternAutomaton } from "./pattern-automaton.js";

/** As many tries of a character as Parley gives to one text: less than a second, even before the engine has compiled the pattern. */
export const mostTries = 2_000_000;

/** Whether matching a text takes no more than some tries of a character: what a backtracking engine may do at most is counted, not done. */
export function isWithin(most: number, { states, first, anchored }: PatternAutomaton, text: string): boolean {
  let tries = 0;
  let reached: ReadonlyMap<number, number> = new Map();
  let start = true;
  for (const character of text) {
    const next = new Map<number, number>();
    const lead = (ways: ReadonlyMap<number, number>, times: number) => {
      for (const [state, count] of ways) {
        tries += count * times;
        if (states[state]?.accepts(character) === true) next.set(state, (next.get(state) ?? 0) + count * times);
      }
    };
    if (start || !anchored) lead(first, 1);
    for (const [state, times] of reached) {
      lead(states[state]?.next ?? new Map<number, number>(), times);
      if (tries > most) return false;
    }
    tries += 1;
    if (tries > most) return false;
    reached = next;
    start = false;
  }
  return true;
}
