import type { Clock } from "./clock.js";
import type { Machine } from "./machine.js";
import type { Session } from "./session.js";
import { sessionMachines } from "./session-machines.js";
import type { InstanceKeys, SessionMachines } from "./session-machines.js";
import type { WireProtocol } from "./wire-protocol.js";

export type SessionKey = { readonly [name: string]: string };

/** The sessions of one connection by their key, ended ones included while they linger. */
export class SessionRegistry {
  readonly #machines: SessionMachines;
  readonly #sessions = new Map<string, Session>();
  #lingering: Set<() => void> | undefined;
  readonly #clock: Clock;
  readonly #make: (name: string, machine: Machine, key: SessionKey) => Session;

  constructor(protocol: WireProtocol, role: string, clock: Clock, make: (name: string, machine: Machine, key: SessionKey) => Session) {
    this.#machines = sessionMachines(protocol, role);
    this.#clock = clock;
    this.#make = make;
  }

  /** True for a method whose messages belong to sessions. */
  concerns(method: string): boolean {
    return this.#machines.keysOf.has(method);
  }

  /** The keys of a session in a message of this method, where it has all of them. */
  keyIn(method: string, message: object): SessionKey | undefined {
    for (const names of this.#machines.keysOf.get(method) ?? []) {
      const key = keyOf(names, message);
      if (key !== undefined) return key;
    }
    return undefined;
  }

  find(key: SessionKey): Session | undefined {
    return this.#sessions.get(textOf(key));
  }

  /** The session with this key, made in its initial state when there is none. */
  make(name: string, key: SessionKey): Session {
    const machine = this.#machines.byName.get(name);
    if (machine === undefined) throw new TypeError(`This role has no session machine "${name}".`);
    const found = this.find(key);
    if (found !== undefined) return found;
    const made = this.#make(name, machine, key);
    this.#sessions.set(textOf(key), made);
    return made;
  }

  /** The machine that begins with this message, if there is one. */
  openedBy(direction: "send" | "receive", message: string): string | undefined {
    return this.#machines.openedBy.get(`${direction} ${message}`);
  }

  /** The machines that this role may run, for saying where a message would be legal. */
  get machines(): readonly Machine[] {
    return [...this.#machines.byName.values()];
  }

  /** The keys that name what both ends hold over a lost connection. */
  get heldKeys(): InstanceKeys {
    return this.#machines.held;
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** There is one that has not ended. */
  get hasLive(): boolean {
    for (const session of this.#sessions.values()) if (session.ended === undefined) return true;
    return false;
  }

  remove(session: Session): void {
    if (this.find(session.key) === session) this.#sessions.delete(textOf(session.key));
  }

  /** An ended session is remembered for a time, so that late messages are told from wrong ones. */
  linger(session: Session): void {
    const cancel = this.#clock.after(session.run.machine.linger ?? 0, () => {
      this.#lingering?.delete(cancel);
      this.remove(session);
    });
    (this.#lingering ??= new Set()).add(cancel);
  }

  clear(): void {
    for (const cancel of this.#lingering ?? []) cancel();
    this.#lingering = undefined;
    this.#sessions.clear();
  }
}

function keyOf(names: readonly string[], message: object): SessionKey | undefined {
  const key: Record<string, string> = {};
  for (const name of names) {
    const value: unknown = Object.hasOwn(message, name) ? (message as { readonly [key: string]: unknown })[name] : undefined;
    if (typeof value !== "string") return undefined;
    key[name] = value;
  }
  return key;
}

/** Different keys, different texts: a name of the envelope begins with no bracket. */
function textOf(key: SessionKey): string {
  let only: string | undefined;
  let count = 0;
  for (const name in key) {
    count += 1;
    only = `${name}\n${key[name]}`;
  }
  return count === 1 && only !== undefined ? only : JSON.stringify(Object.entries(key));
}
