import { isKept } from "@parley/runtime/http";
import type { IdempotencyStore, KeyedRequest, OnceOutcome, StoredAnswer } from "@parley/runtime/http";
import { refused } from "../refused.js";
import type { Units } from "./unit.js";

export interface IdempotentAnswersOptions {
  /** How long an answer is kept; a day where nothing is said. */
  readonly keepSeconds?: number;
  /**
   * How many answers are kept for a caller; 50,000 where nothing is said. One who has so many gets `rate-limited` to a request with another key, until
   * the oldest has had its time: what was promised to be kept is kept.
   */
  readonly mostPerCaller?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** An answer as a record. */
interface AnswerRecord {
  readonly name: string;
  readonly caller: string;
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly status: number;
  readonly headers: StoredAnswer["headers"];
  /** In base64. */
  readonly body: string;
}

/**
 * Keeps answers in the store of the state, each in one transaction with what its request changed: after a crash there are both or neither.
 * All of them are in memory, too: about two kilobytes each.
 */
export function idempotentAnswers(units: Units, { keepSeconds = 86_400, mostPerCaller = 50_000, now = Date.now }: IdempotentAnswersOptions = {}): IdempotencyStore {
  const answers = units.table<AnswerRecord>({ name: "idempotent-answer", partition: ({ caller }) => caller });
  const running = new Map<string, string>();

  return {
    async once(request, work) {
      const name = JSON.stringify([request.caller, request.operation, request.key]);
      // What is running may have its answer in the table already, from where it may still be taken back.
      const begun = running.get(name);
      if (begun !== undefined) return { kind: begun === request.fingerprint ? "in-progress" : "other-request" };
      const known = answers.get(name);
      if (known !== undefined && known.until > now()) return known.fingerprint === request.fingerprint ? answered(known) : { kind: "other-request" };
      judgeRoom(request.caller);
      running.set(name, request.fingerprint);
      try {
        return { kind: "answered", answer: await carriedOut(request, name, work) };
      } finally {
        running.delete(name);
      }
    },
  };

  /** Does the work and keeps its answer, or does not and undoes what it did. */
  async function carriedOut({ caller, fingerprint }: KeyedRequest, name: string, work: () => Promise<StoredAnswer>): Promise<StoredAnswer> {
    try {
      return await units.joining(async () => {
        const answer = await work();
        if (answer.status >= 500) throw new Undone(answer);
        if (isKept(answer)) {
          await units.unit(() => {
            letGo(name);
            const { status, headers } = answer;
            answers.put(name, { name, caller, fingerprint, until: now() + keepSeconds * 1_000, status, headers, body: Buffer.from(answer.body).toString("base64") });
          });
        }
        return answer;
      });
    } catch (error) {
      if (error instanceof Undone) return error.answer;
      throw error;
    }
  }

  function judgeRoom(caller: string): void {
    if (answers.countIn(caller) < mostPerCaller) return;
    const oldest = answers.firstIn(caller);
    const wait = oldest === undefined ? 0 : oldest.until - now();
    if (wait > 0) throw refused("rate-limited", "Of so many requests of a caller the answers are kept.", { retryAfter: Math.ceil(wait / 1_000) });
  }

  /** Lets go what has had its time: more than comes, and never so much that a unit takes long. An answer of this name is one that has had it, too. */
  function letGo(name: string): void {
    answers.delete(name);
    let count = 0;
    // In the order in which they came, so the first that stays ends the search.
    for (const { name: oldest, until } of answers.values()) {
      if (until > now() || count === mostLetGo) break;
      answers.delete(oldest);
      count += 1;
    }
  }
}

/** So many answers that have had their time go with one that comes. */
const mostLetGo = 8;

/** Carries the answer of a fault out of the transaction that it undoes. */
class Undone extends Error {
  readonly answer: StoredAnswer;

  constructor(answer: StoredAnswer) {
    super("The answer is a fault of the server.");
    this.answer = answer;
  }
}

function answered({ status, headers, body }: AnswerRecord): OnceOutcome {
  return { kind: "answered", answer: { status, headers, body: new Uint8Array(Buffer.from(body, "base64")) } };
}
