import { refuse } from "@parley/runtime";
import type { IncomingCall, Refusal } from "@parley/runtime";
import { limits as specified } from "@parley/signalling";
import type { MsetupFields, MsetupProblem, MsetupRequest, Party } from "@parley/signalling";
import { addressKey, addressKind, conferencePart } from "./address-rules.js";
import type { Call } from "./call.js";
import { candidateBook } from "./candidate-book.js";
import { descriptionProblem } from "./description-check.js";
import type { Device } from "./devices.js";
import { Fork } from "./fork.js";
import type { Outcome } from "./fork.js";
import type { FunctionState } from "./function-state.js";
import { glareDetails } from "./glare-details.js";
import { rateBudget } from "./rate-budget.js";
import { setupGlare } from "./setup-glare.js";
import { setupTarget } from "./setup-target.js";
import type { TerminalConnection } from "./terminal.js";
import { transferOf } from "./transfers.js";
import type { TransferGrant } from "./transfer-grants.js";
import type { User } from "./users.js";

/** Answers `msetup`: offers the call to whom it is for, each under a session id of its own, and passes the final response of the one that is selected back. */
export async function setUp(state: FunctionState, request: MsetupRequest, from: TerminalConnection, incoming: IncomingCall): Promise<Outcome> {
  const { user } = from.context;
  if (user === undefined) return refuse("unauthenticated");
  const refused = mayNot(state, request, from, user) ?? isWrong(state, request);
  if (refused !== undefined) return refused;
  // It is taken before anything is waited for: who asks twice is answered once.
  if (!state.used.take(user.subject, request.session)) return refuse("session-exists");
  const transfer = transferOf(state, request, user);
  const glare = setupGlare(state, request, user);
  const early = typeof transfer === "string" ? refuse(transfer) : glare?.lost === "this" ? refuse("glare", glareDetails(glare.tieBreak)) : undefined;
  if (early !== undefined) {
    state.used.end(user.subject, request.session);
    return early;
  }
  if (glare?.lost === "other") glare.other.fork?.lose(glare.tieBreak);
  return fork(state, { request, user, from, incoming, transfer: typeof transfer === "string" ? undefined : transfer });
}

interface Setup {
  readonly request: MsetupRequest;
  readonly user: User;
  readonly from: TerminalConnection;
  readonly incoming: IncomingCall;
  readonly transfer: TransferGrant | undefined;
}

async function fork(state: FunctionState, setup: Setup): Promise<Outcome> {
  const { request, user, from, incoming } = setup;
  const takesSeat = addressKind(request.to) === "conference" && conferencePart(request.to).participant === undefined && !from.context.seats.has(request.to);
  const call: Call = {
    name: request.call ?? state.newId(), setup: neededOf(request), user, wishedLife: request.expires, updates: rateBudget(state.limits.updatesPerMinute, state.clock),
    caller: { connection: from, session: request.session, candidates: candidateBook(state.limits.earlyCandidates) },
    ...(takesSeat ? { seat: request.to } : {}),
  };
  state.calls.add(call);
  state.log("setup", { call: call.name, from: user.name });
  // From here on candidates may come, while the called side is still looked for.
  const setups = new Fork(state, call, incoming, (connection) => asked(state, setup, call, connection));
  const target = await setupTarget(state, request, from, setup.transfer);
  if (target.conference !== undefined) call.conference = target.conference;
  for (const connection of target.connections) setups.ring(connection);
  // Who has given up in the meantime holds no seat.
  if (setups.isOver && call.seat !== undefined) await state.rooms.leave(from, call.seat);
  setups.settle(target.otherwise);
  return setups.outcome;
}

/** A device that has become available, or is back, is asked too, by every setup to one of its addresses. */
export function joinSetups(state: FunctionState, { connection, addresses, contact }: Device): void {
  if (connection.context.isLost || connection.state !== "ready") return;
  for (const { fork: setups, setup, caller } of state.calls.settingUp) {
    const to = addressKey(setup.to);
    const isAsked = addresses.has(to) || to === addressKey(contact) || (addressKind(to) === "emergency" && addresses.has(addressKey(state.emergency ?? "")));
    if (isAsked && caller.connection !== connection && setup.replaces === undefined) setups?.ring(connection);
  }
}

/** Why this user may not ask for this now. A setup to an emergency service needs no scope and is under no rate. */
function mayNot(state: FunctionState, { to }: MsetupRequest, from: TerminalConnection, user: User): Refusal<MsetupProblem> | undefined {
  if (addressKind(to) === "emergency") return undefined;
  if (user.scopes?.includes("setup") === false) return refuse("forbidden");
  if (addressKind(to) === "conference" && user.scopes?.includes("conference") === false) return refuse("forbidden");
  const { overRate } = from.context;
  if (overRate !== undefined) return refuse("rate-limited", { retryAfter: overRate });
  const allowed = state.setups(user.subject).spend();
  if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
  return state.calls.sessionsOf(from) >= state.limits.sessionsPerConnection ? refuse("limit-reached") : undefined;
}

function neededOf({ to, from, exclusive, replaces }: MsetupRequest): Call["setup"] {
  return { to, ...(from === undefined ? {} : { from }), ...(exclusive === undefined ? {} : { exclusive }), ...(replaces === undefined ? {} : { replaces }) };
}

function isWrong(state: FunctionState, { description, hops = specified.hops }: MsetupRequest): Refusal<MsetupProblem> | undefined {
  if (hops === 0) return refuse("too-many-hops");
  const problem = description === undefined ? undefined : descriptionProblem(description, state.limits.mediaSections);
  return problem === undefined ? undefined : refuse(problem);
}

/** What one device is asked, or why it cannot take this setup. */
function asked(
  state: FunctionState, { request, user, from, transfer }: Setup, call: Call, connection: TerminalConnection,
): Omit<MsetupFields, "session"> | Refusal<MsetupProblem> {
  const { description, exclusive, expires, location, requiredExtension, extension, trace, to } = request;
  const { limits, capabilities } = connection.context;
  if (state.calls.sessionsOf(connection) >= state.limits.sessionsPerConnection) return refuse("busy", { scope: "device" });
  if (description !== undefined && description.media.length > (limits.mediaSections ?? Infinity)) return refuse("too-large", { scope: "device" });
  if (description === undefined && capabilities.offerless !== true) return refuse("capability-absent", { scope: "device" });
  const isEmergency = addressKind(to) === "emergency";
  return {
    call: call.name, to, hops: (request.hops ?? specified.hops) - 1, from: partyOf(request.from, user), capabilities: { ...from.context.capabilities, ...request.capabilities },
    ...(description === undefined ? {} : { description }), ...(exclusive === undefined || isEmergency ? {} : { exclusive }),
    ...(expires === undefined ? {} : { expires }), ...(location === undefined || !isEmergency ? {} : { location }),
    ...(transfer === undefined ? {} : { referredBy: { uri: transfer.transferor.subject } }),
    ...(transfer?.replaces === undefined ? {} : { replaces: { session: transfer.replaces.kept.session } }),
    ...(call.conference === undefined ? {} : { participant: call.conference.caller }),
    ...(requiredExtension === undefined ? {} : { requiredExtension }), ...(extension === undefined ? {} : { extension }), ...(trace === undefined ? {} : { trace }),
  };
}

/** The caller as the called side sees it: written anew from what is known, and unnamed where that is asked for. */
function partyOf(wished: Party | undefined, { subject, display, addresses }: User): Party {
  if (wished?.privacy !== undefined) return { uri: "sip:anonymous@anonymous.invalid", privacy: wished.privacy };
  const key = wished === undefined ? undefined : addressKey(wished.uri);
  return { uri: addresses.find((own) => addressKey(own) === key) ?? subject, display, asserted: subject };
}
