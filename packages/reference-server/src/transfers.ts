import { ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall } from "@parley/runtime";
import type { MsetupRequest, MtransferProblem, MtransferRequest, MtransferStatusNotification } from "@parley/signalling";
import { otherSide, ownSide } from "./call.js";
import { attempt } from "./attempt.js";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import { refusalFrom } from "./passed-on.js";
import type { TerminalConnection } from "./terminal.js";
import type { TransferGrant } from "./transfer-grants.js";
import type { User } from "./users.js";

/** How long the last report of a transfer may take, in milliseconds. */
const reportedWithin = (timerSeconds("answer") + 10) * 1000;

/** Asks the other side to go on with somebody else, and gives its answer. */
export async function relayTransfer(state: FunctionState, request: MtransferRequest, from: TerminalConnection, { signal }: IncomingCall) {
  const { user } = from.context;
  if (user === undefined || user.scopes?.includes("transfer") === false) return refuse("forbidden");
  const place = state.calls.find(from, request.session);
  const other = place === undefined ? undefined : otherSide(place);
  const transferee = other?.connection.context.user;
  if (place === undefined || other === undefined || transferee === undefined) return refuse("session-ended");
  if (place.call.reporting !== undefined) return refuse("illegal-state");
  const replaces = request.replaces === undefined ? undefined : replacedBy(state, from, request.replaces.session);
  if (replaces === "unknown-session") return refuse(replaces);
  const named = replaces === undefined ? {} : { replaces: { ...request.replaces, session: replaces.name } };
  const grant = { transferor: user, transferee, to: request.to, ...(replaces === undefined ? {} : { replaces }) };
  const referredBy = { uri: user.subject, token: state.transfers.issue(grant) };
  const { call } = place;
  call.reporting = other;
  // Who never reports keeps nobody from asking again.
  const forget = state.clock.after(reportedWithin, () => {
    if (call.reporting === other) delete call.reporting;
  });
  const { requiredExtension, extension } = request;
  const more = { ...(requiredExtension === undefined ? {} : { requiredExtension }), ...(extension === undefined ? {} : { extension }) };
  try {
    await other.connection.mtransfer({ session: other.session, to: request.to, ...named, ...more, referredBy }, { signal });
    return {};
  } catch (error) {
    forget();
    delete call.reporting;
    return refusalFrom(error, passedOn, error instanceof ProtocolError ? "declined" : "timeout");
  }
}

/** Passes a report on to who has asked for the transfer. */
export function relayTransferStatus(state: FunctionState, { session, state: progress, final, cause }: MtransferStatusNotification, from: TerminalConnection): void {
  const place = state.calls.find(from, session);
  const other = place === undefined ? undefined : otherSide(place);
  if (place === undefined || other === undefined || place.call.reporting !== ownSide(place)) return;
  if (final) delete place.call.reporting;
  attempt(() => other.connection.mtransferStatus({ session: other.session, state: progress, final, ...(cause === undefined ? {} : { cause }) }));
}

/** The transfer that a setup is made for; nothing where it is for none, or why it may not be made. A session id alone takes nothing over. */
export function transferOf(
  state: FunctionState, { to, replaces, referredBy }: MsetupRequest, user: User,
): TransferGrant | undefined | "forbidden" | "unknown-session" | "already-answered" {
  if (replaces === undefined && referredBy === undefined) return undefined;
  const grant = referredBy?.token === undefined ? undefined : state.transfers.redeem(user, to, referredBy.token);
  if (grant === undefined) return "forbidden";
  if (grant.replaces?.name !== replaces?.session) return "unknown-session";
  if (grant.replaces === undefined) return grant;
  const { call, kept } = grant.replaces;
  if (call.called === undefined || state.calls.find(kept.connection, kept.session)?.call !== call) return "unknown-session";
  return replaces?.earlyOnly === true ? "already-answered" : grant;
}

/** The session of the transferor in which the transferee is to take its place, and the side that stays in it. */
function replacedBy(state: FunctionState, from: TerminalConnection, session: string): NonNullable<TransferGrant["replaces"]> | "unknown-session" {
  const place = state.calls.find(from, session) ?? ownElsewhere(state, from, session);
  const kept = place === undefined ? undefined : otherSide(place);
  return place === undefined || kept === undefined ? "unknown-session" : { call: place.call, kept, name: state.newId() };
}

/** Another device of the same user may be in that session. */
function ownElsewhere(state: FunctionState, from: TerminalConnection, session: string) {
  const subject = from.context.user?.subject;
  for (const device of state.connections()) {
    if (device.context.user?.subject !== subject) continue;
    const place = state.calls.find(device, session);
    if (place !== undefined) return place;
  }
  return undefined;
}

const passedOn: readonly MtransferProblem[] = [
  "declined", "forbidden", "address-unsupported", "session-ended", "illegal-state", "rate-limited",
  "unsupported-extension", "too-large", "timeout",
];
