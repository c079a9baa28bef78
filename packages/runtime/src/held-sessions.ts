import type { Delivery } from "./delivery.js";
import type { Session } from "./session.js";
import type { SessionKey, SessionRegistry } from "./session-registry.js";

/** What an epoch that goes on has to know of its sessions: which of them the peer must know, and which it may still have to hear of. */
export class HeldSessions {
  readonly #sessions: SessionRegistry;
  readonly #delivery: Delivery;
  /** The count of the request by which this end asked for the session. */
  readonly #asked = new WeakMap<Session, number>();
  /** The count of the last message before the session ended here. */
  readonly #ended = new WeakMap<Session, number>();

  constructor(sessions: SessionRegistry, delivery: Delivery) {
    this.#sessions = sessions;
    this.#delivery = delivery;
  }

  /** This end has asked for the session. */
  asked(session: Session): void {
    this.#asked.set(session, this.#delivery.submitted);
  }

  ended(session: Session): void {
    this.#ended.set(session, this.#delivery.submitted);
  }

  /** The keys of the live ones, and of those whose end the peer has not acknowledged. */
  get keys(): readonly SessionKey[] {
    const { confirmed } = this.#delivery;
    const isHeld = (session: Session) =>
      session.ended === undefined ? session.state !== session.run.machine.initial : (this.#ended.get(session) ?? 0) > confirmed;
    return this.#sessions.all.filter(isHeld).map(({ key }) => key);
  }

  /** The live ones that the peer has lost: it took their opening, and does not hold them any more. */
  lostBy(held: readonly object[], received: number): readonly Session[] {
    const known = new Set(held.map((key) => textOf(this.#sessions.keyIn(key) ?? {})));
    return this.#sessions.all.filter(
      (session) =>
        session.ended === undefined &&
        session.state !== session.run.machine.initial &&
        (this.#asked.get(session) ?? 0) <= received &&
        !known.has(textOf(session.key)),
    );
  }
}

function textOf(key: SessionKey): string {
  return Object.values(key).join("\n");
}
