import type { Clock } from "./clock.js";
import type { Counters } from "./counters.js";
import type { Extensions } from "./extensions.js";
import type { Grants } from "./grants.js";
import type { MachineInstance } from "./machine-instance.js";
import type { Outlet } from "./outlet.js";
import type { CloseCause, PeerHandlers } from "./peer-options.js";
import type { RefusalCount } from "./refusal-count.js";
import type { SessionRegistry } from "./session-registry.js";
import type { TimerTable } from "./timer-table.js";
import type { Transactions } from "./transaction.js";
import type { WireProtocol } from "./wire-protocol.js";

/** What the two directions of a peer share. */
export interface PeerParts {
  readonly protocol: WireProtocol;
  readonly role: string;
  readonly remoteRole: string;
  readonly handlers: PeerHandlers;
  readonly clock: Clock;
  readonly timers: TimerTable;
  readonly counters: Counters;
  /** What the program threw where it should not have. */
  readonly fault: (error: unknown) => void;
  readonly outlet: Outlet;
  readonly grants: Grants;
  /** The machine of the connection. */
  readonly connection: MachineInstance;
  /** Its states in which messages of sessions may pass. */
  readonly openStates: ReadonlySet<string>;
  readonly sessions: SessionRegistry;
  readonly transactions: Transactions;
  readonly extensions: Extensions;
  /** What was refused by `refused`. */
  readonly refusals: RefusalCount;
  /** A notification of the connection itself passes, in either direction. */
  readonly notified: (method: string, message: object) => void;
  /** Why the connection is over, when it is. */
  readonly over: () => CloseCause | undefined;
  /** Ends the connection, with a `goaway` before where that can still be sent. */
  readonly shut: (cause: CloseCause) => void;
}
