import type { EpochKeys } from "./epoch-keys.js";
import type { Peer } from "./peer.js";

/** Fills and reads the keys of the opening request that make an epoch outlive its connection. There is one for each peer. */
export interface EpochKeeper extends EpochKeys {
  /** Milliseconds for which a lost connection is waited for; undefined where there is no epoch that could go on. */
  readonly resumeWithin: number | undefined;
  /** The success has passed. It comes last: another peer may take over the connection of this one. */
  passed(peer: Peer, success: object): void;
}
