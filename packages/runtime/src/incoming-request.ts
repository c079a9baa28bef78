import type { Envelope } from "./envelope.js";
import { IllegalStateError } from "./errors.js";
import type { Answer, IncomingCall } from "./peer-handlers.js";
import type { EndCause } from "./session-handle.js";
import type { OpenRequest, Session } from "./session.js";

/** One request of the peer, until it is answered. */
export class IncomingRequest implements IncomingCall, OpenRequest {
  readonly method: string;
  readonly id: string;
  readonly session?: Session;
  readonly isOpening: boolean;
  readonly message: object;
  wins?: Session;
  readonly #respond: (request: IncomingRequest, answer: Answer, byMachine: boolean) => void;
  /** Made only when somebody looks at the signal. */
  #controller: AbortController | undefined;
  #withdrawn: EndCause | undefined;
  #answered = false;

  constructor(
    { method, id, message }: Envelope,
    session: Session | undefined,
    isOpening: boolean,
    respond: (request: IncomingRequest, answer: Answer, byMachine: boolean) => void,
  ) {
    this.method = method;
    this.id = id;
    this.message = message;
    if (session !== undefined) this.session = session;
    this.isOpening = isOpening;
    this.#respond = respond;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#withdrawn !== undefined) this.#controller.abort(this.#withdrawn);
    return this.#controller.signal;
  }

  get isAnswered(): boolean {
    return this.#answered;
  }

  /** The program's answer is no longer wanted. */
  get isWithdrawn(): boolean {
    return this.#withdrawn !== undefined;
  }

  /** Answers for the program. @throws IllegalStateError when it has its answer already */
  answer(answer: Answer): void {
    if (this.#answered) {
      throw new IllegalStateError(`${this.method}.response`, this.session?.state ?? "answered", [], "it has been answered");
    }
    this.#settle(answer, false);
  }

  /** It is accepted: what this side had begun meanwhile, and what loses to it, is given up, if it is still being set up. */
  concede(): void {
    const glare = this.session?.run.machine.glare;
    if (glare !== undefined && this.wins !== undefined && glare.in.includes(this.wins.state)) this.wins.end({ reason: glare.problem });
  }

  conclude(answer: Answer, cause: EndCause | undefined): void {
    if (this.#answered) return;
    this.#settle(answer, true);
    if (cause === undefined) return;
    this.#withdrawn = cause;
    this.#controller?.abort(cause);
  }

  #settle(answer: Answer, byMachine: boolean): void {
    this.#answered = true;
    try {
      this.#respond(this, answer, byMachine);
    } catch (error) {
      // Nothing was sent: it can still be answered otherwise.
      this.#answered = false;
      throw error;
    }
  }
}
