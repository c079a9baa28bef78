import { IllegalStateError } from "@parley/runtime";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";
import { Attempt } from "./attempt.js";
import type { AttemptParts } from "./attempt.js";
import { placeCall, takeCall } from "./call.js";
import type { CallCommands } from "./call-commands.js";
import { addressOf, conferenceOf, nameOf } from "./called-address.js";
import type { Conferences } from "./conferences.js";
import type { CallView, OwnMedia } from "./page-state.js";
import type { Presence } from "./presence.js";

export interface ControllerParts extends AttemptParts {
  readonly client: SignallingClient;
  readonly presence: Presence;
  readonly conferences: Conferences;
}

/** Carries out what the person asks for and answers what arrives; at most one call at a time. */
export function createController(parts: ControllerParts): CallCommands {
  const { state, client, presence, conferences } = parts;
  const own = client.granted.subject;
  let current: Attempt | undefined;
  let answer: { readonly accept: () => void; readonly decline: () => void } | undefined;

  const begin = (view: CallView & { readonly name: string }, work: (attempt: Attempt) => Promise<void>, after: () => void = () => undefined) => {
    const attempt = new Attempt(parts, view, () => {
      current = undefined;
      answer = undefined;
      after();
    });
    current = attempt;
    work(attempt).catch((error: unknown) => attempt.fail(error));
  };

  client.onSetup((incoming) => {
    if (current?.takes?.(incoming) === true) return;
    if (current !== undefined) return incoming.refuse("busy", { scope: "device" });
    ask(incoming);
  });
  client.onClosed(() => current?.finish("own-connection-lost"));

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

  function enter(uri: string, joinToken: string, host: string): void {
    begin({ kind: "calling", name: host, progress: "entering" }, async (attempt) => {
      const local = await attempt.openMedia();
      attempt.takes = (incoming) => {
        if (incoming.to !== uri) return false;
        attempt.meet(callerOf(incoming, own));
        attempt.run((events) => takeCall(client, local, incoming, events));
        return true;
      };
      const occupied = await presence.enter(uri, joinToken);
      attempt.signal.throwIfAborted();
      if (occupied) attempt.run((events) => placeCall(client, local, { to: uri }, events));
      else if (attempt.call === undefined) attempt.show({ kind: "calling", name: host, progress: "waiting" });
    }, () => void presence.alone().catch(() => undefined));
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
      if (current !== undefined) return;
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
    hangUp: () => current?.hangUp(),
    setMicrophone: (on) => changeOwn({ microphone: on }, current?.call?.established?.setMuted("audio", !on)),
    setCamera: (on) => changeOwn({ camera: on }, current?.call?.established?.setMuted("video", !on)),
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
      if (current !== undefined) return;
      conferences.ownToken(conference.uri).then(
        (token) => enter(conference.uri, token ?? conference.joinToken, token === undefined ? conference.host ?? "" : ""),
        (error: unknown) => state.change({ conference: { kind: "refused", reason: "failed", title: error instanceof Error ? error.message : String(error) } }),
      );
    },
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
