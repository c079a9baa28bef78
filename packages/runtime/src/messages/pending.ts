import type { CallOptions } from "../call-options.js";
import { systemClock, type Clock } from "../clock.js";
import { ConnectionError, DeadlineError } from "../errors.js";
import type { MessageTable, OperationTable } from "./tables.js";

/** The requests that wait for a reply. */
export class PendingCalls {
  readonly #calls = new Set<PendingCall>();
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Waits for the reply to a request. `id` is undefined where the request has no correlation id: its replies come in order. */
  wait(operation: OperationTable, id: unknown, { deadline, signal }: Required<Pick<CallOptions, "deadline">> & CallOptions): PendingCall {
    let settle: Settle | undefined;
    const reply = new Promise<unknown>((resolve, reject) => (settle = { resolve, reject }));
    // Whoever awaits the reply hears of it; a request that could not be sent is told by the sending.
    reply.catch(() => {});
    const end = (act: (of: Settle) => void): void => {
      if (!this.#calls.delete(call) || settle === undefined) return;
      cancel();
      signal?.removeEventListener("abort", aborted);
      act(settle);
    };
    const call: PendingCall = {
      operation,
      id,
      reply,
      resolve: (value) => end(({ resolve }) => resolve(value)),
      reject: (error) => end(({ reject }) => reject(error)),
    };
    const aborted = (): void => call.reject(signal?.reason);
    const cancel = this.#clock.after(deadline, () => call.reject(new DeadlineError(operation.name, deadline)));
    this.#calls.add(call);
    signal?.addEventListener("abort", aborted);
    return call;
  }

  /** The call that a message answers: that of its correlation id, or the oldest where there is none to go by. */
  answeredBy(message: MessageTable, id: unknown): PendingCall | undefined {
    for (const call of this.#calls) {
      if (call.operation.reply?.messages.includes(message) !== true) continue;
      if (id === undefined || call.id === undefined || String(id) === String(call.id)) return call;
    }
    return undefined;
  }

  /** The connection is over: nothing will be answered any more. */
  end(): void {
    for (const call of this.#calls) call.reject(new ConnectionError("closed"));
  }
}

export interface PendingCall {
  readonly operation: OperationTable;
  readonly id: unknown;
  readonly reply: Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Settle {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
