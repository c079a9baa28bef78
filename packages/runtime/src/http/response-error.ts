import type { Issue } from "../issue.js";
import type { AskedRequest } from "../problem.js";

/** The server answered, but with nothing that the specification knows of this operation: a proxy's page, a problem of another document, a broken body. */
export class ResponseError extends Error {
  override readonly name = "ResponseError";
  readonly operation: string;
  readonly method: string;
  /** Without its query, which may hold a secret. */
  readonly address: string;
  readonly status: number;
  /** The body as far as it was read: a JSON value, a text or bytes. */
  readonly body: unknown;
  /** Where the response breaks the specification; empty where the status, or the problem in the body, is the news. */
  readonly issues: readonly Issue[];
  constructor({ operation, method, address }: AskedRequest, status: number, body: unknown, issues: readonly Issue[]) {
    const [first] = issues;
    const why = first === undefined ? titleOf(body) : ` that breaks the specification at "${first.pointer}": expected ${first.expected}, found ${first.found}`;
    super(`The answer to "${operation}" (${method} ${address}) is a ${status}${why}.`);
    this.operation = operation;
    this.method = method;
    this.address = address;
    this.status = status;
    this.body = body;
    this.issues = issues;
  }
}

/** There is no answer: the connection was refused, or lost before the end of one. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly operation: string;
  readonly method: string;
  /** Without its query, which may hold a secret. */
  readonly address: string;
  /** `no`: nothing was sent, at no attempt. `unknown`: the server may have carried it out. */
  readonly carriedOut: "no" | "unknown";
  /** The key that the request went with: with the same it may be made again, and is carried out once. */
  readonly idempotencyKey: string | undefined;
  /** `cause`: what `fetch` threw. */
  constructor({ operation, method, address }: AskedRequest, carriedOut: "no" | "unknown", cause: unknown, idempotencyKey?: string) {
    const end = carriedOut === "no" ? "Nothing was sent" : "Whether it was carried out is not known";
    super(`"${operation}" has no answer (${method} ${address}): ${reasonOf(cause)}. ${end}.`, { cause });
    this.operation = operation;
    this.method = method;
    this.address = address;
    this.carriedOut = carriedOut;
    this.idempotencyKey = idempotencyKey;
  }
}

/** The call itself is not as the specification says. Nothing was sent. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly operation: string;
  readonly issues: readonly Issue[];
  constructor(operation: string, issues: readonly Issue[]) {
    const first = issues[0];
    super(
      `The call of "${operation}" is wrong at "${first?.pointer ?? ""}": expected ${first?.expected ?? ""}, found ${first?.found ?? ""}.`,
    );
    this.operation = operation;
    this.issues = issues;
  }
}

/**
 * Whether the call was carried out is not known: the connection was lost before its answer, and when it was made again it was refused, as it
 * also is where the first attempt has changed the state. Read the state before anything else is tried.
 */
export class UncertainError extends Error {
  override readonly name = "UncertainError";
  readonly operation: string;
  readonly method: string;
  /** Without its query, which may hold a secret. */
  readonly address: string;
  /** Of the refusal: 412, or 404 and 410 of a DELETE. */
  readonly status: number;
  constructor({ operation, method, address }: AskedRequest, status: number, lost: unknown) {
    super(`Whether "${operation}" (${method} ${address}) was carried out is not known: the answer was lost, and another attempt is refused with ${status}.`, { cause: lost });
    this.operation = operation;
    this.method = method;
    this.address = address;
    this.status = status;
  }
}

/** The server says that what the caller has, by its `If-None-Match`, is still as it is (304). */
export class NotModified extends Error {
  override readonly name = "NotModified";
  readonly operation: string;
  /** The entity tag, where the answer says it. */
  readonly etag: string | undefined;
  constructor(operation: string, etag: string | undefined) {
    super(`What "${operation}" would give has not changed.`);
    this.operation = operation;
    this.etag = etag;
  }
}

/** What a problem of nobody's says of itself. */
function titleOf(body: unknown): string {
  const { title, detail } = (typeof body === "object" && body !== null ? body : {}) as { readonly title?: unknown; readonly detail?: unknown };
  const text = typeof detail === "string" ? detail : title;
  return typeof text === "string" && text !== "" ? `: ${text.slice(0, 200).replace(/\.$/, "")}` : "";
}

/** Platforms say little, and have the reason in what caused it. */
function reasonOf(error: unknown): string {
  const { message = "", cause, errors } = (error ?? {}) as { readonly message?: string; readonly cause?: unknown; readonly errors?: readonly unknown[] };
  const inner = cause ?? errors?.[0];
  return inner === undefined ? (message || "the connection was lost") : reasonOf(inner);
}
