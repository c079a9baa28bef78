import type { IceServer } from "@parley/signalling";
import type { Clock } from "@parley/runtime";
import type { AvailabilityStore } from "./availability-store.js";
import type { ConferenceRooms } from "./conference-rooms.js";
import type { Drain } from "./drain.js";
import type { FunctionLimits } from "./function-limits.js";
import type { Log } from "./log.js";
import type { Metrics } from "./metrics.js";
import type { RateBudget } from "./rate-budget.js";
import type { SessionStore } from "./session-store.js";
import type { TerminalConnection } from "./terminal.js";
import type { User } from "./users.js";

/** What all handlers of the signalling function share. */
export interface FunctionState {
  readonly signIn: (token: string) => User | undefined;
  readonly availability: AvailabilityStore<TerminalConnection>;
  readonly sessions: SessionStore;
  readonly rooms: ConferenceRooms;
  /** Setups by user, on all connections together. */
  readonly setups: (user: User) => RateBudget;
  /** As one user gets them now. */
  readonly iceServers: (user: User) => IceServer[];
  readonly drain: Drain;
  readonly metrics: Metrics;
  /** Names sessions, calls and connections: a UUID. */
  readonly newId: () => string;
  readonly limits: FunctionLimits;
  readonly clock: Clock;
  readonly log: Log;
}
