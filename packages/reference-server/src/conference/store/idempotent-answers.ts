import { isKept } from "@parley/runtime/http";
import type { IdempotencyStore, KeyedRequest, OnceOutcome, StoredAnswer } from "@parley/runtime/http";
import type { Table } from "./table.js";
import type { Units } from "./unit.js";

export interface IdempotentAnswersOptions {
  /** How long an answer is kept; a day where nothing is said. */
  readonly keepSeconds?: number;
  /** How many answers are kept for a caller; 1,000 where nothing is said. Beyond that the oldest are forgotten. */
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

/** Keeps answers in the store of the state, each in one transaction with what its request changed: after a crash there are both or neither. */
export function idempotentAnswers(units: Units, { keepSeconds = 86_400, mostPerCaller = 1_000, now = Date.now }: IdempotentAnswersOptions = {}): IdempotencyStore {
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
            forget(answers, caller);
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

  /** Makes room for one more of this caller, and lets go whatever has had its time. */
  function forget(table: Table<AnswerRecord>, caller: string): void {
    // In the order in which they came, so the first that stays ends the search.
    for (const { name, until } of table.values()) {
      if (until > now()) break;
      table.delete(name);
    }
    const own = table.inPartition(caller);
    for (const { name } of own.slice(0, Math.max(0, own.length + 1 - mostPerCaller))) table.delete(name);
  }
}

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
