import { blocks, type Code, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, literal, property } from "@parley/compiler";
import { type Plan, seeOf } from "./plan.js";
import { runtimeType } from "./print-behaviour.js";

const path = "problems.ts";

/** What `protocol.ts` takes from `problems.ts`. */
export const problemsSymbol: CodeSymbol = { name: "problems", from: path, kind: "value" };

/** The registry of problems as typed data, and the union of its names. Nothing where the specification has none. */
export function printProblems(plan: Plan): readonly CodeModule[] {
  const { problems } = plan.protocol;
  if (problems.length === 0 || plan.envelope === undefined) return [];
  const name: CodeSymbol = { name: plan.names.give("ProblemName", [], "the registry of problems").name, from: path, kind: "type" };
  const rows = problems.map(({ name: key, description, type, title, status, retry }): Code =>
    documented(jsDoc(description), concat(property(key, literal({ type, title, status, retry })), ",")),
  );
  const [first] = problems;
  const see = first === undefined ? undefined : seeOf(plan, { file: first.origin.file, pointer: "" });
  const body = blocks(
    documented(
      jsDoc("Every problem that a refusal may name, by its short name (RFC 9457).", see),
      code`
        export const ${problemsSymbol} = {
          ${rows}
        } as const satisfies { readonly [name: string]: ${runtimeType("WireProblem")} };
      `,
    ),
    code`export type ${name} = keyof typeof ${problemsSymbol};`,
  );
  return [{ path, body, exports: [problemsSymbol, name] }];
}
