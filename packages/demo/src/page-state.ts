import type { KnownState } from "@parley/runtime";
import type { ConferenceInfo } from "@parley/signalling";
import type { Language } from "./texts.js";

/** All that the page shows, but for the trace, which grows on its own. */
export interface PageState {
  readonly language: Language;
  readonly connection: ConnectionView;
  readonly call: CallView;
  readonly own: OwnMedia;
  readonly conference: ConferenceView;
  readonly room: RoomView;
  /** Set while somebody asks this user into a conference. */
  readonly invite: InviteView | undefined;
}

export type ConnectionView =
  | { readonly kind: "signed-out" }
  | { readonly kind: "connecting"; readonly user: string }
  | { readonly kind: "ready"; readonly user: string }
  /** The connection is lost and being brought back; a call goes on meanwhile. */
  | { readonly kind: "resuming"; readonly user: string }
  | { readonly kind: "refused"; readonly user: string }
  /** The user signed in elsewhere. */
  | { readonly kind: "replaced"; readonly user: string }
  | { readonly kind: "lost"; readonly user: string };

export type CallView =
  | { readonly kind: "idle"; readonly ended?: Ended }
  | { readonly kind: "incoming"; readonly name: string }
  | { readonly kind: "calling"; readonly name: string; readonly progress: "asking" | "answering" | "ringing" }
  | { readonly kind: "talking"; readonly name: string; readonly media: "connecting" | "flowing" | "failed"; readonly since: number; readonly far: FarMedia };

/** Why the last call is over: one of ours, a cause of the protocol, or a problem the far side named. */
export interface Ended {
  readonly name: string;
  readonly reason: string;
  /** The problem's own title, for a reason the page has no words for. */
  readonly title?: string;
}

export interface OwnMedia {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly held: boolean;
  readonly source: MediaSource;
}

/** Where picture and sound come from: devices, or made by the page, each for itself. */
export interface MediaSource {
  readonly picture: "none" | "device" | "synthetic";
  readonly sound: "none" | "device" | "synthetic";
}

/** What the far side told about its own microphone and camera, and the function about its connection. */
export interface FarMedia {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly held: boolean;
  /** Its connection is lost; the call waits for it. */
  readonly away: boolean;
}

export type ConferenceView =
  | { readonly kind: "none" }
  | { readonly kind: "creating" }
  | { readonly kind: "created"; readonly link: string }
  | { readonly kind: "invited"; readonly link: string }
  | { readonly kind: "refused"; readonly reason: string; readonly title?: string };

export const noMedia: OwnMedia = { microphone: true, camera: true, held: false, source: { picture: "none", sound: "none" } };

/** The conference that this page is in. */
export type RoomView = { readonly kind: "none" } | { readonly kind: "entering" } | RoomInside;

/** A conference as the events have told it so far. */
export type KnownConference = KnownState<ConferenceInfo>;

/** A place in a conference; in the lobby too, where one sees oneself alone. */
export interface RoomInside {
  readonly kind: "inside";
  readonly known: KnownConference;
  /** The participant that this page is. */
  readonly self: string;
  /** The call with each of the others in the same room, by participant. */
  readonly peers: ReadonlyMap<string, PeerView>;
  readonly facts: RoomFacts;
  /** What the person wanted last and did not get: a problem, and its title. */
  readonly refusal: Refusal | undefined;
}

export interface PeerView {
  readonly path: "connecting" | "flowing" | "failed";
  /** Absent until the call is answered. */
  readonly far: FarMedia | undefined;
}

/** What the events do not tell, known to who leads from the answers of the conference function. */
export interface RoomFacts {
  readonly link?: RoomLink | undefined;
  readonly hasLobby?: boolean;
  /** The last who was invited by name. */
  readonly invited?: { readonly id: string; readonly name: string; readonly state: string };
}

export interface RoomLink {
  readonly url: string;
  /** The join token in it. */
  readonly token: string;
}

export interface Refusal {
  readonly problem: string;
  readonly title: string;
}

export interface InviteView {
  readonly name: string;
  readonly subject: string | undefined;
}
