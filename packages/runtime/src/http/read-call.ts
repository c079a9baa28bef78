import type { Issue } from "../issue.js";
import { ProtocolError } from "../problem.js";
import type { BodyCodec } from "./body-codec.js";
import { covers, essence, isJson } from "./media-type.js";
import type { HttpBody, HttpMedia, HttpOperation, HttpParameter } from "./operation.js";
import { readParameter } from "./parameter-text.js";
import type { RawTexts } from "./query-text.js";
import { readCookies, readQuery } from "./query-text.js";
import { readBytes, readContent } from "./read-content.js";
import { issuesUnder } from "./reply.js";
import { wireIssues } from "./wire-issues.js";

/** A call as the request makes it: the parameters by property, and `body`. */
export type CallRead =
  | { readonly kind: "call"; readonly call: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly problem: "malformed"; readonly detail: string; readonly issues: readonly Issue[] }
  | { readonly kind: "refused"; readonly problem: "too-large" | "unsupported-media-type"; readonly detail: string };

/** Reads and validates what a request asks of an operation. Every wrong parameter is told, not only the first. */
export async function readCall(
  operation: HttpOperation,
  request: Request,
  variables: ReadonlyMap<string, string>,
  maxBodyBytes: number,
): Promise<CallRead> {
  const call: Record<string, unknown> = {};
  const issues: Issue[] = [];
  const query = readQuery(new URL(request.url).search);
  const cookies = readCookies(request.headers.get("cookie"));
  for (const parameter of operation.parameters) {
    const raw = rawOf(parameter, request, variables, query, cookies);
    const texts = raw.get(parameter.name) ?? [];
    const isEmpty = parameter.mayBeEmpty === true && texts.length === 1 && texts[0] === "";
    const value = isEmpty ? "" : parameter.style !== undefined ? parameter.style.read(parameter, raw) : texts.length > 0 ? readParameter(parameter, texts) : undefined;
    if (value !== undefined) {
      if (!isEmpty) issues.push(...explain(parameter, value));
      call[parameter.property] = value;
    } else if (parameter.required) {
      issues.push({ pointer: `/${parameter.property}`, keyword: "required", expected: "present", found: "absent", at: parameter.name });
    } else if (parameter.default !== undefined) call[parameter.property] = parameter.default;
  }
  if (issues.length > 0) return malformed("A parameter is not as the specification says.", issues);
  if (operation.body === undefined) return { kind: "call", call };
  const body = await readBody(operation.body, request, maxBodyBytes);
  if (body.kind === "refused") return body;
  if (body.kind === "value") {
    call.body = body.value;
    // Which of several it is, the implementation is told; of one there is nothing to tell.
    if (operation.body.media.length > 1 || operation.body.media[0]?.type.includes("*") === true) call.contentType = body.type;
  }
  return { kind: "call", call };
}

/** The texts of the place, by name and still encoded. */
function rawOf(
  parameter: HttpParameter,
  request: Request,
  variables: ReadonlyMap<string, string>,
  query: RawTexts,
  cookies: RawTexts,
): RawTexts {
  switch (parameter.in) {
    case "path":
      return named(parameter, variables.get(parameter.name));
    case "query":
      return query;
    case "querystring":
      return named(parameter, new URL(request.url).search.slice(1) || undefined);
    case "header":
      return named(parameter, request.headers.get(parameter.name) ?? undefined);
    case "cookie":
      return cookies;
  }
}

function named({ name }: HttpParameter, text: string | undefined): RawTexts {
  return text === undefined ? new Map() : new Map([[name, [text]]]);
}

/** The pointers of the issues start with the property, as a caller writes it. */
function explain(parameter: HttpParameter, value: unknown): readonly Issue[] {
  const issues = parameter.validator?.explain(value) ?? [];
  return issues.map((issue) => ({ ...issue, pointer: `/${parameter.property}${issue.pointer}` }));
}

type BodyRead =
  | { readonly kind: "value"; readonly value: unknown; readonly type: string }
  | { readonly kind: "absent" }
  | (CallRead & { readonly kind: "refused" });

async function readBody(body: HttpBody, request: Request, maxBodyBytes: number): Promise<BodyRead> {
  const coding = request.headers.get("content-encoding") ?? "identity";
  if (coding.toLowerCase() !== "identity") return unsupported(`The body must have no content coding, but has "${coding}".`);
  const type = request.headers.get("content-type");
  const media = body.media.find((known) => type !== null && covers(known.type, type));
  if (media?.codec !== undefined && type !== null && request.body !== null) return readCoded(media, media.codec, request, type, maxBodyBytes);
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return tooLarge(maxBodyBytes);
  const bytes = await readBytes(request.body, maxBodyBytes);
  if (bytes === "too-large") return tooLarge(maxBodyBytes);
  // An empty text is a text, but empty JSON is nothing.
  if (bytes.byteLength === 0 && (type === null || !body.required || isJson(type))) {
    if (!body.required) return { kind: "absent" };
    return malformed("The request has no body.", [
      { pointer: "/body", keyword: "required", expected: "present", found: "absent", at: "requestBody" },
    ]);
  }
  if (media === undefined || type === null) {
    const wanted = body.media.map((known) => known.type).join(" or ");
    const found = type === null ? "of no stated type" : essence(type);
    return unsupported(`The body must be ${wanted}, but is ${found}.`);
  }
  const content = media.codec === undefined ? readContent(type, bytes) : ({ kind: "value", value: undefined } as const);
  if (content.kind !== "value") return malformed(content.kind === "not-json" ? "The body is not JSON." : "The body is not UTF-8.", []);
  return judge(media, content.value, type);
}

async function readCoded(media: HttpMedia, codec: BodyCodec, { body, headers }: Request, type: string, maxBytes: number): Promise<BodyRead> {
  const length = headers.get("content-length");
  const size = length === null ? undefined : Number(length);
  const broken = (issues: readonly Issue[]): Error => new ProtocolError("malformed", { type: "about:blank", issues: wireIssues(issues) });
  const content = await codec.read(media, { body, type, size, maxBytes, broken });
  if (content.kind === "too-large") return tooLarge(maxBytes);
  if (content.kind === "value") return judge(media, content.value, type);
  return malformed("The body is not as the specification says.", content.kind === "broken" ? issuesUnder("/body", content.issues) : []);
}

function judge(media: HttpMedia, value: unknown, type: string): BodyRead {
  if (media.validator === undefined || media.validator.is(value)) return { kind: "value", value, type: type.replace(/\s*;.*$/s, "") };
  return malformed("The body is not as the specification says.", issuesUnder("/body", media.validator.explain(value)));
}

function malformed(detail: string, issues: readonly Issue[]): CallRead & { readonly kind: "refused" } {
  return { kind: "refused", problem: "malformed", detail, issues };
}

function unsupported(detail: string): CallRead & { readonly kind: "refused" } {
  return { kind: "refused", problem: "unsupported-media-type", detail };
}

function tooLarge(maxBodyBytes: number): CallRead & { readonly kind: "refused" } {
  return { kind: "refused", problem: "too-large", detail: `The body has more than ${maxBodyBytes} bytes.` };
}
