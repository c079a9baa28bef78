import type { IceServer } from "@parley/signalling";
import type { Clock } from "@parley/runtime";
import type { Calls } from "./calls.js";
import type { ConferenceRooms } from "./conference-rooms.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import type { ConferenceSubscriptions } from "./conference-subscriptions.js";
import type { Devices } from "./devices.js";
import type { Drain } from "./drain.js";
import type { InvitedDevices } from "./invited-devices.js";
import type { FunctionLimits } from "./function-limits.js";
import type { Log } from "./log.js";
import type { Metrics } from "./metrics.js";
import type { RateBudget } from "./rate-budget.js";
import type { TerminalConnection } from "./terminal.js";
import type { TransferGrants } from "./transfer-grants.js";
import type { UsedSessions } from "./used-sessions.js";
import type { User } from "./users.js";

/** What all handlers of the signalling function share. */
export interface FunctionState {
  readonly signIn: (token: string) => User | undefined;
  readonly devices: Devices;
  readonly calls: Calls;
  /** Those that are lost and waited for included. */
  readonly connections: () => Iterable<TerminalConnection>;
  readonly used: UsedSessions;
  readonly transfers: TransferGrants;
  readonly conferences: ConferenceDesk;
  readonly rooms: ConferenceRooms;
  readonly subscriptions: ConferenceSubscriptions;
  readonly invited: InvitedDevices;
  /** Setups by user, on all connections together. */
  readonly setups: (subject: string) => RateBudget;
  /** As one user gets them now. */
  readonly iceServers: (user: User) => IceServer[];
  readonly drain: Drain;
  readonly metrics: Metrics;
  /** Names sessions, calls and connections: a UUID. */
  readonly newId: () => string;
  /** From 0 to 1, for times that are to be at random. */
  readonly random: () => number;
  /** Asks the push service of a device whose connection is lost to wake it. */
  readonly wake: (connection: TerminalConnection) => void;
  /** The address of who answers emergency calls. */
  readonly emergency: string | undefined;
  /** How long a sign-in holds where its token says nothing, in seconds. */
  readonly signInHolds: number;
  readonly limits: FunctionLimits;
  readonly clock: Clock;
  readonly log: Log;
}
