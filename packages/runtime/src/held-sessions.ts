import type { Delivery } from "./delivery.js";
import type { Session } from "./session.js";
import { sessionKey } from "./session-machines.js";
import type { SessionKey, SessionRegistry } from "./session-registry.js";

/** What an epoch that goes on has to know of its sessions: which of them the peer must know, and which it may still have to hear of. */
export class HeldSessions {
  readonly #sessions: SessionRegistry;
  readonly #delivery: Delivery;
  /** The keys that name a session. */
  readonly #names: readonly string[];
  /** Those that the peer held when the epoch went on, and that were lost here. */
  #forgotten: ReadonlySet<string> | undefined;

  constructor(sessions: SessionRegistry, delivery: Delivery) {
    this.#sessions = sessions;
    this.#delivery = delivery;
    this.#names = sessions.heldKeys;
  }

  /** This end has asked for the session. */
  asked(session: Session): void {
    session.askedBy = this.#delivery.submitted;
  }

  ended(session: Session): void {
    session.endedBy = this.#delivery.submitted;
  }

  /** The keys of the live ones, and of those whose end the peer has not acknowledged; undefined where the protocol has no sessions. */
  get keys(): readonly SessionKey[] | undefined {
    if (this.#names.length === 0) return undefined;
    const { confirmed } = this.#delivery;
    const isHeld = (session: Session) => (session.ended === undefined ? isOpen(session) : session.endedBy > confirmed);
    return this.#all.filter(isHeld).map(({ key }) => key);
  }

  /** The live ones that the peer has lost: it took their opening, and does not hold them any more. */
  lostBy(held: readonly object[], received: number): readonly Session[] {
    const known = new Set(held.map((key) => this.#textOf(key)));
    const isLost = (session: Session) => session.askedBy <= received && !known.has(this.#textOf(session.key));
    return this.#all.filter((session) => session.ended === undefined && isOpen(session) && isLost(session));
  }

  /** The peer holds these as it goes on: what it sends again may name some that are not known here any more. */
  heldBy(held: readonly object[]): void {
    const known = new Set(this.#all.map(({ key }) => this.#textOf(key)));
    const forgotten = held.map((key) => this.#textOf(key)).filter((text) => !known.has(text));
    this.#forgotten = forgotten.length === 0 ? undefined : new Set(forgotten);
  }

  /** The peer cannot have known yet, when it sent what names this one, that it has been lost here. */
  isForgotten(key: SessionKey): boolean {
    return this.#forgotten?.has(this.#textOf(key)) === true;
  }

  /** What else has instances, as subscriptions have, is not compared. */
  get #all(): readonly Session[] {
    return this.#sessions.all.filter(({ key }) => sessionKey in key);
  }

  #textOf(key: object): string {
    return this.#names.map((name) => String((key as { readonly [name: string]: unknown })[name])).join("\n");
  }
}

/** It has begun: it may be known to the peer. */
function isOpen({ state, run }: Session): boolean {
  return state !== run.machine.initial;
}
