import type { IncomingCall } from "./peer-options.js";
import type { Refusal } from "./problem.js";
import type { SessionObject } from "./session-object.js";

/** A session that this end asked for, until its final response. */
export class OutgoingOpening<Success extends object, Key extends string = string> {
  readonly session: SessionObject<Key>;
  readonly #answer: Promise<Success>;

  constructor(session: SessionObject<Key>, answer: Promise<Success>) {
    this.session = session;
    this.#answer = answer;
  }

  /** What the session is once it is accepted. Nobody has to wait for it: a refusal is heard as the session's end, too. */
  established<Session>(make: (answer: Success) => Session): Promise<Session> {
    const established = this.#answer.then(make);
    established.catch(() => undefined);
    return established;
  }
}

/** A session that the other end asks for, until this end has decided. */
export class IncomingOpening<Request extends object, Key extends string = string> {
  readonly request: Request;
  /** The request without the keys of the envelope. */
  readonly fields: object;
  readonly session: SessionObject<Key>;
  readonly #call: IncomingCall;

  constructor(request: Request, fields: object, session: SessionObject<Key>, call: IncomingCall) {
    this.request = request;
    this.fields = fields;
    this.session = session;
    this.#call = call;
  }

  /** @throws IllegalStateError when it has its answer already, for instance by a cancel. */
  async accept<Session>(answer: object, make: (session: SessionObject<Key>) => Session): Promise<Session> {
    this.#call.answer(answer);
    return make(this.session);
  }

  /** @throws IllegalStateError when it has its answer already. */
  refuse(refusal: Refusal): void {
    this.#call.answer(refusal);
  }
}
