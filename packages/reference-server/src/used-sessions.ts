import type { Clock } from "@parley/runtime";

/** Session ids that users have set up with, on any of their epochs: a setup that is sent again in another epoch must not ring twice. */
export interface UsedSessions {
  /** Takes an id; false where the user has used it, and it is not forgotten. */
  take(subject: string, session: string): boolean;
  /** It is over: it is remembered for the time `linger`, and then forgotten. */
  end(subject: string, session: string): void;
}

/** How long a session that has ended is remembered, in milliseconds. */
const linger = 32_000;

export function usedSessions(clock: Clock): UsedSessions {
  const users = new Map<string, Map<string, number>>();
  const sweep = (subject: string, own: Map<string, number>) => {
    for (const [session, until] of own) if (until <= clock.now()) own.delete(session);
    if (own.size === 0) users.delete(subject);
  };
  return {
    take(subject, session) {
      const own = users.get(subject) ?? new Map<string, number>();
      sweep(subject, own);
      if (own.has(session)) return false;
      users.set(subject, own.set(session, Infinity));
      return true;
    },
    end(subject, session) {
      const own = users.get(subject);
      if (own?.has(session) !== true) return;
      own.set(session, clock.now() + linger);
      // Who is not heard of again is forgotten all the same.
      clock.after(linger, () => sweep(subject, own));
    },
  };
}
