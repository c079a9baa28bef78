import { IllegalStateError } from "@parley/runtime";
import type { IncomingInvite, SignallingClient } from "@parley/signalling";
import { nameOf } from "./called-address.js";
import type { Settable } from "./observable.js";
import type { PageState } from "./page-state.js";

/** Answers those who ask this user into a conference. */
export interface Invitee {
  accept(): void;
  decline(): void;
}

export function createInvitee(
  state: Settable<PageState>, client: SignallingClient, room: { readonly isBusy: () => boolean; readonly enter: (uri: string, joinToken: string) => void },
): Invitee {
  let current: IncomingInvite | undefined;
  const over = () => {
    current = undefined;
    state.change({ invite: undefined });
  };
  client.onInvite((incoming) => {
    if (room.isBusy() || current !== undefined) return incoming.refuse("busy", { scope: "device" });
    current = incoming;
    const { from, subject } = incoming;
    state.change({ invite: { name: from.display ?? nameOf(from.uri, client.granted.subject), subject } });
    incoming.onInviteEnded(() => {
      // One that has been answered meanwhile is over already.
      if (current !== incoming) return;
      refuse(incoming, "cancelled");
      over();
    });
    incoming.onEnded(() => {
      if (current === incoming) over();
    });
  });
  return {
    accept() {
      const accepted = current;
      if (accepted === undefined) return;
      over();
      accepted.accept().then(() => room.enter(accepted.conference, accepted.joinToken), () => undefined);
    },
    decline() {
      const declined = current;
      over();
      if (declined !== undefined) refuse(declined, "declined");
    },
  };
}

/** One that the function has taken back meanwhile is over without a word of ours. */
function refuse(incoming: IncomingInvite, problem: "cancelled" | "declined"): void {
  try {
    incoming.refuse(problem, problem === "declined" ? { scope: "everywhere" } : {});
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
