import { DeadlineError, ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall } from "@parley/runtime";
import type { Cause, McandidateNotification, MdiscRequest, MprogressNotification, MupdateProblem, MupdateRequest } from "@parley/signalling";
import { knownReason } from "./cause-reasons.js";
import { descriptionProblem } from "./description-check.js";
import type { FunctionState } from "./function-state.js";
import type { Leg, RelayedCall } from "./session-store.js";
import type { TerminalConnection } from "./terminal.js";

/** Passes progress of the called side on to the caller. */
export function relayProgress(state: FunctionState, { session, state: progress, description }: MprogressNotification, from: TerminalConnection): void {
  const found = state.sessions.find(from, session);
  if (found === undefined || found.other !== found.call.caller) return;
  send(found.other, (leg) => leg.connection.mprogress({ session: leg.session, state: progress, ...(description === undefined ? {} : { description }) }));
}

/** Passes candidates on in the order in which they came; those that come before there is a called side are kept. */
export function relayCandidates(state: FunctionState, notification: McandidateNotification, from: TerminalConnection): void {
  const { session, ufrag, candidates, endOfCandidates } = notification;
  const found = state.sessions.find(from, session);
  if (found === undefined) {
    state.sessions.keep({ connection: from, session }, notification);
    return;
  }
  const end = endOfCandidates === undefined ? {} : { endOfCandidates };
  send(found.other, (leg) => leg.connection.mcandidate({ session: leg.session, ufrag, candidates, ...end }));
}

/** Asks the other side for the same change, and gives its answer. */
export async function relayUpdate(state: FunctionState, request: MupdateRequest, from: TerminalConnection, { signal }: IncomingCall) {
  const found = state.sessions.find(from, request.session);
  if (found === undefined) return refuse("session-ended");
  const { call, other } = found;
  const allowed = call.updates.spend();
  if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
  const problem = request.description === undefined ? undefined : descriptionProblem(request.description, state.limits.mediaSections);
  if (problem !== undefined) return refuse(problem);
  const { description, media, requiredExtension, extension } = request;
  try {
    const change = {
      session: other.session,
      ...(description === undefined ? {} : { description }),
      ...(media === undefined ? {} : { media }),
      ...(requiredExtension === undefined ? {} : { requiredExtension }),
      ...(extension === undefined ? {} : { extension }),
    };
    const success = await other.connection.mupdate(change, { signal });
    return success.description === undefined ? {} : { description: success.description };
  } catch (error) {
    // The runtime has ended the session with the side that does not answer; this side's ends after its refusal.
    if (error instanceof DeadlineError) state.clock.after(0, () => endCall(state, call, other.connection, { reason: "timeout" }));
    if (!(error instanceof ProtocolError)) return refuse("timeout");
    const { retryAfter, scope } = error.details;
    return refuse(passedOn.find((name) => name === error.problem) ?? "internal", {
      ...(retryAfter === undefined ? {} : { retryAfter }), ...(scope === undefined ? {} : { scope }),
    });
  }
}

const passedOn: readonly MupdateProblem[] = ["glare", "declined", "media-incompatible", "insecure-media", "description-mismatch", "session-ended", "timeout", "too-large", "unsupported-extension"];

/** One side has ended its session; the other side is told why. */
export function relayEnd(state: FunctionState, { session, cause }: MdiscRequest, from: TerminalConnection): void {
  const found = state.sessions.find(from, session);
  if (found === undefined) return;
  endLegs(state, found.call, [found.other], cause);
}

/** Ends a call from here, on the legs of all connections but `gone`. */
export function endCall(state: FunctionState, call: RelayedCall, gone: TerminalConnection | undefined, cause: Cause): void {
  endLegs(state, call, [call.caller, call.called].filter((leg) => leg.connection !== gone), cause);
}

function endLegs(state: FunctionState, call: RelayedCall, legs: readonly Leg[], cause: Cause): void {
  state.sessions.remove(call.caller);
  if (call.seat !== undefined) void state.rooms.leave(call.caller.connection, call.seat);
  state.log("ended", { call: call.name, reason: knownReason(cause.reason) });
  // `mdisc` always succeeds where the session is; where it is not, there is nothing to end.
  for (const leg of legs) void leg.connection.mdisc({ session: leg.session, cause }).catch(() => undefined);
}

/** A notification that the other side cannot take now (its session is just ending) is dropped: its sender is told of the end. */
function send(leg: Leg, pass: (leg: Leg) => void): void {
  try {
    pass(leg);
  } catch {
    return;
  }
}
