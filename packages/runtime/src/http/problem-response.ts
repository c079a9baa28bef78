import type { Fault } from "./fault.js";
import type { HttpOperation } from "./operation.js";
import { responseFor } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemNamed } from "./problem-registry.js";
import { readHeaders } from "./reply.js";

/** A problem of the registry as a response (RFC 9457). One that breaks the specification is told, and sent as `internal`. */
export function problemResponse(
  registry: ProblemRegistry,
  name: string,
  more: object,
  headers: HeadersInit,
  operation: HttpOperation | undefined,
  tell: (fault: Fault) => void,
): Response {
  const problem = problemNamed(registry, name);
  if (problem === undefined) {
    const issue = { pointer: "/problem", keyword: "enum", expected: "a problem of the registry", found: name, at: "x-parley-problems" };
    tell({ kind: "broken-reply", operation: operation?.name ?? "", issues: [issue] });
    return name === "internal" ? new Response(null, { status: 500 }) : problemResponse(registry, "internal", {}, {}, operation, tell);
  }
  const details = { type: problem.type, title: problem.title, status: problem.status, ...more };
  const response = new Response(JSON.stringify(details), { status: problem.status, headers });
  response.headers.set("content-type", mediaType);
  if ("retryAfter" in more && typeof more.retryAfter === "number") response.headers.set("retry-after", String(Math.ceil(more.retryAfter)));
  const shape = operation === undefined ? undefined : responseFor(operation, problem.status);
  const validator = shape?.media.find(({ type }) => type === mediaType)?.validator;
  // A document that says nothing of problems gets them all the same: they are HTTP's own.
  if (operation === undefined || shape === undefined || validator === undefined) return response;
  const issues = [...readHeaders(shape, response.headers).issues, ...(validator.is(details) ? [] : validator.explain(details))];
  if (issues.length === 0) return response;
  tell({ kind: "broken-reply", operation: operation.name, issues });
  return problemResponse(registry, "internal", {}, {}, undefined, tell);
}

const mediaType = "application/problem+json";
