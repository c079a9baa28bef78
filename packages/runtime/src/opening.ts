import type { IncomingCall } from "./peer-handlers.js";
import type { Refusal } from "./problem.js";
import type { SessionObject } from "./session-object.js";

/** A session that this end asked for, until its final response. */
export class OutgoingOpening<Success extends object, Key extends string = string> {
  readonly session: SessionObject<Key>;
  readonly #answer: Promise<Success>;
  #shown: object | undefined;

  constructor(session: SessionObject<Key>, answer: Promise<Success>) {
    this.session = session;
    this.#answer = answer;
  }

  /** The object that shows it to the program. */
  get shown(): object | undefined {
    return this.#shown;
  }

  /** Keeps the object that shows it to the program, and gives it back. */
  show<Shown extends object>(shown: Shown): Shown {
    this.#shown = shown;
    return shown;
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
  /** In glare: what the program has asked for meanwhile, and what this one wins against. */
  readonly rival: OutgoingOpening<object> | undefined;
  readonly #call: IncomingCall;

  constructor(request: Request, fields: object, session: SessionObject<Key>, call: IncomingCall, rival?: OutgoingOpening<object>) {
    this.request = request;
    this.fields = fields;
    this.session = session;
    this.rival = rival;
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
