import type { ProblemDetails } from "../problem.js";
import type { HttpResponseShape } from "./operation.js";

/** The problems of a specification by short name, as generated code tells them. */
export interface ProblemRegistry {
  readonly [name: string]: RegisteredProblem;
}

export interface RegisteredProblem {
  /** The URI on the wire. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The same request may succeed after some time. */
  readonly retry?: "after";
}

/** The problem of a name; what HTTP itself demands has a plain default, for documents without a registry. */
export function problemNamed(registry: ProblemRegistry, name: string): RegisteredProblem | undefined {
  if (Object.hasOwn(registry, name)) return registry[name];
  return Object.hasOwn(plain, name) ? plain[name] : Object.hasOwn(ruled, name) ? ruled[name] : undefined;
}

/**
 * The short name of a problem that came over the wire; undefined where the specification does not have it, or not in this response. One that has
 * no problems of its own takes each: its name is the last step of its type, else that of its status.
 */
export function nameOfProblem(registry: ProblemRegistry, details: ProblemDetails, status: number, shape: HttpResponseShape | undefined): string | undefined {
  const own = Object.entries(registry);
  if (own.length > 0) {
    const [name = ""] = own.find(([, { type }]) => type === details.type) ?? [];
    return name !== "" && shape !== undefined && (shape.problems?.includes(name) ?? true) ? name : undefined;
  }
  if (details.type !== "about:blank") return details.type.slice(details.type.lastIndexOf("/") + 1);
  for (const [name, problem] of Object.entries(plain)) if (problem.status === status) return name;
  return `status-${status}`;
}

/** RFC 9457, 4.2.1: a problem that says no more than its HTTP status has the type `about:blank`. */
const plain: ProblemRegistry = {
  malformed: { type: "about:blank", title: "Bad Request", status: 400 },
  unauthenticated: { type: "about:blank", title: "Unauthorized", status: 401 },
  forbidden: { type: "about:blank", title: "Forbidden", status: 403 },
  "not-found": { type: "about:blank", title: "Not Found", status: 404 },
  "method-not-allowed": { type: "about:blank", title: "Method Not Allowed", status: 405 },
  "not-acceptable": { type: "about:blank", title: "Not Acceptable", status: 406 },
  conflict: { type: "about:blank", title: "Conflict", status: 409 },
  "precondition-failed": { type: "about:blank", title: "Precondition Failed", status: 412 },
  "too-large": { type: "about:blank", title: "Content Too Large", status: 413 },
  "unsupported-media-type": { type: "about:blank", title: "Unsupported Media Type", status: 415 },
  "precondition-required": { type: "about:blank", title: "Precondition Required", status: 428 },
  "rate-limited": { type: "about:blank", title: "Too Many Requests", status: 429 },
  internal: { type: "about:blank", title: "Internal Server Error", status: 500 },
  "not-implemented": { type: "about:blank", title: "Not Implemented", status: 501 },
  unavailable: { type: "about:blank", title: "Service Unavailable", status: 503 },
};

/** Problems of the runtime's rules whose status alone does not name them. */
const ruled: ProblemRegistry = {
  "idempotency-key-missing": { type: "about:blank", title: "Unprocessable Content", status: 422 },
  "idempotency-key-reused": { type: "about:blank", title: "Conflict", status: 409 },
  "request-in-progress": { type: "about:blank", title: "Conflict", status: 409 },
};
