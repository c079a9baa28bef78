import { code, type CodeModule, documented, jsDoc, literal, objectLiteral, property } from "@parley/compiler";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import { httpType } from "./http-symbols.js";

/** Prints `problems.ts`: the rows of the registry that some operation may answer with. */
export function printHttpProblems(http: HttpPlan): CodeModule {
  const named = new Set([...http.calls, ...http.callbacks].flatMap(({ operation }) => operation.problems));
  const rows = http.plan.protocol.problems
    .filter(({ name }) => named.has(name))
    .map(({ name, type, title, status }) => property(name, literal({ type, title, status })));
  const doc = jsDoc("The problems that an answer may carry, by short name (RFC 9457).");
  return {
    path: httpFiles.problems,
    body: documented(doc, code`export const ${http.problems}: ${httpType("ProblemRegistry")} = ${objectLiteral(rows)};`),
    exports: [http.problems],
  };
}
