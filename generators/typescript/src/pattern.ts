import { type Code, code, concat, type Fragment, listLiteral, literal, type PatternForm, regExpLiteral, stringLiteral } from "@parley/compiler";
import { support } from "./print-support.js";

/** The value that tests a pattern: a regular expression, or a table where one could take without bound; undefined where it has neither. */
export function printPattern(pattern: string, form: PatternForm, unsafe: boolean): Code | undefined {
  if (form.kind === "invalid" || (form.kind === "unbounded" && !unsafe)) return undefined;
  if (form.kind !== "bounded" || unsafe) return code`${regExpLiteral(form.expression)}`;
  const { sets, programs } = form.table;
  return code`/* @__PURE__ */ ${support("boundedPattern")}(${literal(pattern)}, ${literal(sets)}, ${listLiteral(programs.map(printProgram))})`;
}

/** A list of steps; a long one in lines. */
function printProgram(program: string): Fragment {
  const lines = program.match(/(?=\S).{1,100}(?= |$)/g) ?? [];
  return lines.length === 1 ? stringLiteral(program) : concat(listLiteral(lines.map(stringLiteral)), '.join(" ")');
}
