import { valueAt } from "../json-pointer.js";
import type { HttpOperation } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import type { ReadAnswer } from "./read-answer.js";

/**
 * How a call is made again where its answer was lost, or the server asks for another attempt later: with 429, 503, or a problem that the
 * specification says may pass. Only calls are, of which two do no more than one: see {@link isRepeatable}.
 */
export interface RetryOptions {
  /** How often a call is made at most, the first time included; 3 when absent. */
  readonly attempts?: number;
  /**
   * The longest wait before another attempt, in milliseconds. Absent, it is what the `deadline` of the call leaves, and 5,000 for a call without
   * one. Where the server asks for longer (`Retry-After`), there is no other attempt, and its answer is what the call gives.
   */
  readonly longestWait?: number;
}

/**
 * True where a call that may have been carried out already may be made once more (RFC 9110, 9.2.2): its method is idempotent; or its
 * `Idempotency-Key` tells the server that it is the same; or its `If-Match` is true of one state only, which the first has changed.
 * A stream as its body is gone with the first attempt.
 */
export function isRepeatable({ method, idempotencyKey, ifMatch }: HttpOperation, call: unknown, body: unknown): boolean {
  if (body instanceof ReadableStream) return false;
  if (idempotencyKey !== undefined || idempotentMethods.has(method.toUpperCase())) return true;
  return isOneState(ifMatch === undefined ? undefined : valueAt(call, `/${ifMatch.property}`));
}

/**
 * True where a refusal may come of the very call that it refuses: carried out at the first attempt, whose answer was lost. Then the state that
 * `If-Match` names is no more, or what is to be deleted is gone.
 */
export function mayBeOwnDoing({ method, idempotencyKey, ifMatch }: HttpOperation, call: unknown, status: number): boolean {
  if (idempotencyKey !== undefined) return false;
  if (status === 404 || status === 410) return method === "DELETE";
  return status === 412 && ifMatch !== undefined && isOneState(valueAt(call, `/${ifMatch.property}`));
}

/** In how many milliseconds the server wants another attempt, 0 where it does not say; undefined where none makes sense. */
export function askedWait({ status, problem, raw }: ReadAnswer, problems: ProblemRegistry, now: number): number | undefined {
  const isSaid = Object.values(problems).some(({ type, retry }) => type === problem?.type && retry === "after");
  const mayPass = status === 429 || status === 503 || isSaid;
  if (!mayPass) return undefined;
  return readRetryAfter(raw.get("retry-after"), now) ?? (typeof problem?.retryAfter === "number" ? problem.retryAfter * 1000 : 0);
}

/**
 * How long to wait after the attempt with this number, from 1, in milliseconds: as long as the server asks, and a random part of a time that
 * doubles with each attempt, so that many clients do not come back at once. Undefined where the server asks for too long.
 */
export function waitAfter(attempt: number, asked: number, longest: number, random: () => number): number | undefined {
  if (asked > longest) return undefined;
  return asked + Math.min(500 * 2 ** Math.min(attempt - 1, 30), longest - asked) * random();
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function readRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** `*` is true of any. */
function isOneState(ifMatch: unknown): boolean {
  return ifMatch !== undefined && ifMatch !== "*";
}

const idempotentMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PUT", "DELETE"]);
