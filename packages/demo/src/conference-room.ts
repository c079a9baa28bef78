import { ConnectionError, followState, IllegalStateError, ProtocolError } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import { conferenceInfoToldBy } from "@parley/signalling";
import type { CeventNotification, IncomingSetup, SubscribeOptions, Subscription } from "@parley/signalling";
import type { KnownConference, PeerView } from "./page-state.js";
import type { Peer } from "./room-calls.js";
import { callsTheOther, membersOf, roomOf } from "./room-members.js";
import type { Member } from "./room-members.js";

/** What a place in a conference tells the page. After `ended` nothing more comes. */
export interface RoomEvents {
  changed(known: KnownConference, self: string, peers: ReadonlyMap<string, PeerView>): void;
  stream(participant: string, stream: MediaStream | undefined): void;
  ended(reason: string, title?: string): void;
}

/** The calls with the others in the same room. */
export interface RoomLinks {
  /** These are in the room now; calls with all others end. */
  follow(peers: readonly Peer[]): void;
  /** True where it was a call of somebody in this conference. */
  take(incoming: IncomingSetup): boolean;
  setMuted(kind: "audio" | "video", muted: boolean): void;
  end(): void;
}

export interface RoomParts {
  readonly client: { subscribe(options: SubscribeOptions): PromiseLike<Subscription> };
  readonly clock: Clock;
  /** What is sent to the others. */
  readonly local: { readonly audio: { readonly enabled: boolean }; readonly video: { readonly enabled: boolean }; stop(): void };
  readonly calls: (told: { changed(peers: ReadonlyMap<string, PeerView>): void; stream: RoomEvents["stream"] }) => RoomLinks;
  readonly conference: string;
  readonly joinToken: string;
  readonly displayName: string;
}

/** A place in a conference, from entering to leaving: held by a subscription, whose events say who is there; and a call with each of those in the same room. */
export class ConferenceRoom {
  readonly #parts: RoomParts;
  readonly #events: RoomEvents;
  readonly #calls: RoomLinks;
  #subscription: Subscription | undefined;
  #replaced: Subscription | undefined;
  #known: KnownConference | undefined;
  #peers: ReadonlyMap<string, PeerView> = new Map();
  #isOver = false;
  #isRenewing = false;
  /** The place is to be taken anew once what is under way has failed or succeeded. */
  #isLate = false;
  #stopRenewal: () => void = () => undefined;
  readonly #wish = { audio: true, video: true };

  constructor(parts: RoomParts, events: RoomEvents) {
    this.#parts = parts;
    this.#events = events;
    this.#calls = parts.calls({
      stream: events.stream,
      changed: (peers) => {
        this.#peers = peers;
        this.#tell();
      },
    });
  }

  /** Takes the place; anew where the function has forgotten it, or another has taken over. @throws ProtocolError why there is none */
  async enter(isAnew = false): Promise<void> {
    const { client, clock, conference, joinToken, displayName } = this.#parts;
    const old = this.#subscription;
    const replaces = old === undefined || isAnew ? {} : { replaces: old.subscription };
    const subscription = await client.subscribe({ conference, joinToken, displayName, participate: true, ...replaces });
    if (this.#isOver) return void subscription.unsubscribe().catch(() => undefined);
    this.#subscription = subscription;
    if (isAnew) {
      this.#known = undefined;
      // The old place lives on where its connection does.
      void old?.unsubscribe().catch(() => undefined);
    }
    subscription.onEvent((event) => {
      if (this.#subscription === subscription) this.#hear(event);
    });
    subscription.onEnded(({ reason }) => this.#over(subscription, reason));
    this.#stopRenewal();
    this.#stopRenewal = clock.after(subscription.answer.expires * 500, () => this.#renew());
  }

  /** On a new connection the function has forgotten the subscription, or never knew it: the place is taken anew. */
  again(): void {
    this.#renew(true);
  }

  /** True where it was a call of somebody in this conference. */
  take(incoming: IncomingSetup): boolean {
    return !this.#isOver && this.#calls.take(incoming);
  }

  /** Turns own sound or picture on or off. A mute of a moderator holds all the same. */
  setOwn(kind: "audio" | "video", on: boolean): void {
    this.#wish[kind] = on;
    this.#obey(this.#self());
  }

  leave(): void {
    void this.#subscription?.unsubscribe().catch(() => undefined);
    this.finish();
  }

  /** Gives everything back. Without a reason nothing is said about it. */
  finish(reason?: string, title?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopRenewal();
    this.#calls.end();
    this.#parts.local.stop();
    this.#events.ended(reason ?? "", title);
  }

  #renew(isAnew = false): void {
    if (this.#isOver) return;
    if (this.#isRenewing) {
      this.#isLate ||= isAnew;
      return;
    }
    this.#isRenewing = true;
    this.enter(isAnew)
      .catch((error: unknown) => this.#failed(error, isAnew))
      .finally(() => {
        this.#isRenewing = false;
        if (this.#isLate) this.#renew(true);
        this.#isLate = false;
      });
  }

  /** A function that goes out of service, and a connection that is lost, are followed by others. */
  #failed(error: unknown, isAnew: boolean): void {
    const passes = error instanceof ProtocolError ? passing.has(error.problem) : error instanceof ConnectionError || error instanceof IllegalStateError;
    if (!passes) return this.finish(error instanceof ProtocolError ? error.problem : "own-connection-lost");
    this.#stopRenewal();
    this.#stopRenewal = this.#parts.clock.after(tryAgainAfter, () => this.#renew(isAnew));
  }

  /** A subscription is over. One that is replaced was so by our own next one; where the connection is lost, another may come; who waited in the lobby was not let in. */
  #over(subscription: Subscription, reason: string): void {
    if (this.#subscription !== subscription || reason === "connection-lost") return;
    if (reason === "replaced") this.#replaced = subscription;
    if (this.#replaced !== subscription) this.finish(reason === "forbidden" && this.#self()?.waits === true ? "not-admitted" : reason);
  }

  #hear(event: CeventNotification): void {
    // Why it is over comes with its end, which follows.
    if (event.final === true) return;
    const known = followState(this.#known, event, conferenceInfoToldBy);
    // An event is missing: only a snapshot, the first event of another subscription, tells what has become of the conference.
    if (known === undefined) return this.#renew();
    this.#known = known;
    const self = this.#self();
    if (self !== undefined) {
      this.#obey(self);
      this.#calls.follow(roomOf(this.#members(), self).map((other) => ({ id: other.id, uri: other.uri, isCalled: callsTheOther(self, other) })));
    }
    this.#tell();
  }

  /** Nothing is sent that the person, or a moderator, wants to be off. */
  #obey(self: Member | undefined): void {
    for (const kind of ["audio", "video"] as const) {
      const on = this.#wish[kind] && self?.[kind]?.muted !== true;
      if (this.#parts.local[kind].enabled !== on) this.#calls.setMuted(kind, !on);
    }
  }

  #members(): readonly Member[] {
    return this.#known === undefined ? [] : membersOf(this.#known.info, this.#subscription?.answer.participant ?? "");
  }

  #self(): Member | undefined {
    return this.#members().find(({ isSelf }) => isSelf);
  }

  #tell(): void {
    if (this.#known !== undefined && !this.#isOver) this.#events.changed(this.#known, this.#subscription?.answer.participant ?? "", this.#peers);
  }
}

const passing: ReadonlySet<string> = new Set(["draining", "unavailable"]);

/** Milliseconds. */
const tryAgainAfter = 5_000;
