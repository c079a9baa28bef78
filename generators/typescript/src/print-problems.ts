import { blocks, type Code, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, literal, property } from "@parley/compiler";
import { type Plan, seeOf } from "./plan.js";
import { runtimeType } from "./print-behaviour.js";
import { printCauses } from "./print-causes.js";
import { printForeignCodes } from "./print-foreign-codes.js";
import { columnsOf } from "./registry-columns.js";

const path = "problems.ts";

/** What `protocol.ts` takes from `problems.ts`. */
export const problemsSymbol: CodeSymbol = { name: "problems", from: path, kind: "value" };

/** The registry as typed data: problems, causes, and the codes of other networks both ways. Nothing where the specification has no problems. */
export function printProblems(plan: Plan): readonly CodeModule[] {
  const { problems, registry } = plan.protocol;
  if (problems.length === 0 || plan.envelope === undefined) return [];
  const name: CodeSymbol = { name: plan.names.give("ProblemName", [], "the registry of problems").name, from: path, kind: "type" };
  const rows = problems.map(({ name: key, description, type, title, status, retry, ...row }): Code =>
    documented(jsDoc(description), concat(property(key, literal({ type, title, status, retry, ...columnsOf(row) })), ",")),
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
  const module: CodeModule = { path, body, exports: [problemsSymbol, name] };
  if (registry === undefined || registry.causes.length === 0) return [module];
  const causes = printCauses(plan, registry);
  return [module, causes.module, ...printForeignCodes(registry, { problems: problemsSymbol, problemName: name, ...causes })];
}
