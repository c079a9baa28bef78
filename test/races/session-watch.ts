import type { Session } from "../../packages/runtime/src/session.js";
import { SessionRegistry } from "../../packages/runtime/src/session-registry.js";

let seen = new Set<SessionRegistry>();
const { make } = SessionRegistry.prototype;

// Which sessions each end of a connection knows is nobody's business but a test's: it looks at the registries themselves.
SessionRegistry.prototype.make = function (this: SessionRegistry, ...given: Parameters<typeof make>) {
  seen.add(this);
  return make.apply(this, given);
};

/** All sessions of all connections of one world, as both ends know them. */
export class SessionWatch {
  readonly #registries = (seen = new Set<SessionRegistry>());

  /** Every session that is remembered, the ended ones too. */
  get all(): readonly Session[] {
    return [...this.#registries].flatMap((registry) => [...registry.all]);
  }

  /** Sessions that are on, by their key, with what each end believes. */
  get live(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const session of this.all) {
      if (session.ended !== undefined) continue;
      const key = JSON.stringify(session.key);
      found.set(key, [...(found.get(key) ?? []), `${session.machine} ${session.state}`]);
    }
    return found;
  }
}
