import type { Issue } from "../issue.js";
import { covers } from "./media-type.js";
import type { HttpMedia, HttpOperation, HttpParameter } from "./operation.js";
import { writeParameter } from "./parameter-text.js";
import { encodeText } from "./percent.js";
import type { ShownCredential } from "./show-credentials.js";
import { concreteType, issuesUnder, writeBody } from "./reply.js";
import { CallError } from "./response-error.js";
import { valueAt } from "../json-pointer.js";

/** A request before it is sent. */
export interface RequestParts {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | undefined;
}

/** Puts a call into a request. @throws CallError where the call is not as the specification says. */
export function buildRequest(operation: HttpOperation, baseUrl: URL, call: unknown, shown: readonly ShownCredential[]): RequestParts {
  const issues: Issue[] = [];
  const headers = new Headers();
  const query: string[] = [];
  const cookies: string[] = [];
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const pointer = `/${parameter.property}`;
    const value = valueAt(call, pointer);
    if (value === undefined) {
      if (parameter.required) issues.push(absent(pointer, parameter.name));
      continue;
    }
    if (value !== "" || parameter.mayBeEmpty !== true) issues.push(...explain(pointer, parameter.validator, value));
    const texts = textsOf(parameter, value);
    if (texts === undefined) issues.push(unsayable(pointer, parameter.name));
    // An empty list is written by writing nothing.
    else if (texts.length === 0 && parameter.required) issues.push(absent(pointer, parameter.name));
    for (const text of texts ?? []) {
      if ((parameter.in === "header" || parameter.in === "cookie") && !isHeaderText(text)) issues.push(unsendable(pointer, parameter.name));
      else if (parameter.in === "path") path = path.replaceAll(`{${parameter.name}}`, () => text);
      else if (parameter.in === "header") headers.append(parameter.name, text);
      else if (parameter.in === "cookie") cookies.push(text);
      else query.push(text);
    }
    if (parameter.in === "path" && isStep(path, operation.path)) issues.push(unsayable(pointer, parameter.name));
  }
  const body = buildBody(operation, call, headers, issues);
  if (issues.length > 0) throw new CallError(operation.name, issues);
  for (const { scheme, carrier, text } of shown) {
    // The platform's own error would show the secret.
    if (carrier.kind !== "query" && !isHeaderText(text)) {
      throw new TypeError(`The credential "${scheme}" has a line break or another character that no header can carry.`);
    }
    if (carrier.kind === "authorization") headers.set("authorization", `${carrier.scheme} ${text}`);
    else if (carrier.kind === "header") headers.set(carrier.name, text);
    else if (carrier.kind === "query") query.push(`${encodeText(carrier.name)}=${encodeText(text)}`);
    else if (carrier.kind === "cookie") cookies.push(`${carrier.name}=${text}`);
  }
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  headers.set("accept", acceptOf(operation));
  const url = new URL(baseUrl);
  if (path !== "") url.pathname = url.pathname.replace(/\/+$/, "") + path;
  url.search = [url.search.slice(1), ...query].filter((pairs) => pairs !== "").join("&");
  return { url, method: operation.method, headers, body };
}

function buildBody({ name, body }: HttpOperation, call: unknown, headers: Headers, issues: Issue[]): RequestParts["body"] {
  if (body === undefined) return undefined;
  const value = valueAt(call, "/body");
  if (value === undefined) {
    if (body.required) issues.push(absent("/body", "requestBody"));
    return undefined;
  }
  const chosen = valueAt(call, "/contentType");
  const media = typeof chosen === "string" ? body.media.find(({ type }) => covers(type, chosen)) : mediaFor(body.media, value);
  if (media === undefined) {
    issues.push({ pointer: "/contentType", keyword: "content", expected: body.media.map(({ type }) => type).join(" or "), found: String(chosen), at: "requestBody" });
    return undefined;
  }
  issues.push(...explain("/body", media.validator, value));
  if (issues.length > 0) return undefined;
  const type = typeof chosen === "string" ? chosen : concreteType(media.type, value);
  const written = writeBody(media, value, type, { broken: (found) => new CallError(name, found), failed: () => undefined });
  if (written.kind === "broken") {
    issues.push(...issuesUnder("/body", written.issues));
    return undefined;
  }
  headers.set("content-type", written.type);
  return written.body;
}

/** The first media type that can carry the value; where none can, the first one says why. */
function mediaFor(media: readonly HttpMedia[], value: unknown): HttpMedia | undefined {
  return media.find(({ codec, validator }) => codec?.takes(value) ?? validator?.is(value) ?? isPlain(value)) ?? media[0];
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

function unsayable(pointer: string, at: string): Issue {
  return { pointer, keyword: "style", expected: "a value that is read back as it was written", found: "another", at };
}

/** What stands in the place of a parameter; undefined where its style, or UTF-8, cannot say the value. */
function textsOf(parameter: HttpParameter, value: unknown): readonly string[] | undefined {
  try {
    if (parameter.style !== undefined) return parameter.style.write(parameter, value);
    const texts = writeParameter(parameter, value);
    if (parameter.in !== "query" && parameter.in !== "cookie") return texts;
    return texts?.map((text) => `${encodeText(parameter.name)}=${text}`);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** `.` and `..` would be taken for steps in the path, whatever their encoding; so would an empty one be, by many. */
function isStep(path: string, template: string): boolean {
  const steps = template.split("/");
  return path.split("/").some((step, index) => steps[index] !== step && (step === "" || step === "." || step === ".."));
}

function acceptOf(operation: HttpOperation): string {
  const types = new Set(operation.responses.flatMap(({ media }) => media.map(({ type }) => type)));
  return types.size === 0 ? "*/*" : [...types].join(", ");
}
