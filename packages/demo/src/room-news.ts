import type { Member } from "./room-members.js";
import { memberName, roomName } from "./room-place.js";
import type { RoomPlace } from "./room-place.js";
import type { Texts } from "./texts.js";

/** What has happened in a conference since the last look, to be said aloud. */
export function roomNews(before: RoomPlace | undefined, now: RoomPlace, texts: Texts): readonly string[] {
  if (before === undefined || before.self.waits !== now.self.waits) return [];
  const { news } = texts.room;
  const known = new Map(before.members.map((member) => [member.id, member]));
  const present = new Set(now.members.map(({ id }) => id));
  const knocked = new Set(before.waiting.map(({ id }) => id));
  return [
    ...now.waiting.filter(({ id }) => now.self.leads && !knocked.has(id)).map((member) => texts.room.knocks(memberName(member, texts))),
    ...now.members.flatMap((member) => {
      const old = known.get(member.id);
      return old === undefined ? [news.arrived(memberName(member, texts))] : changesOf(old, member, texts);
    }),
    ...before.members.filter(({ id }) => !present.has(id)).map((member) => news.left(memberName(member, texts))),
    ...(before.self.breakout === now.self.breakout ? [] : [news.inRoom(roomName(now, now.self.breakout, texts))]),
    ...(before.room.known.info.locked === now.room.known.info.locked ? [] : [now.room.known.info.locked === true ? news.locked : news.unlocked]),
  ];
}

function changesOf(old: Member, member: Member, texts: Texts): readonly string[] {
  const { news } = texts.room;
  const name = memberName(member, texts);
  const wasMuted = old.audio?.muted === true;
  const isMuted = member.audio?.muted === true;
  const floor = !old.hasFloor && member.hasFloor ? [member.isSelf ? news.youHaveFloor : news.hasFloor(name)] : [];
  const hand = old.hand === undefined && member.hand !== undefined ? [news.handUp(name)] : old.hand !== undefined && member.hand === undefined && !member.hasFloor ? [news.handDown(name)] : [];
  const muted = !wasMuted && isMuted ? [member.isSelf ? news.youAreMuted : news.muted(name)] : wasMuted && !isMuted && member.isSelf ? [news.youAreHeard] : [];
  return [...floor, ...hand, ...muted];
}
