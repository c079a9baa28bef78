import type { SignallingClient } from "@parley/signalling";
import { deviceName } from "./device-name.js";

/** Where the user of this page can be called: always the user's own addresses, and for a time a conference. */
export interface Presence {
  /** Reachable at the user's own addresses only. */
  alone(): Promise<void>;
  /** Enters a conference too. True when somebody was there before, whom the newcomer calls. */
  enter(conference: string, joinToken: string): Promise<boolean>;
  /** Says the same again, where the function has forgotten it: on a new connection. */
  again(): Promise<void>;
  stop(): void;
}

/** Keeps the user available by refreshing after half of the granted time. */
export function createPresence(client: SignallingClient): Presence {
  const own = client.granted.addresses;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wish: { readonly addresses: readonly string[]; readonly joinToken?: string } = { addresses: own };
  const declare = async () => {
    clearTimeout(timer);
    const granted = await client.available({ device: deviceName(), ...wish });
    timer = setTimeout(() => void declare().catch(() => undefined), granted.expires * 500);
    return granted;
  };
  const alone = async () => {
    wish = { addresses: own };
    await declare();
  };
  return {
    alone,
    async enter(conference, joinToken) {
      wish = { addresses: [...own, conference], joinToken };
      try {
        const granted = await declare();
        return granted.occupied?.includes(conference) ?? false;
      } catch (error) {
        wish = { addresses: own };
        throw error;
      }
    },
    again: async () => void (await declare()),
    stop: () => clearTimeout(timer),
  };
}
