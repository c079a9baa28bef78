import type { Clock } from "./clock.js";
import type { EpochKeeper } from "./epoch-keeper.js";
import type { ExtensionOptions } from "./extensions.js";
import type { Passed, PeerHandlers } from "./peer-handlers.js";
import type { Transport } from "./transport.js";
import type { WireProtocol } from "./wire-protocol.js";

export interface PeerOptions extends ExtensionOptions {
  readonly protocol: WireProtocol;
  /** Which role this end plays: `terminal`. */
  readonly role: string;
  readonly remoteRole: string;
  readonly transport: Transport;
  /** The machine of the connection that this end runs: `terminalConnection`. Absent, every message is legal. */
  readonly connection?: string;
  readonly handlers: PeerHandlers;
  readonly clock?: Clock;
  /** Lets the epoch outlive its connection, where the protocol says how; absent, a lost connection is the end. */
  readonly epochs?: EpochKeeper;
  /** Sees every message that passes, for traces; it must not change them. Tokens and secrets are in them as they are. */
  readonly observe?: (passed: Passed) => void;
  /** Told of what a handler threw; the requester only learns that there was an internal error. */
  readonly onFault?: (error: unknown) => void;
  /** Makes correlation ids; a counter when absent. */
  readonly newId?: () => string;
}
