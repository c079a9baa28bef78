import type { ConferenceInfo, ConferenceMedia, ConferenceUser } from "@parley/signalling";
import { nameOf } from "./called-address.js";

/** Somebody in a conference, or in its lobby, as the page shows them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** Where those in the same room call. */
  readonly uri: string;
  readonly isSelf: boolean;
  /** Waits to be let in. */
  readonly waits: boolean;
  readonly leads: boolean;
  /** Absent in the main room. */
  readonly breakout: string | undefined;
  readonly joinedAt: string;
  readonly audio: Flow | undefined;
  readonly video: Flow | undefined;
  /** The place among those who have raised a hand, from 1. */
  readonly hand: number | undefined;
  readonly hasFloor: boolean;
}

/** All sound or all picture of a member, as the conference has it. */
export interface Flow {
  /** Its parts, each of which is muted on its own. */
  readonly parts: readonly { readonly id: string; readonly muted: boolean }[];
  /** A moderator has turned one of them off for everybody: the page cannot play the others without it. */
  readonly muted: boolean;
  readonly unmuteAsked: boolean;
}

/** All who are in the conference and in its lobby, in the order of the info. */
export function membersOf(info: ConferenceInfo, self: string): readonly Member[] {
  const floor = speechFloorOf(info);
  const own = info.users?.find(({ id }) => id === self)?.entity ?? "";
  return (info.users ?? []).map((user) => memberOf(user, {
    isSelf: user.id === self,
    name: user.displayText ?? (user.entity === undefined ? "" : nameOf(user.entity, own)),
    hand: placeIn(floor?.queue ?? [], user.id),
    hasFloor: floor?.holders?.includes(user.id) ?? false,
  }));
}

/** The floor that a raised hand asks for. */
export function speechFloorOf({ floors = [] }: ConferenceInfo): NonNullable<ConferenceInfo["floors"]>[number] | undefined {
  return floors.find(({ name }) => name === "speech");
}

/** Those who see and hear `self`: in the same room, and let in. */
export function roomOf(members: readonly Member[], self: Member): readonly Member[] {
  return self.waits ? [] : members.filter((member) => !member.isSelf && !member.waits && member.breakout === self.breakout);
}

/** Of two in one room the one calls who came in later; of two that came at the same moment, whose id is the later. */
export function callsTheOther(one: Member, other: Member): boolean {
  return one.joinedAt === other.joinedAt ? one.id > other.id : one.joinedAt > other.joinedAt;
}

function memberOf(user: ConferenceUser, told: Pick<Member, "isSelf" | "name" | "hand" | "hasFloor">): Member {
  const endpoints = (user.endpoints ?? []).filter(({ status }) => status !== "disconnected");
  const media = endpoints.flatMap((endpoint) => endpoint.media ?? []);
  return {
    id: user.id,
    uri: user.uri ?? "",
    waits: endpoints.every(({ status }) => status === "pending"),
    leads: user.roles?.includes("moderator") ?? false,
    breakout: user.breakout,
    joinedAt: endpoints.map(({ joinedAt }) => joinedAt ?? "").sort()[0] ?? "",
    audio: flowOf(media, "audio"),
    video: flowOf(media, "video"),
    ...told,
  };
}

function flowOf(media: readonly ConferenceMedia[], wanted: string): Flow | undefined {
  const found = media.filter(({ kind }) => kind === wanted);
  if (found.length === 0) return undefined;
  const parts = found.map(({ id, muted }) => ({ id, muted: muted === true }));
  return { parts, muted: parts.some(({ muted }) => muted), unmuteAsked: found.some(({ unmuteAsked }) => unmuteAsked === true) };
}

function placeIn(queue: readonly string[], id: string): number | undefined {
  const at = queue.indexOf(id);
  return at < 0 ? undefined : at + 1;
}
