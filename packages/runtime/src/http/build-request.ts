import type { Issue } from "../issue.js";
import type { Credentials } from "./authentication.js";
import type { HttpOperation, SecurityAlternative } from "./operation.js";
import { writeParameter } from "./parameter-text.js";
import { writeContent } from "./read-content.js";
import { CallError } from "./response-error.js";
import { valueAt } from "../json-pointer.js";

/** A request before it is sent. */
export interface RequestParts {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Puts a call into a request. @throws CallError where the call is not as the specification says. */
export function buildRequest(operation: HttpOperation, baseUrl: URL, call: unknown, credentials: Credentials): RequestParts {
  const issues: Issue[] = [];
  const headers = new Headers();
  const query: string[] = [];
  const cookies: string[] = [];
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const value = valueAt(call, `/${parameter.property}`);
    if (value === undefined) {
      if (parameter.required) issues.push(absent(`/${parameter.property}`, parameter.name));
      continue;
    }
    issues.push(...explain(`/${parameter.property}`, parameter.validator, value));
    const isHeader = parameter.in === "header" || parameter.in === "cookie";
    const encode = parameter.in === "path" ? encodeSegment : parameter.in === "query" ? encodeURIComponent : String;
    for (const text of writeParameter(parameter, value, encode)) {
      if (isHeader && !isHeaderText(text)) issues.push(unsendable(`/${parameter.property}`, parameter.name));
      else if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, () => text);
      else if (parameter.in === "query") query.push(`${encodeURIComponent(parameter.name)}=${text}`);
      else if (parameter.in === "header") headers.append(parameter.name, text);
      else cookies.push(`${parameter.name}=${text}`);
    }
  }
  const body = buildBody(operation, valueAt(call, "/body"), headers, issues);
  if (issues.length > 0) throw new CallError(operation.name, issues);
  for (const demand of chooseAlternative(operation.security ?? [], credentials)) {
    const credential = credentials[demand.scheme] ?? "";
    // The platform's own error would show the secret.
    if (demand.carrier.kind !== "query" && !isHeaderText(credential)) {
      throw new TypeError(`The credential "${demand.scheme}" has a line break or another character that no header can carry.`);
    }
    if (demand.carrier.kind === "authorization") headers.set("authorization", `${demand.carrier.scheme} ${credential}`);
    else if (demand.carrier.kind === "header") headers.set(demand.carrier.name, credential);
    else if (demand.carrier.kind === "query") query.push(`${encodeURIComponent(demand.carrier.name)}=${encodeURIComponent(credential)}`);
    else if (demand.carrier.kind === "cookie") cookies.push(`${demand.carrier.name}=${credential}`);
  }
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  headers.set("accept", acceptOf(operation));
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  url.search = query.join("&");
  return { url, method: operation.method, headers, body };
}

function buildBody({ body }: HttpOperation, value: unknown, headers: Headers, issues: Issue[]): RequestParts["body"] {
  if (body === undefined) return undefined;
  if (value === undefined) {
    if (body.required) issues.push(absent("/body", "requestBody"));
    return undefined;
  }
  // The first media type that can carry the value; where none can, the first one says why.
  const media = body.media.find(({ validator }) => validator?.is(value) ?? isPlain(value)) ?? body.media[0];
  if (media === undefined) return undefined;
  issues.push(...explain("/body", media.validator, value));
  headers.set("content-type", media.type.includes("*") ? "application/octet-stream" : media.type);
  return issues.length > 0 ? undefined : writeContent(media.type, value);
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || value instanceof Uint8Array;
}

function explain(pointer: string, validator: HttpOperation["parameters"][number]["validator"], value: unknown): readonly Issue[] {
  return (validator?.explain(value) ?? []).map((issue) => ({ ...issue, pointer: pointer + issue.pointer }));
}

/** What a header may hold (RFC 9110, 5.5); white space around it is lost. */
function isHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text.trim());
}

function unsendable(pointer: string, at: string): Issue {
  return { pointer, keyword: "header", expected: "characters that a header can carry", found: "a line break or another character", at };
}

function absent(pointer: string, at: string): Issue {
  return { pointer, keyword: "required", expected: "present", found: "absent", at };
}

/** `.` and `..` would be taken for steps in the path, whatever their encoding. */
function encodeSegment(text: string): string {
  if (text === "" || text === "." || text === "..") throw new TypeError(`"${text}" cannot be part of a path.`);
  return encodeURIComponent(text);
}

/** The first alternative for which every credential is at hand. */
function chooseAlternative(alternatives: readonly SecurityAlternative[], credentials: Credentials): SecurityAlternative {
  return alternatives.find((alternative) => alternative.every(({ scheme }) => Object.hasOwn(credentials, scheme))) ?? [];
}

function acceptOf(operation: HttpOperation): string {
  const types = new Set(operation.responses.flatMap(({ media }) => media.map(({ type }) => type)));
  return types.size === 0 ? "*/*" : [...types].join(", ");
}
