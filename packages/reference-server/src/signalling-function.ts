import { randomUUID } from "node:crypto";
import { systemClock } from "@parley/runtime";
import type { Clock, Transport } from "@parley/runtime";
import { serveSignalling } from "@parley/signalling";
import type { IceServer, SignallingFunctionHandlers } from "@parley/signalling";
import { makeAvailable, makeUnavailable } from "./availability.js";
import { memoryAvailabilityStore } from "./availability-store.js";
import { knownReason } from "./cause-reasons.js";
import { conferenceRooms } from "./conference-rooms.js";
import type { ConferenceStore } from "./conference-store.js";
import { sayGoaway } from "./farewell.js";
import { functionLimits } from "./function-limits.js";
import type { FunctionLimits } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import { createDrain } from "./drain.js";
import type { DrainWish } from "./drain.js";
import { createMetrics } from "./metrics.js";
import type { Metrics } from "./metrics.js";
import { measureRoundTrip } from "./round-trip.js";
import { iceServersFor } from "./turn-credentials.js";
import { faultFields } from "./log.js";
import type { Log } from "./log.js";
import { admitMessage, spendCandidates } from "./message-budget.js";
import { rateBudget } from "./rate-budget.js";
import type { RateBudget } from "./rate-budget.js";
import { endCall, relayCandidates, relayEnd, relayProgress, relayUpdate } from "./relay.js";
import { memorySessionStore } from "./session-store.js";
import { setUp } from "./setup.js";
import { signIn } from "./sign-in.js";
import type { Terminal, TerminalConnection } from "./terminal.js";
import type { User } from "./users.js";

export interface SignallingFunctionOptions {
  /** Who bears this token. */
  readonly signIn: (token: string) => User | undefined;
  readonly conferences: ConferenceStore;
  readonly iceServers?: readonly IceServer[];
  /** Shared with the TURN servers among `iceServers`: those without credentials get short-lived ones. */
  readonly turnSecret?: string;
  readonly limits?: Partial<FunctionLimits>;
  readonly clock?: Clock;
  /** Makes the names of sessions, calls and connections; random UUIDs when absent. Another one makes runs repeatable. */
  readonly newId?: () => string;
  readonly log: Log;
}

/** A signalling function in one process: signs terminals in, finds who is called, and passes sessions through, back to back. */
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
    forwards: ["msetup", "mupdate"],
    observe: ({ direction, message, at }, { context }) => {
      metrics.passed(direction, message);
      measureRoundTrip(metrics, context, direction, message, at);
    },
    onFault: (error) => log("fault", faultFields(error)),
  });
  return {
    accept(transport) {
      const terminal: Terminal = {
        id: state.newId(), user: undefined, refusals: 0, candidatesFrom: 0, droppedBatches: 0, expires: () => undefined, seats: new Map(), ended: new Set(), asked: undefined,
        messages: rateBudget(limits.messagesPerMinute, clock), candidates: rateBudget(limits.candidatesPerMinute, clock),
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
  const { clock = systemClock, newId = randomUUID, iceServers = [], turnSecret, log } = options;
  const limits = functionLimits(options.limits);
  const sessions = memorySessionStore();
  const availability = memoryAvailabilityStore<TerminalConnection>();
  const setups = new Map<string, RateBudget>();
  const rooms = conferenceRooms(options.conferences, (connection, uri, reason) => {
    for (const call of sessions.callsOf(connection)) if (call.conference === uri) endCall(state, call, undefined, { reason });
  });
  const metrics: Metrics = createMetrics({
    connections: () => ({ ready: [...connections()].filter(({ context }) => context.user !== undefined).length, lost: 0 }),
    sessions: () => ({ settingUp: sessions.count - sessions.established, established: sessions.established }),
    devices: () => availability.count,
    draining: () => state.drain.isOn,
  });
  const turn = turnSecret === undefined ? undefined : { secret: turnSecret, lifetime: 3_600 };
  const state: FunctionState = {
    signIn: options.signIn, availability, sessions, rooms, limits, clock, newId, log, metrics,
    drain: createDrain({ clock, sessions, drained: metrics.drained }),
    iceServers: ({ subject }) => iceServersFor(iceServers, turn, subject, clock.now()),
    setups(user) {
      const budget = setups.get(user.name) ?? rateBudget(limits.setupsPerMinute, clock);
      setups.set(user.name, budget);
      return budget;
    },
  };
  return state;
}

/** What is done about each message, one line a method. */
function handlersOf(state: FunctionState): SignallingFunctionHandlers<Terminal> {
  return {
    auth: (request, from) => signIn(state, request, from),
    available: (request, from) => makeAvailable(state, request, from),
    unavailable: async (_request, from) => {
      await makeUnavailable(state, from);
      return {};
    },
    msetup: (request, from, call) => setUp(state, request, from, call),
    mupdate: (request, from, call) => relayUpdate(state, request, from, call),
    mprogress: (notification, from) => relayProgress(state, notification, from),
    mcandidate: (notification, from) => {
      if (spendCandidates(state, notification, from)) relayCandidates(state, notification, from);
    },
    // The runtime answers it and aborts the setup it ends, which cancels the called side.
    mcancel: () => undefined,
    mdisc: (request, from) => relayEnd(state, request, from),
    closed(from, cause) {
      const { id, droppedBatches } = from.context;
      state.log("closed", { connection: id, reason: knownReason(cause.reason), ...(droppedBatches === 0 ? {} : { droppedBatches }) });
      state.metrics.connectionsClosed.add([knownReason(cause.reason)]);
      from.context.expires();
      state.availability.clear(from);
      for (const call of state.sessions.callsOf(from)) if (call.established) endCall(state, call, from, { reason: "connection-lost" });
      void state.rooms.leaveAll(from);
    },
  };
}
