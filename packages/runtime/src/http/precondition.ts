import type { Issue } from "../issue.js";
import { ProtocolError } from "../problem.js";
import { isEntityTag, matchesStrongly, matchesWeakly, readEntityTags } from "./entity-tag.js";
import type { HttpOperation, HttpParameter } from "./operation.js";
import { wireIssues } from "./wire-issues.js";
import { withoutContent } from "./without-content.js";

/** Judges the request's `If-Match` by the state that the implementation is about to change. */
export function requireMatch(request: Request, etag: string): void {
  if (!isEntityTag(etag)) throw new TypeError(`${etag} is no entity tag: write it with its quotes, as entityTag("7") does.`);
  const header = request.headers.get("if-match");
  if (header === null) return;
  const tags = readEntityTags(header);
  if (tags === undefined) throw new ProtocolError("malformed", { type: "about:blank", issues: wireIssues([malformed("/header/If-Match", "If-Match", header)]) });
  if (!matchesStrongly(tags, etag)) throw new ProtocolError("precondition-failed", { type: "about:blank" });
}

/**
 * What is wrong with the condition of a change that the operation declares. One of a read that is no list of entity tags is passed over: it
 * asks for nothing that a plain answer does not give.
 */
export function conditionIssues({ ifMatch, parameters }: HttpOperation, headers: Headers): readonly Issue[] {
  const header = headers.get("if-match");
  const parameter = parameters.find(({ property }) => property === ifMatch?.property);
  return parameter === undefined || header === null || readEntityTags(header) !== undefined ? [] : [malformed(placeOf(parameter), "If-Match", header)];
}

/** Where a parameter stands in a request, as the document names both: `/query/page-size`. */
export function placeOf({ in: part, name }: HttpParameter): string {
  return `/${part}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** A success as 304, without content, where the client has it already (RFC 9110, 13.1.2); else the success. */
export function unlessKnown(operation: HttpOperation, request: Request, response: Response): Response {
  const header = request.headers.get("if-none-match");
  const etag = response.headers.get("etag");
  if (operation.notModified !== true || header === null || etag === null || !response.ok) return response;
  const tags = readEntityTags(header);
  if (tags === undefined || !matchesWeakly(tags, etag)) return response;
  const headers = [...response.headers].filter(([name]) => !name.startsWith("content-") || name === "content-location");
  return withoutContent(response, { status: 304, headers });
}

function malformed(pointer: string, at: string, found: string): Issue {
  return { pointer, keyword: "format", expected: 'entity tags with their quotes, such as "7", or *', found, at };
}
