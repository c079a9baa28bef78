import { boundedPattern, type Pattern } from "./bounded-pattern.js";
import type { LongText } from "./long-text.js";
import { patternAutomaton, type PatternAutomaton } from "./pattern-automaton.js";
import { pumpOf } from "./pattern-pump.js";
import { patternTable, type PatternTable } from "./pattern-table.js";
import { readPattern } from "./pattern-term.js";
import { hasFewWays } from "./pattern-ways.js";
import { isWithin, mostTries } from "./pattern-work.js";
import { strictPattern } from "./strict-pattern.js";

/** How a pattern is matched. */
export type PatternForm =
  /** By the engine, in time that grows with the text alone. */
  | { readonly kind: "plain"; readonly expression: RegExp }
  /** By a table, in such time: the engine could take longer, on the witness so long that it shows. */
  | { readonly kind: "bounded"; readonly expression: RegExp; readonly table: PatternTable; readonly matcher: Pattern; readonly witness?: LongText }
  /** By the engine alone, which may take without bound. */
  | { readonly kind: "unbounded"; readonly expression: RegExp; readonly why: Unbounded; readonly automaton?: PatternAutomaton; readonly witness?: LongText }
  /** It is no regular expression. */
  | { readonly kind: "invalid" };

/** Why a pattern has no table. */
export type Unbounded = "backreference" | "too-large" | "not-read";

/** How a pattern is matched; each is judged once. */
export function patternForm(pattern: string): PatternForm {
  const known = forms.get(pattern);
  if (known !== undefined) return known;
  const form = formOf(pattern);
  forms.set(pattern, form);
  return form;
}

/** Whether a text matches a pattern; undefined where that may take without bound, and where the pattern is no regular expression. */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  const form = patternForm(pattern);
  switch (form.kind) {
    case "plain":
      return form.expression.test(text);
    case "bounded":
      return form.matcher.test(text);
    case "unbounded":
      return form.automaton !== undefined && isWithin(mostTries, form.automaton, text) ? form.expression.test(text) : undefined;
    case "invalid":
      return undefined;
  }
}

const forms = new Map<string, PatternForm>();

function formOf(pattern: string): PatternForm {
  const strict = strictPattern(pattern);
  if (strict === undefined) return { kind: "invalid" };
  const expression = new RegExp(strict, "u");
  const term = readPattern(strict);
  if (term === undefined) return { kind: "unbounded", expression, why: "not-read" };
  const automaton = patternAutomaton(strict);
  if (automaton !== undefined && hasFewWays(strict, automaton) && isRun(expression)) return { kind: "plain", expression };
  const found = automaton === undefined || automaton.states.length > mostSearched ? undefined : pumpOf(strict, automaton);
  const witness = found === undefined || automaton?.exact !== true ? {} : { witness: found };
  const table = patternTable(term);
  if (typeof table === "string") return { kind: "unbounded", expression, why: table, ...(automaton === undefined ? {} : { automaton }), ...witness };
  return { kind: "bounded", expression, table, matcher: boundedPattern(pattern, table.sets, table.programs), ...witness };
}

// A longer pattern is not searched for a text that shows how long it takes.
const mostSearched = 1_000;

/** An engine may refuse what is too large only when it runs. */
function isRun(expression: RegExp): boolean {
  try {
    expression.test("");
    return true;
  } catch {
    return false;
  }
}
