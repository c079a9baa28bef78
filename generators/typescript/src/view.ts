import { camelCase, type CodeModule, problemNamesOf, type Protocol } from "@parley/compiler";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import type { Plan } from "./plan.js";
import { ajvDependencies } from "./print-ajv.js";
import { takesSomething } from "./print-http-client.js";

/** Version of the view that templates of generated packages are rendered over. It rises when a key changes its meaning or goes away. */
export const viewVersion = 3;

/** What templates of a generated package may say. Texts are plain, as their authors wrote them: a template escapes them for where it puts them. */
export interface PackageView {
  readonly viewVersion: typeof viewVersion;
  /** `@parley/signalling` */
  readonly package: string;
  /** Of the specification: `0.1.0`. */
  readonly version: string;
  /** The same as npm takes it: `1.2` is `1.2.0`, and what is no version at all is `0.0.0`. */
  readonly npmVersion: string;
  readonly title: string;
  /** The first paragraph of the specification's description; empty where it has none. */
  readonly summary: string;
  /** The specification, as the command line named it: `specs/signalling/uni.asyncapi.yaml`. */
  readonly source: string;
  /** The first line of a Markdown file. */
  readonly banner: string;
  /** The packages that the code imports. */
  readonly dependencies: readonly { readonly name: string; readonly version: string }[];
  /** What the package offers beside types and validators. */
  readonly entries: readonly EntryView[];
  /** How a client is made and called; absent where calls are no requests of HTTP. */
  readonly client?: ClientView;
  /** How it is served; absent where it is no server of HTTP. */
  readonly server?: ServerView;
  /** How callbacks and webhooks are sent and taken; absent where there are none. */
  readonly callbacks?: CallbacksView;
  /** The function that opens a connection; absent where calls are single requests. */
  readonly connects?: string;
  /** A message or schema to show validators by; absent where nothing is declared. */
  readonly example?: { readonly type: string; readonly is: string; readonly explain: string };
  readonly messages: readonly MessageView[];
  readonly operations: readonly OperationView[];
}

/** A function of the client or the server: `connectSignalling`, for whoever plays the `terminal`. */
export interface EntryView {
  readonly name: string;
  readonly file: string;
}

/** A client of HTTP, and a call to show it by. */
export interface ClientView {
  readonly create: string;
  /** What the example calls it: `conference`. */
  readonly variable: string;
  /** Where its server is: that of the document, where it says a whole address. */
  readonly baseUrl: string;
  /** Options that hold credentials, as code: `token: "your token"`. */
  readonly credentials: readonly string[];
  /** A call that has nothing to say, as code: a list that comes in pages, or else one that reads. */
  readonly first?: string;
  /** The operation of that call, where it may be refused. */
  readonly operation?: string;
  /** The function that finds a problem in an error; absent where the document names no problems. */
  readonly problemOf?: string;
  /** Some list comes in pages; some answer has an entity tag; some GET may be answered 304. */
  readonly hasPages: boolean;
  readonly hasTags: boolean;
  readonly hasNotModified: boolean;
}

/** A server of HTTP, and which of the rules of HTTP its document has. */
export interface ServerView {
  readonly create: string;
  readonly implementation: string;
  readonly isSecured: boolean;
  /** A problem to refuse with: that of the document for 404, where it has one. */
  readonly problem: string;
  readonly requiresMatch: boolean;
  readonly isKeyed: boolean;
  readonly isLimited: boolean;
}

/** Both ends of callbacks and webhooks, and one of them to show them by. */
export interface CallbacksView {
  readonly listen: string;
  readonly notify: string;
  readonly name: string;
  /** What the notifier is told first: an address, or the call that is answered. */
  readonly to: "address" | "cause";
  /** Some are signed with the headers of Standard Webhooks, the one that is shown too. */
  readonly isSigned: boolean;
}

export interface MessageView {
  readonly type: string;
  /** `terminal, signallingFunction` */
  readonly sentBy: string;
  /** The first sentence, where the specification says no more. */
  readonly summary: string;
}

export interface OperationView {
  readonly name: string;
  /** `POST /conferences` */
  readonly request: string;
  readonly summary: string;
}

/** What users of HTTP call beside client and server. */
const httpEntries: readonly string[] = [httpFiles.problems, httpFiles.callbacks];

/** The version that generated packages depend on. */
export const runtimeVersion = "0.1.0";

/** What has been planned and printed of a protocol. */
interface Made {
  readonly plan: Plan;
  readonly http: HttpPlan | undefined;
  readonly modules: readonly CodeModule[];
}

/** Gathers what templates may say of a printed protocol. */
export function viewOf({ plan, http, modules }: Made, name: string, source: string, banner: string): PackageView {
  const { protocol } = plan;
  const callsRuntime = modules.some(({ path }) => path === "client.ts" || path === "server.ts");
  const operations = operationsOf(protocol);
  const connects = modules.find(({ path }) => path === "client.ts")?.exports.find(({ kind }) => kind === "value")?.name;
  const shown = [...plan.messages.values()].find(({ declaration }) => declaration !== undefined)?.declaration ?? plan.declarations[0];
  return {
    viewVersion,
    package: name,
    version: protocol.version,
    npmVersion: npmVersion(protocol.version),
    title: protocol.title,
    summary: firstParagraph(protocol.description),
    source,
    banner,
    dependencies: [...(callsRuntime && plan.options.runtime !== "copy" ? [{ name: "@parley/runtime", version: runtimeVersion }] : []), ...(plan.options.validators === "ajv" ? ajvDependencies : [])],
    entries: modules.flatMap(({ path, exports }) =>
      (path === "client.ts" || path === "server.ts" || (http !== undefined && httpEntries.includes(path))) ? exports.filter(({ kind }) => kind === "value").map((symbol) => ({ name: symbol.name, file: path })) : [],
    ),
    ...(connects === undefined || http === undefined ? {} : { client: clientOf(http, connects) }),
    ...(http === undefined ? {} : { ...serverOf(http, modules), ...callbacksOf(http, modules) }),
    ...(connects === undefined || plan.envelope === undefined || operations.length > 0 ? {} : { connects }),
    ...(shown === undefined ? {} : { example: { type: shown.name, is: shown.is.name, explain: shown.explain.name } }),
    messages: messagesOf(plan),
    operations,
  };
}

function clientOf(http: HttpPlan, create: string): ClientView {
  const [server] = http.plan.protocol.servers;
  const variable = camelCase(http.prefix);
  const open = http.calls.filter((call) => !takesSomething(call));
  const lists = open.find(({ answers }) => answers.pages !== undefined);
  const shown = lists ?? open.find(({ http: { method }, answers }) => method === "get" && answers.successes[0]?.content !== undefined);
  return {
    create,
    variable,
    baseUrl: /^https:\/\/[^{}]+$/.test(server?.url ?? "") ? (server?.url ?? "") : `https://example.org${http.basePath}`,
    credentials: http.schemes.flatMap(({ option, carrier, isBasic }) =>
      carrier.kind === "transport" ? [] : [`${option}: ${isBasic ? '{ username: "name", password: "password" }' : '"your token"'}`],
    ),
    ...(shown === undefined
      ? {}
      : { first: lists === undefined ? `console.log(await ${variable}.${shown.name}());` : `for await (const each of ${variable}.${shown.name}()) console.log(each);` }),
    ...(shown?.problem === undefined ? {} : { operation: shown.operation.name }),
    ...(http.problemRows.length === 0 ? {} : { problemOf: http.problemOf.name }),
    hasPages: http.calls.some(({ answers }) => answers.pages !== undefined),
    hasTags: http.calls.some(({ answers }) => answers.tagged),
    hasNotModified: http.calls.some(({ answers }) => answers.notModified),
  };
}

function serverOf(http: HttpPlan, modules: readonly CodeModule[]): { readonly server?: ServerView } {
  const [create] = madeIn(modules, httpFiles.server);
  if (create === undefined) return {};
  const [problem] = http.problemRows.filter(({ name, status }) => status === 404 && http.calls.some(({ operation }) => problemNamesOf(operation.problems).includes(name)));
  const isSecured = http.calls.some(({ operation }) => operation.security.length > 0);
  return {
    server: {
      create,
      implementation: `${http.prefix}Implementation`,
      isSecured,
      problem: problem?.name ?? "not-found",
      requiresMatch: http.calls.some(({ rules }) => rules.ifMatch?.parameter.required === true),
      isKeyed: http.calls.some(({ rules }) => rules.idempotencyKey !== undefined),
      isLimited: http.calls.some(({ rules }) => rules.limited),
    },
  };
}

function callbacksOf({ callbacks }: HttpPlan, modules: readonly CodeModule[]): { readonly callbacks?: CallbacksView } {
  const [notify, listen] = madeIn(modules, httpFiles.callbacks);
  const shown = callbacks.find(({ rules }) => rules.signed !== undefined) ?? callbacks[0];
  if (notify === undefined || listen === undefined || shown === undefined) return {};
  return { callbacks: { listen, notify, name: shown.name, to: shown.cause === undefined ? "address" : "cause", isSigned: shown.rules.signed !== undefined } };
}

/** The functions of a file that make something. */
function madeIn(modules: readonly CodeModule[], file: string): readonly string[] {
  const exports = modules.find(({ path }) => path === file)?.exports ?? [];
  return exports.filter(({ kind, name }) => kind === "value" && name.startsWith("create")).map(({ name }) => name);
}

function messagesOf(plan: Plan): readonly MessageView[] {
  return [...plan.messages.values()].flatMap(({ message, declaration, sentBy }) =>
    declaration === undefined ? [] : [{ type: declaration.name, sentBy: sentBy.join(", "), summary: message.summary ?? firstSentence(message.description) }],
  );
}

function operationsOf(protocol: Protocol): readonly OperationView[] {
  return [...protocol.operations.values()].flatMap(({ name, http, summary, description }) =>
    http === undefined || http.trigger !== undefined ? [] : [{ name, request: `${http.method.toUpperCase()} ${http.path}`, summary: summary ?? firstSentence(description) }],
  );
}

function firstParagraph(text: string | undefined): string {
  return (text ?? "").trim().split(/\n\s*\n/)[0]?.replace(/\s*\n\s*/g, " ") ?? "";
}

function firstSentence(text: string | undefined): string {
  return /^.*?\.(?=\s|$)/s.exec(firstParagraph(text))?.[0] ?? firstParagraph(text);
}

function npmVersion(text: string): string {
  const [, major = "0", minor = "0", patch = "0", rest = ""] = versionForm.exec(text.trim()) ?? [];
  return `${major}.${minor}.${patch}${rest}`;
}

const number = String.raw`(0|[1-9]\d{0,14})`;
const label = String.raw`(?:0|[1-9]\d{0,14}|\d*[a-zA-Z-][\da-zA-Z-]*)`;
const labels = String.raw`(?:-${label}(?:\.${label})*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?`;
const versionForm = new RegExp(String.raw`^v?${number}(?:\.${number}(?:\.${number}(${labels}))?)?$`);
