import { ConnectionError, DeadlineError, ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall, RefusalDetails } from "@parley/runtime";
import type { MsetupProblem, MsetupRequest } from "@parley/signalling";
import { addressKind } from "./address-rules.js";
import { descriptionProblem } from "./description-check.js";
import type { FunctionState } from "./function-state.js";
import { rateBudget } from "./rate-budget.js";
import { endCall, relayCandidates } from "./relay.js";
import type { Leg, RelayedCall } from "./session-store.js";
import type { TerminalConnection } from "./terminal.js";

/** Answers `msetup`: offers the call to the called terminal under a session id of its own, and passes its final response back. */
export async function setUp(state: FunctionState, request: MsetupRequest, from: TerminalConnection, call: IncomingCall) {
  const { user } = from.context;
  if (user === undefined) return refuse("unauthenticated");
  const allowed = state.setups(user).spend();
  if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
  const problem = descriptionProblem(request.description, state.limits.mediaSections);
  if (problem !== undefined) return refuse(problem);

  const caller: Leg = { connection: from, session: request.session };
  const seated = from.context.seats.has(request.to);
  // From here on candidates may come, while the called side is still looked for.
  state.sessions.open(caller);
  try {
    const called = await findCalled(state, request, from);
    if (typeof called === "string") return refuse(called);
    if (call.signal.aborted) return refuse("cancelled");
    return await offer(state, request, caller, called, { signal: call.signal, seat: seated ? undefined : request.to });
  } finally {
    const isOn = state.sessions.find(from, request.session)?.call.established === true;
    if (!isOn) state.sessions.remove(caller);
    if (!isOn && !seated) await state.rooms.leave(from, request.to);
  }
}

/** The connection that the address leads to, or why there is none. */
async function findCalled(state: FunctionState, { to, joinToken }: MsetupRequest, from: TerminalConnection): Promise<TerminalConnection | MsetupProblem> {
  switch (addressKind(to)) {
    case "unsupported":
      return "address-unsupported";
    case "conference": {
      const entry = await state.rooms.enter(from, to, joinToken);
      if (!entry.entered) return entry.problem;
      return state.rooms.other(from, to) ?? "unreachable";
    }
    case "user": {
      const called = state.availability.find(to);
      if (called === from) return "busy";
      return called ?? "unreachable";
    }
  }
}

interface OfferOptions {
  readonly signal: AbortSignal;
  /** The conference that the caller entered by this setup. */
  readonly seat: string | undefined;
}

async function offer(state: FunctionState, request: MsetupRequest, caller: Leg, connection: TerminalConnection, { signal, seat }: OfferOptions) {
  const { user } = caller.connection.context;
  if (user === undefined || connection.state !== "ready") return refuse("unreachable");
  const called: Leg = { connection, session: state.newId() };
  const call: RelayedCall = {
    name: request.call ?? state.newId(), caller, called, updates: rateBudget(state.limits.updatesPerMinute, state.clock), established: false,
    ...(addressKind(request.to) === "conference" ? { conference: request.to, ...(seat === undefined ? {} : { seat }) } : {}),
  };
  state.log("setup", { call: call.name, from: user.name });
  const { requiredExtension, extension, trace, to, description } = request;
  const answered = connection.msetup({
    session: called.session, call: call.name, to, from: { uri: user.subject, display: user.display }, description,
    ...(requiredExtension === undefined ? {} : { requiredExtension }),
    ...(extension === undefined ? {} : { extension }),
    ...(trace === undefined ? {} : { trace }),
  }, { signal });
  for (const kept of state.sessions.connect(call)) relayCandidates(state, kept, caller.connection);
  try {
    const success = await answered;
    if (signal.aborted) {
      endCall(state, call, caller.connection, { reason: "cancelled" });
      return refuse("cancelled");
    }
    call.established = true;
    state.log("answered", { call: call.name });
    return { description: success.description };
  } catch (error) {
    const { problem, more } = refusalOf(error);
    state.log("not-answered", { call: call.name, problem });
    return refuse(problem, more);
  }
}

/** What the caller is told when the called side did not accept. Refusals of a user are passed on; those about our own message are ours to bear. */
function refusalOf(error: unknown): { readonly problem: MsetupProblem; readonly more: RefusalDetails } {
  if (error instanceof ProtocolError) {
    const { retryAfter, scope, cause } = error.details;
    const more = {
      ...(retryAfter === undefined ? {} : { retryAfter }), ...(cause === undefined ? {} : { cause }),
      ...(scope === undefined ? {} : { scope }),
    };
    const passed = passedOn.find((name) => name === error.problem);
    if (passed !== undefined) return { problem: passed, more };
    // The function itself cancels what nobody answers in time.
    return { problem: error.problem === "cancelled" ? "no-answer" : "unreachable", more: {} };
  }
  if (error instanceof DeadlineError) return { problem: "no-answer", more: {} };
  if (error instanceof ConnectionError) return { problem: "unreachable", more: { scope: "device", cause: { reason: "connection-lost" } } };
  return { problem: "cancelled", more: {} };
}

const passedOn = ["busy", "declined", "no-answer", "media-incompatible", "insecure-media", "description-mismatch", "unsupported-extension", "too-large"] as const;
