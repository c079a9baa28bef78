import {
  access,
  blocks,
  type Code,
  code,
  type CodeModule,
  type CodeSymbol,
  concat,
  documented,
  type Fragment,
  group,
  jsDoc,
  memberName,
  objectLiteral,
  parameters,
  property,
} from "@parley/compiler";
import { printDescription } from "./http-description.js";
import { callsOutside, type HttpFile } from "./http-files.js";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import type { HttpCall } from "./http-call.js";
import { isAsked } from "./http-rules.js";
import { httpType, httpValue } from "./http-symbols.js";
import { printBodyType } from "./print-http-types.js";

/** Prints `client.ts`: a typed call for each operation, over `fetch`. Where that is too long, the calls of each tag stand in a file of their own. */
export function printHttpClient(http: HttpPlan): readonly CodeModule[] {
  const { prefix, clientFiles } = http;
  const calls = callsOutside(clientFiles, http.calls);
  const symbol = (name: string, kind: CodeSymbol["kind"]): CodeSymbol => ({ name, from: httpFiles.client, kind });
  const client = symbol(`${prefix}Client`, "type");
  const options = symbol(`${prefix}ClientOptions`, "type");
  const create = symbol(`create${prefix}Client`, "value");
  const carried = http.schemes.filter(({ carrier }) => carrier.kind !== "transport");
  const credentials = objectLiteral(carried.map(({ scheme, option }) => property(scheme.name, access("options", option))));
  const body = blocks(
    documented(jsDoc(`How a client reaches its server, and who it is.`), printOptions(http, options)),
    documented(
      jsDoc(http.plan.protocol.description ?? http.plan.protocol.title),
      code`
      ${printInterface(client, [httpType("HttpCaller"), ...clientFiles.map(({ type }) => type)], calls.map(printMember))}
    `,
    ),
    documented(
      jsDoc(`Makes a client of ${http.plan.protocol.title}. It keeps nothing open.`),
      code`
      export function ${create}(options: ${options}): ${client} {
        const http = ${httpValue("createHttpClient")}(options, ${credentials}, ${http.problems});
        return {
          exchange: http.exchange,
          ${clientFiles.map(({ make }) => code`...${make}(http),`)}
          ${calls.map(printMethod)}
        };
      }
    `,
    ),
  );
  return [...clientFiles.map(printClientFile), { path: httpFiles.client, body, exports: [options, client, create] }];
}

function printClientFile({ path, group, calls, type, make }: HttpFile): CodeModule {
  const body = blocks(
    documented(jsDoc(`The calls of \`${group}\`.`), printInterface(type, [], calls.map(printMember))),
    code`
      export function ${make}(http: ${httpType("HttpClient")}): ${type} {
        return {
          ${calls.map(printMethod)}
        };
      }
    `,
  );
  return { path, body, exports: [type] };
}

/** `export interface ConferenceClient extends HttpCaller { ... }` */
export function printInterface(name: Fragment, others: readonly Fragment[], members: readonly Code[]): Code {
  const list = group({ open: "", close: "", separator: ",", placed: "between", padded: false }, others);
  const head = concat("export interface ", name, ...(others.length === 0 ? [] : [" extends ", list]));
  if (members.length === 0) return concat(head, " {}");
  return code`
    ${head} {
      ${members}
    }
  `;
}

function printOptions(http: HttpPlan, options: CodeSymbol): Code {
  const carried = http.schemes.filter(({ carrier }) => carrier.kind !== "transport");
  if (carried.length === 0) return code`export type ${options} = ${httpType("HttpClientOptions")};`;
  const isNeeded =
    carried.length === 1 &&
    http.calls.every(({ operation }) => operation.security.every((way) => way.length > 0) && operation.security.length > 0);
  const members = carried.map(({ scheme, option, isBasic }) => {
    const description =
      typeof scheme.settings.description === "string" ? scheme.settings.description : `The credential of the scheme \`${scheme.name}\`.`;
    return documented(jsDoc(description), code`readonly ${memberName(option)}${isNeeded ? "" : "?"}: ${httpType(isBasic ? "BasicSource" : "CredentialSource")};`);
  });
  return code`
    export interface ${options} extends ${httpType("HttpClientOptions")} {
      ${members}
    }
  `;
}

function printMember(call: HttpCall): Code {
  const problems = call.problem === undefined ? undefined : `@throws ProtocolError with one of {@link ${call.problem.name}}`;
  return documented(printDescription(call, problems), code`${memberName(call.name)}${parameters(argumentsOf(call))}: ${returned(call)};`);
}

function printMethod(call: HttpCall): Code {
  const verb = call.answers.pages === undefined ? "send" : "pages";
  const given = call.type === undefined ? "options" : "call, options";
  const sent = call.type === undefined ? "{}, options" : "call, options";
  return code`${memberName(call.name)}: (${given}) => http.${verb}(${call.constant}, ${sent}),`;
}

/** True where a call has to say something. */
export function takesSomething(call: HttpCall): boolean {
  return call.parameters.some((argument) => isAsked(call.rules, argument)) || call.body?.required === true;
}

function argumentsOf(call: HttpCall): readonly Code[] {
  const options = concat("options?: ", httpType("HttpCallOptions"));
  if (call.type === undefined) return [options];
  return [concat("call", takesSomething(call) ? "" : "?", ": ", call.type), options];
}

/** The body of the one success; with several, a result that names its status; for a list, its pages. */
function returned(call: HttpCall): Code {
  const { pages } = call.answers;
  if (pages !== undefined) return concat(httpType("Pages"), "<", pages.item, ", ", resultOf(call), ">");
  return concat("Promise", group({ open: "<", close: ">", separator: ",", placed: "between", padded: false }, [resultOf(call)]));
}

/** The type of what a call gives. */
export function resultOf(call: HttpCall): Code {
  return concat(call.success ?? printBodyType(call, "received"));
}
