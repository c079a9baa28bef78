import { challengeOf } from "./authentication.js";
import type { Fault } from "./fault.js";
import type { LimitPolicy } from "./limit-store.js";
import { rateLimitPolicyText, rateLimitText } from "./limiter.js";
import type { HttpOperation } from "./operation.js";
import { responseFor } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemNamed } from "./problem-registry.js";
import { readHeaders } from "./reply.js";

/** What a problem is told for. */
export interface ProblemSetting {
  readonly problems: ProblemRegistry;
  /** Absent where the request reached none. */
  readonly operation?: HttpOperation;
  readonly policy?: LimitPolicy;
  readonly tell: (fault: Fault) => void;
}

/** A problem of the registry as a response (RFC 9457). One that breaks the specification is told, and sent as `internal`. */
export function problemResponse(setting: ProblemSetting, name: string, more: object, given: HeadersInit): Response {
  const { problems, operation, tell } = setting;
  const problem = problemNamed(problems, name);
  if (problem === undefined) {
    const issue = { pointer: "/problem", keyword: "enum", expected: "a problem of the registry", found: name, at: "x-parley-problems" };
    tell({ kind: "broken-reply", operation: operation?.name ?? "", issues: [issue] });
    return name === "internal" ? new Response(null, { status: 500 }) : problemResponse(setting, "internal", {}, {});
  }
  const details = { type: problem.type, title: problem.title, status: problem.status, ...more };
  const headers = new Headers(given);
  headers.set("content-type", mediaType);
  if ("retryAfter" in more && typeof more.retryAfter === "number") headers.set("retry-after", String(Math.ceil(more.retryAfter)));
  const response = (): Response => new Response(JSON.stringify(details), { status: problem.status, headers });
  const shape = operation === undefined ? undefined : responseFor(operation, problem.status);
  const validator = shape?.media.find(({ type }) => type === mediaType)?.validator;
  // A document that says nothing of problems gets them all the same: they are HTTP's own.
  if (operation === undefined || shape === undefined || validator === undefined) return response();
  for (const { name: header, required } of shape.headers) {
    const text = required && !headers.has(header) ? owed(header.toLowerCase(), setting, headers.get("retry-after") ?? "1") : undefined;
    if (text !== undefined) headers.set(header, text);
  }
  const issues = [...readHeaders(shape, headers).issues, ...(validator.is(details) ? [] : validator.explain(details))];
  if (issues.length === 0) return response();
  tell({ kind: "broken-reply", operation: operation.name, issues });
  const { operation: _, ...rest } = setting;
  return problemResponse(rest, "internal", {}, {});
}

const mediaType = "application/problem+json";

/** A header that the specification demands of a problem, where nobody has said it: an implementation that refuses names the problem only. */
function owed(header: string, { operation, policy }: ProblemSetting, retryAfter: string): string | undefined {
  // Whoever waits as long as he is told is let in: that much is known of a limit of the implementation's own.
  const limit = policy ?? { name: "default", quota: 1, window: Number(retryAfter) };
  switch (header) {
    case "retry-after":
      return retryAfter;
    case "ratelimit":
      return rateLimitText(limit, { remaining: 0, reset: Number(retryAfter) });
    case "ratelimit-policy":
      return rateLimitPolicyText(limit);
    case "www-authenticate":
      return operation === undefined ? undefined : challengeOf(operation);
    default:
      return undefined;
  }
}
