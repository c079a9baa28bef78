import type { SignallingClient } from "@parley/signalling";
import { deviceName } from "./device-name.js";

/** That the user of this page can be called at the user's own addresses. */
export interface Presence {
  /** Says so; says it again where the function has forgotten it: on a new connection. */
  declare(): Promise<void>;
  stop(): void;
}

/** Keeps the user available by refreshing after half of the granted time. */
export function createPresence(client: SignallingClient): Presence {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const declare = async () => {
    clearTimeout(timer);
    const { expires } = await client.available({ device: deviceName(), addresses: client.granted.addresses });
    timer = setTimeout(() => void declare().catch(() => undefined), expires * 500);
  };
  return { declare, stop: () => clearTimeout(timer) };
}
