import { randomUUID } from "node:crypto";
import { systemClock } from "@parley/runtime";
import type { Clock, Transport } from "@parley/runtime";
import { serveSignalling } from "@parley/signalling";
import type { IceServer, PushTarget } from "@parley/signalling";
import { sessionEnded, sessionEnding } from "./call-end.js";
import { memoryCalls } from "./calls.js";
import { endParted } from "./conference-calls.js";
import { conferenceRooms } from "./conference-rooms.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import { conferenceSubscriptions } from "./conference-subscriptions.js";
import { noteDelivery } from "./delivery-lag.js";
import { memoryDevices } from "./devices.js";
import { createDrain } from "./drain.js";
import type { DrainWish } from "./drain.js";
import { sayGoaway } from "./farewell.js";
import { functionLimits } from "./function-limits.js";
import type { FunctionLimits } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import { handlersOf } from "./handlers.js";
import { faultFields } from "./log.js";
import { invitedDevices } from "./invited-devices.js";
import type { Log } from "./log.js";
import { admitMessage, patience } from "./message-budget.js";
import { createMetrics } from "./metrics.js";
import type { Metrics } from "./metrics.js";
import { rateBudget } from "./rate-budget.js";
import { measure } from "./measure.js";
import type { Terminal, TerminalConnection } from "./terminal.js";
import { memoryTransferGrants } from "./transfer-grants.js";
import { iceServersFor } from "./turn-credentials.js";
import { usedSessions } from "./used-sessions.js";
import { userBudgets } from "./user-budgets.js";
import type { User } from "./users.js";

export interface SignallingFunctionOptions {
  /** Who bears this token. */
  readonly signIn: (token: string) => User | undefined;
  readonly conferences: ConferenceDesk;
  readonly iceServers?: readonly IceServer[];
  /** Shared with the TURN servers among `iceServers`: those without credentials get short-lived ones. */
  readonly turnSecret?: string;
  /** How long a sign-in holds before it has to be renewed, in seconds; an hour when absent. A token that ends earlier ends it earlier. */
  readonly signInHolds?: number;
  /** The address whose devices answer `urn:service:sos`; without one nobody does. */
  readonly emergency?: string;
  /** Wakes a device by its push service; without it, a setup only waits for the device to come back by itself. */
  readonly wake?: (target: PushTarget) => void;
  readonly limits?: Partial<FunctionLimits>;
  readonly clock?: Clock;
  /** Makes the names of sessions, calls and connections; random UUIDs when absent. Another one makes runs repeatable. */
  readonly newId?: () => string;
  /** From 0 to 1, for times that are to be at random; `Math.random` when absent. */
  readonly random?: () => number;
  readonly log: Log;
}

/**
 * A signalling function in one process: signs terminals in, finds who is called, and passes sessions through, back to back.
 *
 * What it keeps is bounded by what its connections may have, and README.md adds it up: `epochsPerUser` epochs for each user, and for each epoch the two
 * windows of delivery, `sessionsPerConnection` sessions, `earlyCandidates` candidates for each of them, and a few budgets.
 */
export interface SignallingFunction {
  accept(transport: Transport): void;
  /** The OpenMetrics text of now. */
  metrics(): string;
  /** Says `goaway` on every connection, takes nothing new, and resolves when no session is left, at the latest at the deadline. */
  drain(within: DrainWish): Promise<void>;
  readonly isDraining: boolean;
  /** Says `goaway` on every connection, then closes them. */
  close(): Promise<void>;
}

export function createSignallingFunction(options: SignallingFunctionOptions): SignallingFunction {
  const connections = () => server.connections;
  const state = stateOf(options, connections);
  const { log, clock, limits, metrics, drain } = state;
  const server = serveSignalling(handlersOf(state), {
    clock,
    admit: admitMessage,
    forwards: ["msetup", "mupdate", "mconfirm", "mmessage", "mtransfer"],
    observe: ({ direction, message, at }, connection) => {
      const { context } = connection;
      metrics.passed(direction, message);
      measure(metrics, context, direction, message, at);
      if (noteDelivery(context, direction, message)) void state.subscriptions.caughtUp(connection);
    },
    onFault: (error) => log("fault", faultFields(error)),
    onSessionEnding: (connection, { session = "" }, cause) => sessionEnding(state, connection, session, cause),
    onSessionEnded: (connection, { session = "", subscription }, cause) => {
      if (subscription !== undefined) return state.subscriptions.ended(connection, subscription);
      return sessionEnded(state, connection, session, cause);
    },
  });
  return {
    accept(transport) {
      const terminal: Terminal = {
        id: state.newId(), user: undefined, capabilities: {}, limits: {}, isLost: false, refusals: 0, overRate: undefined, candidatesFrom: 0, droppedBatches: 0,
        refusedBatch: undefined, expires: () => undefined, seats: new Map(), ended: new Set(), delivered: { sent: 0, acknowledged: 0 }, asked: undefined, wantsBack: false,
        messages: rateBudget(limits.messagesPerMinute, clock), patience: rateBudget(patience * limits.messagesPerMinute, clock), candidates: rateBudget(limits.candidatesPerMinute, clock),
      };
      server.accept(transport, terminal);
      metrics.connectionsOpened.add([]);
      log("opened", { connection: terminal.id });
    },
    metrics: () => metrics.text(),
    drain: (within) => drain.begin(within, connections()),
    get isDraining() {
      return drain.isOn;
    },
    async close() {
      for (const connection of connections()) sayGoaway(connection, { action: "stop", deadline: 0, cause: { reason: "shutdown" } });
      await server.close();
    },
  };
}

function stateOf(options: SignallingFunctionOptions, connections: () => Iterable<TerminalConnection>): FunctionState {
  const { clock = systemClock, newId = randomUUID, random = Math.random, iceServers = [], turnSecret, signInHolds = 3_600, emergency, log } = options;
  const limits = functionLimits(options.limits);
  const calls = memoryCalls();
  const devices = memoryDevices();
  const { conferences } = options;
  const rooms = conferenceRooms(conferences);
  const subscriptions = conferenceSubscriptions(conferences, rooms);
  const invited = invitedDevices({ devices, connections, clock, newId });
  conferences.onInvitation(invited);
  conferences.listen((change) => {
    rooms.follow(change);
    subscriptions.tell(change);
    endParted(state, change);
  });
  const metrics: Metrics = createMetrics({
    connections: () => {
      const all = [...connections()].filter(({ context }) => context.user !== undefined);
      const lost = all.filter(({ context }) => context.isLost).length;
      return { ready: all.length - lost, lost };
    },
    sessions: () => ({ settingUp: calls.count - calls.established, established: calls.established }),
    devices: () => devices.count,
    draining: () => state.drain.isOn,
  });
  const turn = turnSecret === undefined ? undefined : { secret: turnSecret, lifetime: signInHolds };
  const state: FunctionState = {
    signIn: options.signIn, devices, calls, connections, conferences, rooms, subscriptions, invited, limits, clock, newId, random, emergency, signInHolds, log, metrics,
    used: usedSessions(clock),
    wake(connection) {
      const push = devices.of(connection)?.push;
      if (push !== undefined) options.wake?.(push);
    },
    transfers: memoryTransferGrants(clock),
    drain: createDrain({ clock, calls, drained: metrics.drained }),
    iceServers: ({ subject }) => iceServersFor(iceServers, turn, subject, clock.now()),
    setups: userBudgets(limits.setupsPerMinute, clock),
  };
  return state;
}
