import {
  camelCase,
  type CodeSymbol,
  diagnostic,
  type Diagnostic,
  type HttpBinding,
  type Operation,
  pascalCase,
  type Problem,
  problemNamesOf,
  type Protocol,
} from "@parley/compiler";
import { planAnswers } from "./http-answers.js";
import { type HttpSetting, planArguments } from "./http-argument.js";
import type { HttpCall } from "./http-call.js";
import { planContent } from "./http-content.js";
import { type HttpFile, planFiles } from "./http-files.js";
import { planRules } from "./http-rules.js";
import { type HttpScheme, planSchemes } from "./http-schemes.js";
import { fileOfGroup } from "./groups.js";
import { MemberNames } from "./naming.js";
import { type Plan, seeOf } from "./plan.js";

/** Every name of generated HTTP clients and servers, decided before they are printed. */
export interface HttpPlan {
  readonly plan: Plan;
  readonly calls: readonly HttpCall[];
  /** One a tag, where client.ts and server.ts would be too long. */
  readonly clientFiles: readonly HttpFile[];
  readonly serverFiles: readonly HttpFile[];
  /** What the accepting side starts: callbacks and webhooks. */
  readonly callbacks: readonly HttpCall[];
  readonly schemes: readonly HttpScheme[];
  /** Names of the registry that some operation may answer with. */
  readonly problems: CodeSymbol;
  /** `ConferenceProblem`, and what finds it in an error. */
  readonly problem: CodeSymbol;
  readonly problemOf: CodeSymbol;
  /** `ConferenceRefusals`: which of them each operation may answer with. */
  readonly refusals: CodeSymbol;
  /** The rows of the registry that some operation may answer with. */
  readonly problemRows: readonly Problem[];
  /** Path of the document's first server, without a slash at its end. */
  readonly basePath: string;
  /** `Conference`: what names of this protocol start with. */
  readonly prefix: string;
}

export const httpFiles = { callbacks: "callbacks.ts", operations: "operations.ts", problems: "problems.ts", client: "client.ts", server: "server.ts" } as const;

/** Undefined for a protocol without operations on HTTP. */
export function planHttp(plan: Plan, report: (found: Diagnostic) => void): HttpPlan | undefined {
  const { protocol } = plan;
  const members = new MemberNames(["exchange"]);
  const all = [...protocol.operations.values()].flatMap((operation) => {
    const { http } = operation;
    return http === undefined ? [] : [planCall(plan, operation, http, members, report)];
  });
  if (all.length === 0) return undefined;
  const calls = all.filter(({ http }) => http.trigger === undefined);
  for (const call of calls) reportServers(call, report);
  const callbacks = all.filter(({ http }) => http.trigger !== undefined).map((call) => planCallback(all, call, report));
  const prefix = pascalCase(protocol.name) || "Http";
  return {
    plan,
    calls,
    clientFiles: planFiles(plan, calls, httpFiles.client, { type: "Calls", make: "Calls" }),
    serverFiles: planFiles(plan, calls, httpFiles.server, { type: "Implementation", make: "Routes" }),
    callbacks,
    schemes: planSchemes(protocol, report),
    problems: { name: `${camelCase(prefix)}Problems`, from: httpFiles.problems, kind: "value" },
    problem: { name: plan.names.give(`${prefix}Problem`, [], "problems").name, from: httpFiles.problems, kind: "type" },
    refusals: { name: plan.names.give(`${prefix}Refusals`, [], "refusals").name, from: httpFiles.problems, kind: "type" },
    problemOf: { name: "problemOf", from: httpFiles.problems, kind: "value" },
    problemRows: protocol.problems.filter(({ name }) => all.some(({ operation }) => problemNamesOf(operation.problems).includes(name))),
    basePath: basePathOf(protocol),
    prefix,
  };
}

/** A client has one address, that of `baseUrl`. */
function reportServers({ operation, http, name }: HttpCall, report: (found: Diagnostic) => void): void {
  if (http.servers === undefined || http.servers.length === 0) return;
  const instead = "calls go to baseUrl, so make another client for that address";
  report(diagnostic("not-expressible", operation.origin, { target: "TypeScript", where: `"${name}"`, what: "the server", instead }));
}

function planCallback(all: readonly HttpCall[], call: HttpCall, report: (found: Diagnostic) => void): HttpCall {
  const { trigger } = call.http;
  const cause = trigger?.by === "callback" ? all.find(({ operation }) => operation.id === trigger.operation) : undefined;
  if (call.operation.security.length > 0) {
    const where = `"${call.name}"`;
    const instead = "give what sends it a fetch function that adds credentials";
    report(diagnostic("not-expressible", call.operation.origin, { target: "TypeScript", where, what: "the security of a callback or webhook", instead }));
  }
  return cause === undefined ? call : { ...call, cause };
}

function planCall(
  plan: Plan,
  operation: Operation,
  http: HttpBinding,
  members: MemberNames,
  report: (found: Diagnostic) => void,
): HttpCall {
  const see = seeOf(plan, operation.origin);
  const wish = camelCase(operation.call ?? operation.name) || http.method;
  const { name, why } = members.give(wish);
  if (why !== undefined) report(diagnostic("name-changed", operation.origin, { target: "TypeScript", wanted: wish, given: name, why }));
  const setting: HttpSetting = { plan, report, operation: operation.name };
  const parameters = planArguments(setting, http.parameters, ["body", "contentType"]);
  const body = http.body === undefined ? undefined : { ...planContent(setting, http.body.content), required: http.body.required };
  const placed = (path: string): string => fileOfGroup(path, plan.groupOf(operation.id, path));
  const typeNamed = (suffix: string, path: string): CodeSymbol => ({
    name: plan.names.give(pascalCase(name) + suffix, [], see).name,
    from: placed(path),
    kind: "type",
  });
  const answers = planAnswers(setting, http);
  const isOne = answers.successes.length <= 1 && (answers.successes[0]?.content?.media.length ?? 0) <= 1;
  return {
    operation,
    http,
    name,
    constant: { name: `${name}Operation`, from: placed(httpFiles.operations), kind: "value" },
    ...(parameters.length > 0 || body !== undefined ? { type: typeNamed("Call", httpFiles.operations) } : {}),
    ...(operation.problems.length > 0 ? { problem: typeNamed("Problem", httpFiles.operations) } : {}),
    answer: typeNamed("Answer", httpFiles.operations),
    ...(isOne ? {} : { success: typeNamed("Success", httpFiles.operations) }),
    result: typeNamed("Result", http.trigger === undefined ? httpFiles.server : httpFiles.callbacks),
    parameters,
    ...(body === undefined ? {} : { body }),
    answers,
    rules: planRules(http, parameters),
    see,
  };
}

function basePathOf(protocol: Protocol): string {
  const url = protocol.servers[0]?.url ?? "";
  return url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
}
