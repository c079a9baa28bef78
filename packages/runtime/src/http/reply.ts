import type { Issue } from "../issue.js";
import { valueAt } from "../json-pointer.js";
import { covers, negotiate } from "./media-type.js";
import type { BodyWritten, WriteContext } from "./body-codec.js";
import { isEntityTag } from "./entity-tag.js";
import type { Fault } from "./fault.js";
import type { HttpHeader, HttpMedia, HttpOperation, HttpResponseShape } from "./operation.js";
import { responseFor } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { writeContent } from "./read-content.js";

/** What an implementation answers, with its status spelt out. */
export interface Reply {
  readonly status: number;
  /** Where the response has several media types; else the one that the client likes best. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A response, or where the reply breaks the specification: then nothing of it is sent. */
export type Written =
  | { readonly kind: "response"; readonly response: Response }
  | { readonly kind: "broken"; readonly issues: readonly Issue[] };

/** What a reply is written for. */
export interface ReplySetting {
  readonly accept: string | null;
  /** Headers that the runtime says itself. */
  readonly own: HeadersInit;
  readonly tell: (fault: Fault) => void;
}

/** Turns a reply into a response that is as the specification says. */
export function writeReply(operation: HttpOperation, reply: Reply, { accept, own, tell }: ReplySetting): Written {
  const shape = responseFor(operation, reply.status);
  if (shape === undefined) return broken([issueOf("", "status", "a status of the operation", String(reply.status), operation.name)]);
  const headers = new Headers(own);
  const issues = [...writeHeaders(shape, reply.headers ?? {}, headers)];
  const etag = headers.get("etag");
  if (etag !== null && !isEntityTag(etag)) issues.push(issueOf("/headers/etag", "format", 'an entity tag with its quotes, such as "7"', etag, "ETag"));
  if (shape.media.length === 0) {
    if (reply.body !== undefined) issues.push(issueOf("/body", "content", "no body", "a body", `${operation.name} ${shape.status}`));
    return issues.length > 0 ? broken(issues) : { kind: "response", response: new Response(null, { status: reply.status, headers }) };
  }
  // An error is said even to one who does not accept its media type (RFC 9110, 15.5.7).
  const offered = shape.media.map((media) => media.type);
  const type = reply.contentType ?? negotiate(accept, offered) ?? offered[0] ?? "application/json";
  const media = shape.media.find((each) => covers(each.type, type));
  if (media === undefined) issues.push(issueOf("/contentType", "content", offered.join(" or "), type, operation.name));
  if (media?.validator?.is(reply.body) === false) issues.push(...issuesUnder("/body", media.validator.explain(reply.body)));
  if (media === undefined || issues.length > 0) return broken(issues);
  const written = writeBody(media, reply.body, concreteType(type, reply.body), {
    broken: (found) => (tell({ kind: "broken-reply", operation: operation.name, issues: found }), new BrokenReply()),
    failed: (error) => (error instanceof BrokenReply ? undefined : tell({ kind: "thrown", operation: operation.name, error })),
  });
  if (written.kind === "broken") return broken(issuesUnder("/body", written.issues));
  headers.set("content-type", written.type);
  return { kind: "response", response: new Response(written.body, { status: reply.status, headers }) };
}

/** Ends a stream whose fault has been told. */
class BrokenReply extends Error {}

/** Content as its media type wants it: a codec of its own, or JSON, a text, bytes. */
export function writeBody(media: HttpMedia, value: unknown, type: string, context: Omit<WriteContext, "type">): BodyWritten {
  return media.codec?.write(media, value, { ...context, type }) ?? { kind: "body", body: writeContent(type, value), type };
}

/** A range says not what is sent: the value's own type does, JSON where it is a value, else no more than that it is bytes. */
export function concreteType(type: string, value: unknown): string {
  if (!type.includes("*")) return type;
  const own = typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" ? value.type : "";
  if ((value instanceof Blob || isIncoming(value)) && own !== "" && covers(type, own)) return own;
  return isIncoming(value) || value instanceof Blob || value instanceof Uint8Array || value instanceof ReadableStream ? "application/octet-stream" : "application/json";
}

/** What came in may go out again, as the type that it came with. */
function isIncoming(value: unknown): boolean {
  return typeof value === "object" && value !== null && "stream" in value;
}

/** The headers of a response by property, and what is wrong with them. */
export function readHeaders(
  shape: HttpResponseShape,
  headers: Headers,
): { readonly values: Readonly<Record<string, unknown>>; readonly issues: readonly Issue[] } {
  const values: Record<string, unknown> = {};
  const issues: Issue[] = [];
  for (const header of shape.headers) {
    const text = headers.get(header.name);
    if (text !== null) values[header.property] = readHeader(header, text);
    issues.push(...judgeHeader(header, valueAt(values, `/${header.property}`)));
  }
  return { values, issues };
}

/** Puts the headers of a response, or of a part, beside those that are there; gives what is wrong with them. */
export function writeHeaders(shape: HttpResponseShape, values: Readonly<Record<string, unknown>>, headers: Headers): readonly Issue[] {
  const issues: Issue[] = [];
  for (const header of shape.headers) {
    const known = headers.get(header.name);
    const value = known === null ? valueAt(values, `/${header.property}`) : readHeader(header, known);
    issues.push(...judgeHeader(header, value));
    if (value === undefined || known !== null) continue;
    const texts = header.style === undefined ? [String(value)] : header.style.write({ ...header, in: "header" }, value);
    if (texts === undefined) issues.push(issueOf(`/headers/${header.property}`, "style", "a value that is read back as it was written", "another", header.name));
    for (const text of texts ?? []) headers.append(header.name, text);
  }
  return issues;
}

function readHeader(header: HttpHeader, text: string): unknown {
  return header.style === undefined ? readValue(text, header.reads) : header.style.read({ ...header, in: "header" }, new Map([[header.name, [text]]]));
}

function judgeHeader(header: HttpHeader, value: unknown): readonly Issue[] {
  const pointer = `/headers/${header.property}`;
  if (value === undefined) return header.required ? [issueOf(pointer, "required", "present", "absent", header.name)] : [];
  return (header.validator?.explain(value) ?? []).map((issue) => ({ ...issue, pointer: `${pointer}${issue.pointer}` }));
}

/** The issues of a part of a reply or a call. */
export function issuesUnder(pointer: string, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, pointer: pointer + issue.pointer }));
}

function broken(issues: readonly Issue[]): Written {
  return { kind: "broken", issues };
}

function issueOf(pointer: string, keyword: string, expected: string, found: string, at: string): Issue {
  return { pointer, keyword, expected, found, at };
}
