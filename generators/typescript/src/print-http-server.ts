import {
  blocks,
  camelCase,
  type Code,
  code,
  type CodeModule,
  type CodeSymbol,
  concat,
  documented,
  type Fragment,
  jsDoc,
  listLiteral,
  literal,
  memberName,
  objectLiteral,
  objectType,
  parameters,
  stringLiteral,
  union,
} from "@parley/compiler";
import type { HttpAnswer } from "./http-answer.js";
import { printDescription } from "./http-description.js";
import { callsOutside, type HttpFile } from "./http-files.js";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import type { HttpCall } from "./http-call.js";
import { httpType, httpValue } from "./http-symbols.js";
import { printInterface } from "./print-http-client.js";
import { printBodyType, printCases } from "./print-http-types.js";
import { defaultOf } from "./print-http-operations.js";

/**
 * Prints `server.ts`: an interface with a method for each operation, and the fetch handler that serves an implementation of it. Where that is
 * too long, the operations of each tag stand in a file of their own.
 */
export function printHttpServer(http: HttpPlan): readonly CodeModule[] {
  const { prefix, serverFiles } = http;
  const calls = callsOutside(serverFiles, http.calls);
  const symbol = (name: string, kind: CodeSymbol["kind"]): CodeSymbol => ({ name, from: httpFiles.server, kind });
  const implementation = symbol(`${prefix}Implementation`, "type");
  const options = symbol(`${prefix}HandlerOptions`, "type");
  const create = symbol(`create${prefix}Handler`, "value");
  const credentials = symbol(`${prefix}Credentials`, "type");
  const isSecured = hasSecured(http.calls);
  const { generic, given } = genericOf(http.calls);
  const basePath = symbol(`${camelCase(prefix)}BasePath`, "value");
  const scopes = symbol(`${camelCase(prefix)}Scopes`, "value");
  const demanded = [...new Set(http.calls.flatMap(({ operation }) => operation.security.flat().flatMap((demand) => demand.scopes)))];
  const described = objectLiteral([concat("basePath: ", basePath), concat("problems: ", http.problems)]);
  const routes = [...serverFiles.map(({ make }) => concat("...", make, "(implementation)")), ...calls.map(printRoute)];
  const body = blocks(
    documented(
      jsDoc("The path under which the operations stand, of the first server of the document."),
      code`export const ${basePath} = ${stringLiteral(http.basePath)};`,
    ),
    demanded.length === 0
      ? ""
      : documented(jsDoc("Every scope that some operation demands."), code`export const ${scopes} = ${literal(demanded)} as const;`),
    calls.map(printResult),
    documented(
      jsDoc(`Carries out the operations of ${http.plan.protocol.title}: one that is missing does not compile.`),
      code`
      ${printInterface(concat(implementation, generic), serverFiles.map((file) => concat(file.type, genericOf(file.calls).given)), calls.map((call) => printMember(http, call)))}
    `,
    ),
    isSecured ? documented(jsDoc("What a caller shows: one of the ways in."), code`export type ${credentials} = ${printCredentials(http)};`) : "",
    documented(jsDoc("How requests are let in, and how much of them is read."), printOptions(options, credentials, isSecured)),
    documented(
      jsDoc("Serves an implementation as a fetch handler. What breaks the specification gets a problem, in either direction. One that has some of the operations only says by `rest` what becomes of the others."),
      code`
      export function ${create}${generic}(
        part: Partial<${implementation}${given}>,
        options: ${options}${given} & { readonly rest: ${httpType("Rest")}<keyof typeof ${http.problems} & string> },
      ): (request: Request) => Promise<Response>;
      export function ${create}${generic}(
        implementation: ${implementation}${given},
        options${isSecured ? "" : "?"}: ${options}${given},
      ): (request: Request) => Promise<Response>;
      export function ${create}${generic}(
        implementation: Partial<${implementation}${given}>,
        options${isSecured ? "" : "?"}: ${options}${given},
      ): (request: Request) => Promise<Response> {
        const routes = ${listLiteral(routes)};
        return ${httpValue("createHandler")}(routes, ${described}, options);
      }
    `,
    ),
  );
  const exports = [implementation, ...(isSecured ? [credentials] : []), options, basePath, ...(demanded.length === 0 ? [] : [scopes]), create];
  return [
    ...serverFiles.map((file) => printServerFile(http, file)),
    { path: httpFiles.server, body, exports: [...calls.map(({ result }) => result), ...exports] },
  ];
}

function printServerFile(http: HttpPlan, { path, group, calls, type, make }: HttpFile): CodeModule {
  const { generic, given } = genericOf(calls);
  const body = blocks(
    calls.map(printResult),
    documented(jsDoc(`Carries out the operations of \`${group}\`.`), printInterface(concat(type, generic), [], calls.map((call) => printMember(http, call)))),
    code`
      export function ${make}${generic}(implementation: Partial<${type}${given}>): readonly ${httpType("Route")}[] {
        return ${listLiteral(calls.map(printRoute))};
      }
    `,
  );
  return { path, body, exports: [...calls.map(({ result }) => result), type] };
}

/** What the types of these operations leave open: who calls, where some operation asks for it. */
function genericOf(calls: readonly HttpCall[]): { readonly generic: Code; readonly given: string } {
  return hasSecured(calls) ? { generic: code`<C extends ${httpType("Caller")}>`, given: "<C>" } : { generic: concat(), given: "" };
}

function hasSecured(calls: readonly HttpCall[]): boolean {
  return calls.some(({ operation }) => operation.security.length > 0);
}

/** The type of what an implementation answers. */
export function printResult(call: HttpCall): Code {
  const { plain, given } = call.answers;
  const refusal = concat(httpType("Refusal"), ...(call.problem === undefined ? [] : ["<", call.problem, ">"]));
  const answers = plain === undefined ? given.flatMap(printReplies) : [concat(printBodyType(call, "sent"))];
  const doc =
    plain === undefined
      ? `What \`${call.name}\` answers, its status and headers included.`
      : `What \`${call.name}\` answers: the body of its success, or a refusal.`;
  return documented(jsDoc(doc), code`export type ${call.result} = ${union([...answers, refusal])};`);
}

function printReplies(answer: HttpAnswer): readonly Code[] {
  return printCases(answer, { status: concat(/^\d+$/.test(answer.response.status) ? answer.response.status : "number"), side: "sent", headers: "declared" });
}

function printMember(http: HttpPlan, call: HttpCall): Code {
  const taken = [...(call.type === undefined ? [] : [concat("call: ", takenType(http, call))]), concat("context: ", contextOf(call))];
  return documented(
    printDescription(call, undefined),
    code`${memberName(call.name)}${parameters(taken)}: ${call.result} | Promise<${call.result}>;`,
  );
}

function printRoute(call: HttpCall): Code {
  return concat(httpValue("routeTo"), parameters([call.constant, "implementation", stringLiteral(call.name)]));
}

/** The call with the defaults of the specification put in. */
export function takenType(http: HttpPlan, call: HttpCall): Fragment {
  const filled = call.parameters.filter(({ parameter }) => !parameter.required && defaultOf(http.plan, parameter.schema) !== undefined);
  if (call.type === undefined) return "unknown";
  const takesBytes = call.body?.media.some(({ codec }) => codec === "bytes") === true;
  const taken = takesBytes ? concat(httpType("Received"), "<", call.type, ">") : call.type;
  if (filled.length === 0) return taken;
  return concat(httpType("Filled"), "<", taken, ", ", union(filled.map(({ property }) => stringLiteral(property))), ">");
}

/** Who calls is known where the operation lets nobody else in. */
function contextOf({ operation }: HttpCall): Code {
  const ways = operation.security;
  const caller = ways.length === 0 ? "undefined" : ways.some((way) => way.length === 0) ? "C | undefined" : "C";
  return concat(httpType("CallContext"), `<${caller}>`);
}

/** Each way in, with the credentials that it takes by the names of their schemes. */
function printCredentials(http: HttpPlan): Code {
  const ways = new Map<string, Code>();
  for (const way of http.calls.flatMap(({ operation }) => operation.security)) {
    const carried = way.flatMap(({ scheme }) => http.schemes.filter((planned) => planned.scheme.name === scheme && planned.carrier.kind !== "transport"));
    const members = carried.map(({ scheme, isBasic }) => concat("readonly ", memberName(scheme.name), ": ", isBasic ? httpType("BasicCredential") : "string"));
    if (way.length > 0) ways.set(carried.map(({ scheme }) => scheme.name).sort().join(" "), members.length === 0 ? concat("object") : objectType(members));
  }
  return ways.size === 0 ? concat("object") : union([...ways.values()]);
}

function printOptions(options: CodeSymbol, credentials: CodeSymbol, isSecured: boolean): Code {
  if (!isSecured) return code`export type ${options} = ${httpType("HandlerOptions")}<never>;`;
  return code`
    export interface ${options}<C extends ${httpType("Caller")}> extends ${httpType("HandlerOptions")}<C, ${credentials}> {
      /** Says who bears the credentials of a request; undefined where they are not good. */
      readonly authenticate: ${httpType("Authenticate")}<C, ${credentials}>;
    }
  `;
}
