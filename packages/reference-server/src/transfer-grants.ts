import type { Clock } from "@parley/runtime";
import { timers } from "@parley/signalling";
import { addressKey } from "./address-rules.js";
import type { Call, Side } from "./call.js";
import { digestOf, findBySecret, newSecret } from "./secret.js";
import type { User } from "./users.js";

/** Transfers that a transferee has been asked to make, each with the token that allows one setup for it. */
export interface TransferGrants {
  /** A token that is good for one setup by this user to this address, for the time `transferToken`. */
  issue(grant: TransferGrant): string;
  /** What a token allows this user; undefined where it was not made for this. It is good once. */
  redeem(transferee: User, to: string, token: string): TransferGrant | undefined;
}

export interface TransferGrant {
  readonly transferor: User;
  readonly transferee: User;
  readonly to: string;
  /** The call in which the transferee takes the transferor's place, and its name towards the transferee. */
  readonly replaces?: { readonly call: Call; readonly kept: Side; readonly name: string };
}

/** Tokens that one user can hold at a time; beyond, the oldest goes. */
const mostTokens = 16;

export function memoryTransferGrants(clock: Clock): TransferGrants {
  const held = new Map<string, Set<{ readonly digest: Uint8Array; readonly grant: TransferGrant }>>();
  return {
    issue(grant) {
      const { subject } = grant.transferee;
      const own = held.get(subject) ?? new Set();
      held.set(subject, own);
      const token = newSecret();
      const entry = { digest: digestOf(token), grant };
      for (const oldest of own) if (own.size >= mostTokens) own.delete(oldest);
      own.add(entry);
      clock.after(timers.transferToken, () => {
        own.delete(entry);
        if (own.size === 0 && held.get(subject) === own) held.delete(subject);
      });
      return token;
    },
    redeem({ subject }, to, token) {
      const own = held.get(subject);
      const entry = own === undefined ? undefined : findBySecret(own, token);
      if (entry === undefined || addressKey(entry.grant.to) !== addressKey(to)) return undefined;
      own?.delete(entry);
      return entry.grant;
    },
  };
}
