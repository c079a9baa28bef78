import type { PageState, RoomInside } from "./page-state.js";
import { membersOf, roomOf } from "./room-members.js";
import type { Member } from "./room-members.js";
import type { Texts } from "./texts.js";

/** A conference as one who is in it looks at it. */
export interface RoomPlace {
  readonly room: RoomInside;
  readonly self: Member;
  /** All who are let in, oneself first. */
  readonly members: readonly Member[];
  readonly waiting: readonly Member[];
  /** The others in the same room. */
  readonly near: readonly Member[];
  readonly breakouts: readonly { readonly id: string; readonly name: string }[];
}

/** Undefined while the page is in no conference. */
export function roomPlaceOf({ room }: Pick<PageState, "room">, texts: Texts): RoomPlace | undefined {
  if (room.kind !== "inside") return undefined;
  const all = membersOf(room.known.info, room.self);
  const self = all.find(({ isSelf }) => isSelf);
  if (self === undefined) return undefined;
  return {
    room,
    self,
    members: [self, ...all.filter((member) => !member.isSelf && !member.waits)],
    waiting: all.filter((member) => !member.isSelf && member.waits),
    near: roomOf(all, self),
    breakouts: (room.known.info.breakouts ?? []).map(({ id, subject }, index) => ({ id, name: subject ?? texts.room.breakout(index + 1) })),
  };
}

/** Where a member is, in words. */
export function roomName({ breakouts }: RoomPlace, breakout: string | undefined, texts: Texts): string {
  return breakouts.find(({ id }) => id === breakout)?.name ?? texts.room.mainRoom;
}

export function memberName({ name, isSelf }: Member, texts: Texts): string {
  const known = name === "" ? texts.room.somebody : name;
  return isSelf ? texts.room.you(known) : known;
}

/** The state of the conference in one line. */
export function roomWords(state: PageState, texts: Texts): string {
  if (state.room.kind === "none") return "";
  const place = roomPlaceOf(state, texts);
  if (place === undefined) return texts.room.entering;
  if (place.self.waits) return texts.room.lobby;
  const count = place.near.length + 1;
  if (place.self.breakout === undefined) return texts.room.heading(place.members.length);
  return texts.room.breakoutHeading(roomName(place, place.self.breakout, texts), count);
}

/** Something to be said of a member. */
export interface MemberState {
  readonly words: string;
  /** A sign beside the name says it, too. */
  readonly hasSign: boolean;
}

/** What is to be said of a member, the most important first. */
export function memberStates(member: Member, place: RoomPlace, own: PageState["own"], texts: Texts): readonly MemberState[] {
  const { states } = texts.room;
  const peer = place.room.peers.get(member.id);
  const isNear = member.isSelf || place.near.some(({ id }) => id === member.id);
  const sound = member.isSelf ? own.microphone : peer?.far?.microphone ?? true;
  const picture = member.isSelf ? own.camera : peer?.far?.camera ?? true;
  const alone = [
    ...(isNear ? [] : [states.elsewhere(roomName(place, member.breakout, texts))]),
    ...(isNear && !member.isSelf && peer?.far?.away === true ? [states.away] : []),
    ...(isNear && !member.isSelf && peer?.path !== "flowing" ? [peer?.path === "failed" ? states.failed : states.connecting] : []),
  ];
  const withSign = [
    ...(member.hasFloor ? [states.floor] : []),
    ...(member.hand === undefined ? [] : [states.hand(member.hand)]),
    ...(member.audio?.muted === true ? [states.mutedByModerator] : sound ? [] : [states.muted]),
  ];
  const dark = picture && member.video?.muted !== true ? [] : [states.cameraOff];
  const said = (hasSign: boolean) => (words: string): MemberState => ({ words, hasSign });
  return [...alone.map(said(false)), ...withSign.map(said(true)), ...dark.map(said(false))];
}
