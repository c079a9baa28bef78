import type { Issue } from "../issue.js";

/** The server answered, but neither with a success that the specification knows nor with a problem: a proxy's page, a broken body. */
export class ResponseError extends Error {
  override readonly name = "ResponseError";
  readonly operation: string;
  readonly status: number;
  /** The body as far as it was read: a JSON value, a text or bytes. */
  readonly body: unknown;
  /** Where the response breaks the specification; empty where the status itself is the news. */
  readonly issues: readonly Issue[];
  constructor(operation: string, status: number, body: unknown, issues: readonly Issue[]) {
    const first = issues[0];
    const why =
      first === undefined ? "" : ` that breaks the specification at "${first.pointer}": expected ${first.expected}, found ${first.found}`;
    super(`The answer to "${operation}" is a ${status}${why}.`);
    this.operation = operation;
    this.status = status;
    this.body = body;
    this.issues = issues;
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
  /** Of the refusal: 412, or 404 and 410 of a DELETE. */
  readonly status: number;
  constructor(operation: string, status: number, lost: unknown) {
    super(`Whether "${operation}" was carried out is not known: the answer was lost, and another attempt is refused with ${status}.`, { cause: lost });
    this.operation = operation;
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
