import type { Cause } from "@parley/signalling";
import { attempt } from "./attempt.js";
import { otherSide, ownSide } from "./call.js";
import type { Call, Side } from "./call.js";
import { knownReason } from "./cause-reasons.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";

/** Ends a call, or its setup, from here, on all sides but the one that has ended it. */
export function endCall(state: FunctionState, call: Call, by: Side | undefined, cause: Cause): void {
  if (call.fork !== undefined) return call.fork.cancel(cause);
  forgetCall(state, call);
  state.log("ended", { call: call.name, reason: knownReason(cause.reason) });
  for (const side of [call.caller, call.called]) if (side !== undefined && side !== by) endSide(call, side, cause);
}

/** A session is being ended from here on its hop: the other side does not wait for the answer to that, but is told after what it still waits for. */
export function sessionEnding(state: FunctionState, connection: TerminalConnection, session: string, cause: Cause): void {
  const place = state.calls.find(connection, session);
  if (place?.from === "called" && place.call.fork !== undefined) place.leg.cancelledFor = cause;
  if (place === undefined || otherSide(place) === undefined) return;
  state.clock.after(0, () => {
    if (state.calls.find(connection, session)?.call === place.call) endCall(state, place.call, ownSide(place), trueCause(connection, cause));
  });
}

/** A session has ended on its hop: the other side's ends with it. Where a message has ended it, that was done already. */
export function sessionEnded(state: FunctionState, connection: TerminalConnection, session: string, cause: Cause): void {
  const place = state.calls.find(connection, session);
  if (place === undefined) return;
  if (place.from === "called" && place.call.fork !== undefined) return place.call.fork.legEnded(place.leg);
  if (otherSide(place) !== undefined) endCall(state, place.call, ownSide(place), trueCause(connection, cause));
}

/** Who has lost its connection answers nothing in time, and that is why; whether a request or the connection itself is waited for longer, is chance. */
function trueCause(connection: TerminalConnection, cause: Cause): Cause {
  return connection.context.isLost && cause.reason === "timeout" ? { reason: "connection-lost" } : cause;
}

/** It is over: nothing is kept of it. */
export function forgetCall(state: FunctionState, call: Call): void {
  state.calls.remove(call);
  state.used.end(call.user.subject, call.caller.session);
  if (call.seat !== undefined) void state.rooms.leave(call.caller.connection, call.seat);
}

function endSide(call: Call, side: Side, cause: Cause): void {
  const { connection, session } = side;
  // The transferee has gone, and nobody else reports what became of the transfer.
  if (call.reporting !== undefined && call.reporting !== side) attempt(() => connection.mtransferStatus({ session, state: "failed", final: true, cause }));
  // `mdisc` always succeeds where the session is; where it is not, there is nothing to end.
  void connection.mdisc({ session, cause }).catch(() => undefined);
}
