import { ProtocolError } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { SignallingClient, SubscribeOptions, Subscription } from "@parley/signalling";
import { ConferenceRoom } from "../../packages/demo/src/conference-room.js";
import type { RoomParts } from "../../packages/demo/src/conference-room.js";
import type { KnownConference } from "../../packages/demo/src/page-state.js";
import type { Peer } from "../../packages/demo/src/room-calls.js";
import { membersOf } from "../../packages/demo/src/room-members.js";
import type { Member } from "../../packages/demo/src/room-members.js";
import { conferenceWorld, origin } from "../conference/world.js";
import { functionOn } from "../reference-server/on-clock.js";
import type { ClockedTerminal } from "../reference-server/on-clock.js";

/** A page's place in a conference, without a page: what it knows, whom it would call, and what it does with its own sound. */
export interface Guest {
  readonly room: ConferenceRoom;
  readonly sound: { enabled: boolean };
  /** Why its place is over. */
  readonly ends: readonly string[];
  /** The names of the subscriptions that it had, one after the other. */
  readonly subscriptions: readonly string[];
  /** By their names, in the order in which they came. */
  members(): readonly Member[];
  self(): Member | undefined;
  /** The names of those in the same room, and whether this page calls them. */
  calls(): readonly string[];
  /** The next subscription is refused. */
  refuseOne(problem: string): void;
  /** The next event does not reach the page. */
  missOne(): void;
}

/** A conference of Alice's, and pages in it that know each other by the function alone. */
export async function roomWorld(settings: object = {}) {
  const world = conferenceWorld();
  const { clock, desk, alice } = world;
  const connect = functionOn(clock, { conferences: desk, domain: new URL(origin).hostname });
  const { id: conferenceId, uri } = await alice.createConference({ body: { topology: "p2p", ...settings } });
  const issue = async (body: object = {}) => alice.issueJoinToken({ conferenceId, body: { admits: 3, ...body } });
  const enter = async (user: string, joinToken?: string): Promise<Guest & { readonly terminal: ClockedTerminal }> => {
    const terminal = await connect(user);
    const guest = guestOf(terminal.client, { conference: uri, joinToken: joinToken ?? (await issue()).token, displayName: user }, clock);
    terminal.client.onReconnected(() => guest.room.again());
    await guest.room.enter();
    await clock.advance(1);
    return { ...guest, terminal };
  };
  return { ...world, conferenceId, uri, issue, enter, connect };
}

/** A place that is not taken yet. */
export function guestOf(client: Pick<SignallingClient, "subscribe">, place: Pick<RoomParts, "conference" | "joinToken" | "displayName">, clock: Clock): Guest {
  let known: KnownConference | undefined;
  let self = "";
  let peers: readonly Peer[] = [];
  let misses = 0;
  const refusals: string[] = [];
  const [ends, subscriptions]: [string[], string[]] = [[], []];
  const sound = { enabled: true };
  const subscribe = async (options: SubscribeOptions): Promise<Subscription> => {
    const problem = refusals.shift();
    if (problem !== undefined) throw new ProtocolError(problem, { type: "about:blank" });
    const made = await client.subscribe(options);
    subscriptions.push(made.subscription);
    return { ...made, onEvent: (handler) => made.onEvent((event) => (misses > 0 ? void (misses -= 1) : handler(event))) };
  };
  const local = { audio: sound, video: { enabled: true }, stop: () => undefined };
  const calls = () => ({
    follow: (now: readonly Peer[]) => void (peers = now),
    take: () => true,
    setMuted: (kind: "audio" | "video", muted: boolean) => void (local[kind].enabled = !muted),
    end: () => void (peers = []),
  });
  const room = new ConferenceRoom({ client: { subscribe }, clock, local, calls, ...place }, {
    changed: (now, own) => void ([known, self] = [now, own]),
    stream: () => undefined,
    ended: (reason) => void ends.push(reason),
  });
  const members = () => (known === undefined ? [] : membersOf(known.info, self));
  return {
    room, sound, ends, subscriptions, members,
    self: () => members().find(({ isSelf }) => isSelf),
    calls: () => peers.map(({ id, isCalled }) => `${members().find((member) => member.id === id)?.name} ${isCalled ? "is called" : "calls"}`),
    refuseOne: (problem) => void refusals.push(problem),
    missOne: () => void (misses += 1),
  };
}

/** The participant that a page is. */
export function idOf(guest: Guest): string {
  return guest.self()?.id ?? "";
}
