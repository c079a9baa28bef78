import { refuse } from "@parley/runtime";
import type { IncomingCall } from "@parley/runtime";
import type {
  McandidateNotification, MdiscRequest, MmessageProblem, MmessageRequest, MprogressNotification,
} from "@parley/signalling";
import { otherSide, ownSide } from "./call.js";
import { attempt } from "./attempt.js";
import { endCall } from "./call-end.js";
import { descriptionProblem } from "./description-check.js";
import type { FunctionState } from "./function-state.js";
import { tellRefused } from "./message-budget.js";
import { refusalFrom } from "./passed-on.js";
import { sendCandidates } from "./send-candidates.js";
import type { TerminalConnection } from "./terminal.js";
import { takesNone } from "./trickle.js";

/** Passes progress of a called side on to the caller, under the name of its leg. */
export function relayProgress(state: FunctionState, notification: MprogressNotification, from: TerminalConnection): void {
  const place = state.calls.find(from, notification.session);
  if (place?.from !== "called") return;
  const problem = notification.description === undefined ? undefined : descriptionProblem(notification.description, state.limits.mediaSections);
  if (problem !== undefined) return tellRefused(from, notification, problem);
  place.call.fork?.progress(place.leg, notification);
}

/** Passes candidates on in the order in which they came. In a setup the fork knows where they belong. */
export function relayCandidates(state: FunctionState, { session, leg, ufrag, candidates, endOfCandidates }: McandidateNotification, from: TerminalConnection): void {
  const place = state.calls.find(from, session);
  if (place === undefined) return;
  const batch = { ufrag, candidates, ...(endOfCandidates === undefined ? {} : { endOfCandidates }) };
  const { fork } = place.call;
  if (fork !== undefined) return place.from === "caller" ? fork.fromCaller(batch, leg) : fork.fromLeg(place.leg, batch);
  const other = otherSide(place);
  if (other === undefined) return;
  sendCandidates(other, batch);
  // They reach a side that takes none in the next description.
  if (takesNone(other.connection)) ownSide(place).candidates.add(batch);
}

/** Carries something of the application to the other side; nobody here reads it. */
export async function relayMessage(state: FunctionState, request: MmessageRequest, from: TerminalConnection, { signal }: IncomingCall) {
  if (from.context.user?.scopes?.includes("message") === false) return refuse("forbidden");
  const place = state.calls.find(from, request.session);
  const other = place === undefined ? undefined : otherSide(place);
  if (other === undefined) return refuse("session-ended");
  // It is a message on both connections.
  const allowed = other.connection.context.messages.spend();
  if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
  const { type, value, requiredExtension, extension } = request;
  const more = { ...(requiredExtension === undefined ? {} : { requiredExtension }), ...(extension === undefined ? {} : { extension }) };
  try {
    await other.connection.mmessage({ session: other.session, type, value, ...more }, { signal });
    return {};
  } catch (error) {
    return refusalFrom(error, passedOn, "timeout");
  }
}

const passedOn: readonly MmessageProblem[] = ["unsupported-media-type", "unsupported-extension", "forbidden", "rate-limited", "session-ended", "too-large", "timeout"];

/** One side has ended its session; the other side is told why. */
export function relayEnd(state: FunctionState, { session, cause }: MdiscRequest, from: TerminalConnection): void {
  const place = state.calls.find(from, session);
  if (place !== undefined && otherSide(place) !== undefined) endCall(state, place.call, ownSide(place), cause);
}

/** What is told to the other side of each call of a connection. */
export function tellOthers(state: FunctionState, connection: TerminalConnection, progress: "away" | "back"): void {
  for (const place of state.calls.of(connection)) {
    const other = otherSide(place);
    if (other !== undefined) attempt(() => other.connection.mprogress({ session: other.session, state: progress }));
  }
}
