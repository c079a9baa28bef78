import { refuse } from "@parley/runtime";
import type { SignallingFunctionHandlers } from "@parley/signalling";
import { makeAvailable, makeUnavailable } from "./availability.js";
import { reportQuality } from "./conference-quality.js";
import { continuityOf } from "./continuity.js";
import type { FunctionState } from "./function-state.js";
import { spendCandidates } from "./message-budget.js";
import { relayCandidates, relayEnd, relayMessage, relayProgress } from "./relay.js";
import { setUp } from "./setup.js";
import { signIn } from "./sign-in.js";
import type { Terminal } from "./terminal.js";
import { relayTransfer, relayTransferStatus } from "./transfers.js";
import { relayConfirm, relayUpdate } from "./updates.js";

/** What is done about each message, one line a method. */
export function handlersOf(state: FunctionState): SignallingFunctionHandlers<Terminal> {
  return {
    auth: (request, from) => signIn(state, request, from),
    available: (request, from) => makeAvailable(state, request, from),
    unavailable: async (_request, from) => {
      await makeUnavailable(state, from);
      return {};
    },
    msetup: (request, from, call) => setUp(state, request, from, call),
    mprogress: (notification, from) => relayProgress(state, notification, from),
    mcandidate: (notification, from) => {
      if (spendCandidates(state, notification, from)) relayCandidates(state, notification, from);
    },
    // The runtime answers it and aborts the setup it ends, which cancels the called side.
    mcancel: () => undefined,
    mconfirm: (request, from, call) => relayConfirm(state, request, from, call),
    mupdate: (request, from, call) => relayUpdate(state, request, from, call),
    mmessage: (request, from, call) => relayMessage(state, request, from, call),
    mtransfer: (request, from, call) => relayTransfer(state, request, from, call),
    mtransferStatus: (notification, from) => relayTransferStatus(state, notification, from),
    mdisc: (request, from) => relayEnd(state, request, from),
    // This network has no means of quality.
    mqos: () => refuse("capability-absent"),
    mqoe: (notification, from) => reportQuality(state, notification, from),
    csubscribe: (request, from, call) => state.subscriptions.subscribe(request, from, call),
    cunsubscribe: (request, from) => state.subscriptions.unsubscribe(request, from),
    ...continuityOf(state),
  };
}
