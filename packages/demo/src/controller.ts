import { IllegalStateError } from "@parley/runtime";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";
import { Attempt } from "./attempt.js";
import type { AttemptParts } from "./attempt.js";
import { placeCall, takeCall } from "./call.js";
import type { CallCommands } from "./call-commands.js";
import { addressOf, conferenceOf, nameOf } from "./called-address.js";
import type { Conferences } from "./conferences.js";
import type { CallView, OwnMedia } from "./page-state.js";
import { createInvitee } from "./invitee.js";
import { createRoomController } from "./room-controller.js";
import type { RoomScreens } from "./room-controller.js";

export interface ControllerParts extends AttemptParts {
  readonly client: SignallingClient;
  readonly conferences: Conferences;
  readonly roomScreens: RoomScreens;
}

/** Carries out what the person asks for and answers what arrives; at most one call, or one conference, at a time. */
export function createController(parts: ControllerParts): CallCommands {
  const { state, client, conferences } = parts;
  const own = client.granted.subject;
  let current: Attempt | undefined;
  const room = createRoomController(parts);
  const isBusy = () => current !== undefined || room.isIn;
  const invitee = createInvitee(state, client, { isBusy, enter: room.enter });
  let answer: { readonly accept: () => void; readonly decline: () => void } | undefined;

  const begin = (view: CallView & { readonly name: string }, work: (attempt: Attempt) => Promise<void>) => {
    const attempt = new Attempt(parts, view, () => {
      current = undefined;
      answer = undefined;
    });
    current = attempt;
    work(attempt).catch((error: unknown) => attempt.fail(error));
  };

  client.onReconnected(room.again);
  client.onSetup((incoming) => {
    if (room.take(incoming) || current?.takes?.(incoming) === true) return;
    if (isBusy() || state.value.invite !== undefined) return incoming.refuse("busy", { scope: "device" });
    ask(incoming);
  });
  client.onClosed(() => {
    current?.finish("own-connection-lost");
    room.lost();
  });

  function ask(incoming: IncomingSetup): void {
    const name = callerOf(incoming, own);
    incoming.progress({ state: "ringing" });
    begin({ kind: "incoming", name }, async (attempt) => {
      incoming.onCancel((cause) => attempt.finish(cause?.reason === "answered-elsewhere" ? "answered-elsewhere" : "missed"));
      await new Promise<void>((accept) => {
        answer = {
          accept,
          decline() {
            incoming.refuse("declined", { scope: "device" });
            attempt.finish();
          },
        };
      });
      attempt.show({ kind: "calling", name, progress: "answering" });
      const local = await attempt.openMedia().catch((error: unknown) => {
        refuseOpen(incoming);
        throw error;
      });
      attempt.run((events) => takeCall(client, local, incoming, events));
    });
  }

  const isOwn = (address: string) => client.granted.addresses.some((known) => known.toLowerCase() === address.toLowerCase());

  const changeOwn = (part: Partial<OwnMedia>, tell: Promise<void> | undefined) => {
    const before = state.value.own;
    state.change({ own: { ...before, ...part } });
    tell?.catch(() => {
      // A refused hold leaves the call as it was; a mute holds here whatever the far side was told.
      if (part.held !== undefined && current !== undefined) state.change({ own: { ...state.value.own, held: before.held } });
    });
  };

  return {
    call(name) {
      if (isBusy()) return;
      const to = addressOf(name, own);
      if (isOwn(to)) return state.change({ call: { kind: "idle", ended: { name: nameOf(to, own), reason: "self" } } });
      begin({ kind: "calling", name: nameOf(to, own), progress: "asking" }, async (attempt) => {
        // Both call each other: by calling, this person has taken the other's call, whether it comes before ours has gone out or holds against it.
        let crossed: IncomingSetup | undefined;
        attempt.takes = (incoming) => {
          if (incoming.from?.uri !== to) return false;
          crossed = incoming;
          return true;
        };
        const local = await attempt.openMedia();
        const take = (incoming: IncomingSetup) => attempt.run((events) => takeCall(client, local, incoming, events));
        if (crossed !== undefined) return take(crossed);
        attempt.run((events) => placeCall(client, local, { to }, events));
        attempt.takes = (incoming) => {
          if (incoming.wins === undefined) return false;
          take(incoming);
          return true;
        };
      });
    },
    accept: () => answer?.accept(),
    decline: () => answer?.decline(),
    hangUp: () => (room.isIn ? room.leave() : current?.hangUp()),
    setMicrophone: (on) => room.isIn ? room.setOwn("audio", on) : changeOwn({ microphone: on }, current?.call?.established?.setMuted("audio", !on)),
    setCamera: (on) => room.isIn ? room.setOwn("video", on) : changeOwn({ camera: on }, current?.call?.established?.setMuted("video", !on)),
    setHeld: (held) => changeOwn({ held }, current?.call?.established?.setHeld(held)),
    createConference() {
      state.change({ conference: { kind: "creating" } });
      conferences.create().then(
        (link) => state.change({ conference: { kind: "created", link } }),
        (error: unknown) => state.change({ conference: { kind: "refused", reason: "failed", title: error instanceof Error ? error.message : String(error) } }),
      );
    },
    join(link) {
      const conference = conferenceOf(link);
      if (conference === undefined) return state.change({ conference: { kind: "refused", reason: "bad-link" } });
      if (isBusy()) return;
      conferences.ownToken(conference.uri).then(
        (token) => room.enter(conference.uri, token ?? conference.joinToken),
        (error: unknown) => state.change({ conference: { kind: "refused", reason: "failed", title: error instanceof Error ? error.message : String(error) } }),
      );
    },
    acceptInvite: invitee.accept,
    declineInvite: invitee.decline,
    act: room.act,
  };
}

function callerOf(incoming: IncomingSetup, own: string): string {
  return incoming.from?.display ?? (incoming.from === undefined ? "" : nameOf(incoming.from.uri, own));
}

/** Refuses a setup that the person gave up while devices were opened; one that the caller cancelled meanwhile is over already. */
function refuseOpen(incoming: IncomingSetup): void {
  try {
    incoming.refuse("declined", { scope: "device" });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
