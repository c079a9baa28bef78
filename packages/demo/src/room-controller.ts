import { ProtocolError } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";
import type { Conferences } from "./conferences.js";
import { ConferenceRoom } from "./conference-room.js";
import { openLocalMedia, smallPicture } from "./media.js";
import type { LocalMedia } from "./media.js";
import type { Settable } from "./observable.js";
import { noMedia } from "./page-state.js";
import type { PageState, RoomFacts, RoomInside } from "./page-state.js";
import { RoomCalls } from "./room-calls.js";
import type { RoomAction } from "./room-actions.js";
import { membersOf } from "./room-members.js";

/** Where the streams of a conference are shown. */
export interface RoomScreens {
  showSelf(stream: MediaStream | undefined): void;
  showMember(participant: string, stream: MediaStream | undefined): void;
}

export interface RoomControllerParts {
  readonly state: Settable<PageState>;
  readonly roomScreens: RoomScreens;
  readonly clock: Clock;
  readonly user: string;
  readonly client: SignallingClient;
  readonly conferences: Conferences;
}

/** The page's place in a conference, at most one at a time, and what the person does there. */
export interface RoomController {
  readonly isIn: boolean;
  enter(uri: string, joinToken: string): void;
  leave(): void;
  take(incoming: IncomingSetup): boolean;
  act(action: RoomAction): void;
  setOwn(kind: "audio" | "video", on: boolean): void;
  /** On a new connection, where the function has forgotten the old one. */
  again(): void;
  /** There will be no new connection. */
  lost(): void;
}

export function createRoomController({ state, roomScreens, clock, user, client, conferences }: RoomControllerParts): RoomController {
  let current: { readonly uri: string; room?: ConferenceRoom; isGivenUp: boolean } | undefined;
  let asksForFacts = false;

  const inside = (): RoomInside | undefined => (state.value.room.kind === "inside" ? state.value.room : undefined);
  const change = (part: Partial<RoomInside>) => {
    const room = inside();
    if (room !== undefined) state.change({ room: { ...room, ...part } });
  };
  const addFacts = (facts: RoomFacts) => change({ facts: { ...inside()?.facts, ...facts } });
  const selfOf = (room: RoomInside) => membersOf(room.known.info, room.self).find(({ isSelf }) => isSelf);

  const over = (reason: string, title?: string) => {
    current = undefined;
    asksForFacts = false;
    roomScreens.showSelf(undefined);
    const ended = reason === "" ? {} : { ended: { name: "", reason, ...(title === undefined ? {} : { title }) } };
    state.change({ room: { kind: "none" }, call: { kind: "idle", ...ended }, own: noMedia, conference: { kind: "none" } });
  };

  /** Of what no event says, who leads asks once. */
  const askForFacts = (uri: string) => {
    const room = inside();
    if (asksForFacts || room === undefined || selfOf(room)?.leads !== true) return;
    asksForFacts = true;
    conferences.factsOf(uri).then(addFacts, () => undefined);
  };

  const roomIn = (uri: string, joinToken: string, local: LocalMedia) => new ConferenceRoom({
    client, clock, local, conference: uri, joinToken, displayName: user,
    calls: (told) => new RoomCalls({ client, clock, local, ...told }),
  }, {
    changed(known, self, peers) {
      state.change({ room: { facts: {}, refusal: undefined, ...inside(), kind: "inside", known, self, peers } });
      askForFacts(uri);
    },
    stream: (participant, stream) => roomScreens.showMember(participant, stream),
    ended: over,
  });

  /** Looks now and then until the invited user has said something, or the time for it is over. */
  const followInvitation = (uri: string) => {
    clock.after(1000, () => {
      const invited = inside()?.facts.invited;
      if (current?.uri !== uri || invited === undefined) return;
      conferences.outcomeOf(uri, invited.id).then((outcome) => (outcome === undefined ? followInvitation(uri) : addFacts({ invited: { ...invited, state: outcome } })), () => undefined);
    });
  };

  const act = (action: RoomAction) => {
    const room = inside();
    const uri = current?.uri;
    if (room === undefined || uri === undefined) return;
    change({ refusal: undefined });
    conferences.act(uri, room, action).then(
      (facts) => {
        addFacts(facts);
        if (action.kind === "invite") followInvitation(uri);
      },
      (error: unknown) => change({ refusal: refusalOf(error) }),
    );
  };

  return {
    get isIn() {
      return current !== undefined;
    },
    enter(uri, joinToken) {
      const place: typeof current = { uri, isGivenUp: false };
      current = place;
      state.change({ room: { kind: "entering" }, call: { kind: "idle" } });
      const enter = async () => {
        const local = await openLocalMedia(user, clock, smallPicture);
        if (place.isGivenUp) return local.stop();
        roomScreens.showSelf(local.stream);
        state.change({ own: { ...noMedia, source: local.source } });
        place.room = roomIn(uri, joinToken, local);
        await place.room.enter().catch((error: unknown) => {
          const { problem, title } = refusalOf(error);
          place.room?.finish(problem, title);
        });
      };
      enter().catch((error: unknown) => {
        const { problem, title } = refusalOf(error);
        if (!place.isGivenUp) over(problem, title);
      });
    },
    leave() {
      if (current === undefined) return;
      current.isGivenUp = true;
      if (current.room === undefined) over("");
      else current.room.leave();
    },
    take: (incoming) => current?.room?.take(incoming) ?? false,
    act,
    setOwn(kind, on) {
      const room = inside();
      const self = room === undefined ? undefined : selfOf(room);
      if (on && self?.[kind]?.muted === true) {
        // A mute of a moderator is taken back by one who leads, or where one is asked to.
        if (self.leads || self[kind]?.unmuteAsked === true) act({ kind: "unmute" });
        else return change({ refusal: { problem: "muted-by-moderator", title: "" } });
      }
      current?.room?.setOwn(kind, on);
      state.change({ own: { ...state.value.own, [kind === "audio" ? "microphone" : "camera"]: on } });
    },
    again: () => current?.room?.again(),
    lost: () => current?.room?.finish("own-connection-lost"),
  };
}

function refusalOf(error: unknown): { readonly problem: string; readonly title: string } {
  if (error instanceof ProtocolError) return { problem: error.problem, title: error.details.detail ?? error.details.title ?? error.problem };
  return { problem: "failed", title: error instanceof Error ? error.message : String(error) };
}
