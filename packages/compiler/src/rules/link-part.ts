import type { MissingPart } from "../diagnostics/http-codes.js";
import { nearest } from "../diagnostics/nearest.js";
import type { MediaType } from "../model/media-type.js";
import type { HttpBinding, HttpResponse, Operation } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { formatPointer, parsePointer } from "../source/json-pointer.js";
import type { LinkExpression } from "./link-expression.js";
import { memberAt } from "./member-lookup.js";
import { typesOf } from "./property-lookup.js";

/** Where a link stands: what its expressions take parts of. */
export interface LinkSource {
  readonly operation: Operation;
  readonly http: HttpBinding;
  readonly response: HttpResponse;
}

/** What an expression takes and is surely not there; undefined where it is, or may be. */
export function missingPart(schemas: ReadonlyMap<SchemaId, Schema>, { operation, http, response }: LinkSource, expression: LinkExpression): MissingPart | undefined {
  const { of, in: part, name } = expression;
  const holder = of === "request" ? `operation "${operation.name}"` : `the response "${response.status}" of operation "${operation.name}"`;
  if (part === "body") return missingMember(schemas, of === "request" ? http.body?.content : response.content, name, holder);
  if (of === "response" && part !== "header") return { fault: "source", part };
  if (part === "header") {
    const names = (of === "request" ? http.parameters.filter((one) => one.in === "header") : response.headers).map((one) => one.name);
    const known = names.some((one) => one.toLowerCase() === name.toLowerCase()) || ofHttp.has(name.toLowerCase()) || /^(accept|content)-/i.test(name);
    return known ? undefined : { fault: "named", part, name, holder, near: nearest(name, names) };
  }
  // A callback or a webhook has no path in the document, and an object in a query spreads over names that are not told.
  if ((part === "path" && http.trigger !== undefined) || (part === "query" && http.parameters.some((one) => spreads(schemas, one)))) return undefined;
  const names = http.parameters.filter((one) => one.in === part).map((one) => one.name);
  return names.includes(name) ? undefined : { fault: "named", part, name, holder, near: nearest(name, names) };
}

function missingMember(schemas: ReadonlyMap<SchemaId, Schema>, content: readonly MediaType[] | undefined, pointer: string, holder: string): MissingPart | undefined {
  if (content === undefined || content.length === 0) return { fault: "empty", holder };
  const tokens = parsePointer(pointer);
  if (tokens === undefined) return undefined;
  const near = new Set<string>();
  for (const { schema } of content) {
    const member = schema === undefined ? undefined : memberAt(schemas, schema, pointer);
    if (member?.kind !== "absent") return undefined;
    const name = nearest(tokens[member.depth] ?? "", member.names);
    if (name !== undefined) near.add(formatPointer([...tokens.slice(0, member.depth), name, ...tokens.slice(member.depth + 1)]));
  }
  return { fault: "member", pointer, holder, near: near.values().next().value };
}

function spreads(schemas: ReadonlyMap<SchemaId, Schema>, { in: place, schema, content }: Parameter): boolean {
  if (place !== "query") return place === "querystring";
  return content === undefined && (schema === undefined || typesOf(schemas, [schema])?.includes("object") !== false);
}

/** Headers that HTTP itself may bring, whether a document tells of them or not: RFC 9110, RFC 9111, RFC 6265, RFC 8288. */
const ofHttp: ReadonlySet<string> = new Set([
  "accept", "age", "allow", "authorization", "cache-control", "connection", "cookie", "date", "etag", "expect", "expires", "from", "host", "link", "location", "origin",
  "pragma", "range", "referer", "retry-after", "server", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "warning",
  "www-authenticate", "last-modified", "max-forwards", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "proxy-authenticate", "proxy-authorization",
]);
