import type { Clock } from "./clock.js";
import type { Counters } from "./counters.js";
import type { EpochKeys } from "./epoch-keys.js";
import type { Extensions } from "./extensions.js";
import type { Grants } from "./grants.js";
import type { HeldSessions } from "./held-sessions.js";
import type { MachineInstance } from "./machine-instance.js";
import type { Outlet } from "./outlet.js";
import type { CloseCause, PeerHandlers } from "./peer-handlers.js";
import type { RefusalCount } from "./refusal-count.js";
import type { Session } from "./session.js";
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
  /** What of them both ends must know when the epoch goes on on another connection. */
  readonly heldSessions: HeldSessions;
  /** Fills and reads the keys of the opening request that make an epoch outlive its connection. */
  readonly epochs: OpeningKeys | undefined;
  readonly transactions: Transactions;
  readonly extensions: Extensions;
  /** What was refused by `refused`. */
  readonly refusals: RefusalCount;
  /** A notification of the connection itself passes, in either direction. */
  readonly notified: (method: string, message: object) => void;
  /** This end has asked for the end of a session: by its program, its machine, or because an answer was not valid. */
  readonly sessionEnding: (session: Session) => void;
  /** A request has ended: perhaps nothing is under way any more. */
  readonly settled: () => void;
  /** How long the peer took to give its last sign of life, in milliseconds; undefined before there was one. */
  readonly roundTrip: () => number | undefined;
  /** A sign of life has been measured, here or by the peer. */
  readonly measured: (ms: number) => void;
  /** Why the connection is over, when it is. */
  readonly over: () => CloseCause | undefined;
  /** Ends the connection, with a `goaway` before where that can still be sent. */
  readonly shut: (cause: CloseCause) => void;
}

/** The keeper of the epoch, as this peer asks it. */
export interface OpeningKeys extends EpochKeys {
  readonly passed: (success: object) => void;
}
