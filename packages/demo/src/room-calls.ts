import type { Clock } from "@parley/runtime";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";
import { placeCall, takeCall } from "./call.js";
import type { Call, CallEvents } from "./call.js";
import type { LocalMedia } from "./media.js";
import type { PeerView } from "./page-state.js";

/** Somebody in the same room. */
export interface Peer {
  readonly id: string;
  readonly uri: string;
  /** Whether this side is the one that calls. */
  readonly isCalled: boolean;
}

export interface RoomCallsParts {
  readonly client: SignallingClient;
  readonly local: LocalMedia;
  readonly clock: Clock;
  changed(peers: ReadonlyMap<string, PeerView>): void;
  stream(participant: string, stream: MediaStream | undefined): void;
}

/** A call with each of the others in a room, by participant: begun by who came later, and begun again when it breaks. */
export class RoomCalls {
  readonly #parts: RoomCallsParts;
  readonly #links = new Map<string, Link>();
  #isOver = false;

  constructor(parts: RoomCallsParts) {
    this.#parts = parts;
  }

  /** These are in the room now; calls with all others end. */
  follow(peers: readonly Peer[]): void {
    const present = new Map(peers.map((peer) => [peer.id, peer]));
    for (const [id, link] of this.#links) if (!present.has(id)) this.#drop(id, link);
    for (const [id, peer] of present) {
      const link = this.#linkTo(id);
      link.peer = peer;
      if (link.call === undefined && link.stopWaiting === undefined && peer.isCalled) this.#place(link, peer);
    }
    this.#tell();
  }

  /** Takes the call of one in the room; the conference has made sure that it is. False for a call from outside. */
  take(incoming: IncomingSetup): boolean {
    const { participant } = incoming;
    if (participant === undefined || this.#isOver) return false;
    const link = this.#linkTo(participant);
    link.run += 1;
    link.call?.hangUp();
    this.#begin(link, participant, (events) => takeCall(this.#parts.client, this.#parts.local, incoming, events));
    return true;
  }

  /** Own sound or picture goes on or off, towards everybody. */
  setMuted(kind: "audio" | "video", muted: boolean): void {
    this.#track(kind).enabled = !muted;
    for (const { call } of this.#links.values()) void call?.established?.setMuted(kind, muted).catch(() => undefined);
  }

  end(): void {
    this.#isOver = true;
    for (const [id, link] of this.#links) this.#drop(id, link);
  }

  #linkTo(id: string): Link {
    const link = this.#links.get(id) ?? { run: 0, failures: 0, view: { path: "connecting", far: undefined } };
    this.#links.set(id, link);
    return link;
  }

  #place(link: Link, { id, uri }: Peer): void {
    this.#begin(link, id, (events) => placeCall(this.#parts.client, this.#parts.local, { to: uri }, events));
  }

  #begin(link: Link, id: string, call: (events: CallEvents) => Call): void {
    link.stopWaiting?.();
    link.stopWaiting = undefined;
    link.run += 1;
    const { run } = link;
    // Of a call whose place another has taken, or whose participant has gone, nothing is heard any more.
    const heard = <Told extends unknown[]>(tell: (...told: Told) => void) => (...told: Told) => {
      if (run === link.run && this.#links.get(id) === link) tell(...told);
    };
    const muted = { audio: !this.#track("audio").enabled, video: !this.#track("video").enabled };
    link.call = call({
      ringing: () => undefined,
      answered: heard((far) => {
        this.#show(link, { far });
        for (const kind of ["audio", "video"] as const) if (this.#track(kind).enabled === muted[kind]) this.setMuted(kind, !muted[kind]);
      }),
      farChanged: heard((far) => this.#show(link, { far })),
      path: heard((path) => {
        if (path === "flowing") link.failures = 0;
        this.#show(link, { path });
      }),
      stream: heard((stream) => this.#parts.stream(id, stream)),
      ended: heard(() => this.#again(id, link)),
    });
  }

  /** A call has ended while both are in the room: it is begun anew after a while, longer each time. */
  #again(id: string, link: Link): void {
    link.call = undefined;
    link.failures += 1;
    this.#parts.stream(id, undefined);
    this.#show(link, { path: "connecting", far: undefined });
    if (link.peer?.isCalled !== true) return;
    link.stopWaiting = this.#parts.clock.after(Math.min(250 * 2 ** link.failures, 8000), () => {
      link.stopWaiting = undefined;
      const { peer } = link;
      if (this.#links.get(id) === link && peer !== undefined && link.call === undefined) this.#place(link, peer);
    });
  }

  #drop(id: string, link: Link): void {
    this.#links.delete(id);
    link.stopWaiting?.();
    link.call?.hangUp();
    this.#parts.stream(id, undefined);
  }

  #show(link: Link, part: Partial<PeerView>): void {
    link.view = { ...link.view, ...part };
    this.#tell();
  }

  #tell(): void {
    if (!this.#isOver) this.#parts.changed(new Map([...this.#links].map(([id, { view }]) => [id, view])));
  }

  #track(kind: "audio" | "video"): MediaStreamTrack {
    return kind === "audio" ? this.#parts.local.audio : this.#parts.local.video;
  }
}

/** What there is between this page and one other. */
interface Link {
  peer?: Peer;
  call?: Call | undefined;
  /** Counts the calls: the last one is the one that is heard. */
  run: number;
  /** Calls in a row that no media flowed in. */
  failures: number;
  view: PeerView;
  /** Set while the next call waits for its time. */
  stopWaiting?: (() => void) | undefined;
}
