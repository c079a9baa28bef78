import { blocks, code, type CodeModule, type CodeSymbol, documented, jsDoc, literal, memberName, objectLiteral, property } from "@parley/compiler";
import { problemType } from "./http-content.js";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import { httpType, httpValue } from "./http-symbols.js";

/** Prints `problems.ts`: the rows of the registry that some operation may answer with, and what tells them apart. */
export function printHttpProblems(http: HttpPlan): CodeModule {
  const { problems, problem, refusals, problemOf } = http;
  const rows = http.problemRows.map(({ name, type, title, status, retry }) => property(name, literal({ type, title, status, ...(retry === "after" ? { retry } : {}) })));
  const doc = jsDoc("The problems that an answer may carry, by short name (RFC 9457).");
  const Registry = httpType("ProblemRegistry");
  if (rows.length === 0) return { path: httpFiles.problems, body: documented(doc, code`export const ${problems}: ${Registry} = {};`), exports: [problems] };
  const details = detailsOf(http);
  const refused = [...http.calls, ...http.callbacks].filter((call) => call.problem !== undefined);
  const body = blocks(
    documented(doc, code`export const ${problems} = ${objectLiteral(rows)} as const satisfies ${Registry};`),
    documented(
      jsDoc("A problem that an answer carries: any of them, or those of the names, told apart by `name`, or by `type`, which is the URI on the wire."),
      code`
        export type ${problem}<Name extends keyof typeof ${problems} = keyof typeof ${problems}> = ${httpType("ProblemIn")}<
          typeof ${problems},
          Name,
          ${details}
        >;
      `,
    ),
    documented(
      jsDoc("Why each call may be refused, by its operation."),
      code`
        export interface ${refusals} {
          ${refused.map(({ operation, problem: names }) => code`readonly ${memberName(operation.name)}: ${names ?? "never"};`)}
        }
      `,
    ),
    documented(
      jsDoc("The problem that an error of a call carries; undefined for any other error. Where an operation is named, of its calls alone, and told apart among those that it may be refused with."),
      code`
        export function ${problemOf}<Operation extends keyof ${refusals} = keyof ${refusals}>(
          error: unknown,
          operation?: Operation,
        ): ${problem}<${refusals}[Operation]> | undefined {
          return ${httpValue("readProblem")}<typeof ${problems}, ${details}, ${refusals}[Operation]>(${problems}, error, operation);
        }
      `,
    ),
  );
  return { path: httpFiles.problems, body, exports: [problems, problem, refusals, problemOf] };
}

/** The document's own schema of problems, where it has one for all. */
function detailsOf(http: HttpPlan): CodeSymbol {
  const media = [...http.calls, ...http.callbacks].flatMap(({ answers }) => answers.all).flatMap(({ content }) => content?.media ?? []);
  const declared = new Set(media.filter(({ name }) => name === problemType).map(({ declaration }) => declaration?.type));
  const [only] = declared;
  return declared.size === 1 && only !== undefined ? only : httpType("ProblemDetails");
}
