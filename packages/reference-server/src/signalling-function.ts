import { randomUUID } from "node:crypto";
import { systemClock } from "@parley/runtime";
import type { Clock, Transport } from "@parley/runtime";
import { serveSignalling } from "@parley/signalling";
import type { IceServer, SignallingFunctionHandlers } from "@parley/signalling";
import { makeAvailable, makeUnavailable } from "./availability.js";
import { memoryAvailabilityStore } from "./availability-store.js";
import { conferenceRooms } from "./conference-rooms.js";
import type { ConferenceStore } from "./conference-store.js";
import { functionLimits } from "./function-limits.js";
import type { FunctionLimits } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
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
  readonly limits?: Partial<FunctionLimits>;
  readonly clock?: Clock;
  readonly log: Log;
}

/** A signalling function in one process: signs terminals in, finds who is called, and passes sessions through, back to back. */
export interface SignallingFunction {
  accept(transport: Transport): void;
  /** Says `goaway` on every connection, then closes them. */
  close(): Promise<void>;
}

export function createSignallingFunction(options: SignallingFunctionOptions): SignallingFunction {
  const state = stateOf(options);
  const { log, clock, limits } = state;
  const server = serveSignalling(handlersOf(state), {
    clock,
    admit: admitMessage,
    forwards: ["msetup", "mupdate"],
    onFault: (error) => log("fault", { error: error instanceof Error ? error.stack : String(error) }),
  });
  return {
    accept(transport) {
      const terminal: Terminal = {
        id: randomUUID(), user: undefined, refusals: 0, candidatesFrom: 0, droppedBatches: 0, expires: () => undefined, seats: new Map(), ended: new Set(),
        messages: rateBudget(limits.messagesPerMinute, clock), candidates: rateBudget(limits.candidatesPerMinute, clock),
      };
      server.accept(transport, terminal);
      log("opened", { connection: terminal.id });
    },
    async close() {
      for (const connection of server.connections) {
        if (connection.state !== "closed") connection.goaway({ action: "stop", deadline: 0, cause: { reason: "shutdown" } });
      }
      await server.close();
    },
  };
}

function stateOf(options: SignallingFunctionOptions): FunctionState {
  const { clock = systemClock, log } = options;
  const limits = functionLimits(options.limits);
  const sessions = memorySessionStore();
  const setups = new Map<string, RateBudget>();
  const rooms = conferenceRooms(options.conferences, (connection, uri, reason) => {
    for (const call of sessions.callsOf(connection)) if (call.conference === uri) endCall(state, call, undefined, { reason });
  });
  const state: FunctionState = {
    signIn: options.signIn, availability: memoryAvailabilityStore<TerminalConnection>(), sessions, rooms, iceServers: options.iceServers ?? [], limits, clock, log,
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
      state.log("closed", { connection: id, reason: cause.reason, ...(droppedBatches === 0 ? {} : { droppedBatches }) });
      from.context.expires();
      state.availability.clear(from);
      for (const call of state.sessions.callsOf(from)) if (call.established) endCall(state, call, from, { reason: "connection-lost" });
      void state.rooms.leaveAll(from);
    },
  };
}
