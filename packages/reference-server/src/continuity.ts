import type { CloseCause } from "@parley/runtime";
import { makeUnavailable } from "./availability.js";
import { otherSide, ownSide } from "./call.js";
import { endCall } from "./call-end.js";
import { knownReason } from "./cause-reasons.js";
import type { FunctionState } from "./function-state.js";
import { refuseAgain } from "./message-budget.js";
import { tellOthers } from "./relay.js";
import { joinSetups } from "./setup.js";
import { carryOver } from "./sign-in.js";
import type { TerminalConnection } from "./terminal.js";

/** What is done when the connection of an epoch is lost, is back, and when the epoch is over. */
export function continuityOf(state: FunctionState) {
  return {
    lost(from: TerminalConnection) {
      from.context.isLost = true;
      state.log("lost", { connection: from.context.id });
      tellOthers(state, from, "away");
    },
    resumed(from: TerminalConnection, by: TerminalConnection) {
      const wasLost = from.context.isLost;
      carryOver(from, by);
      state.log("resumed", { connection: from.context.id, by: by.context.id });
      if (state.drain.isOn) state.drain.tell(from);
      if (wasLost) tellOthers(state, from, "back");
      refuseAgain(state, from);
      const device = state.devices.of(from);
      if (device !== undefined) joinSetups(state, device);
    },
    closed(from: TerminalConnection, cause: CloseCause) {
      const { id, droppedBatches } = from.context;
      const reason = knownReason(cause.reason);
      state.log("closed", { connection: id, reason, ...(droppedBatches === 0 ? {} : { droppedBatches }) });
      state.metrics.connectionsClosed.add([reason]);
      void makeUnavailable(state, from);
      void state.subscriptions.closed(from);
      for (const place of state.calls.of(from)) if (otherSide(place) !== undefined) endCall(state, place.call, ownSide(place), { reason: "connection-lost" });
    },
  };
}
