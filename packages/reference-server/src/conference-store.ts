import type { Conference, Participant } from "@parley/conference";

/**
 * Conferences, who is in them and who may join.
 * Each method is one atomic step, so that two who join at once cannot both take the last place.
 * The REST side creates, ends and issues; the signalling function admits and lets go.
 */
export interface ConferenceStore {
  create(owner: string, fields: Pick<Conference, "subject" | "topology">): Promise<Conference>;
  /** Undefined where there is none, or none of this owner. */
  get(owner: string, id: string): Promise<Conference | undefined>;
  /** The owner's conferences, the newest first. */
  list(owner: string, page: PageWish): Promise<Page<Conference>>;
  /** Ends it for everyone; one that has ended stays as it is. */
  end(owner: string, id: string): Promise<Conference | undefined>;
  /** Who is in, in order of admission. */
  participants(owner: string, id: string, page: PageWish): Promise<Page<Participant> | undefined>;
  /** False where there is no such conference or participant. */
  removeParticipant(owner: string, id: string, participant: string): Promise<boolean>;
  /** A new join token; its text is told here once and is not kept. */
  issueToken(owner: string, id: string, wish: TokenWish): Promise<IssuedToken | "conference-ended" | undefined>;
  /** Lets one in who bears a join token. The signalling function calls it for a setup to a conference URI. */
  admit(request: AdmissionRequest): Promise<Admission>;
  /** The participant has gone: its session ended or its connection was lost. One who is not in is let go all the same. */
  leave(conference: string, participant: string): Promise<void>;
  /** Tells of those who are to be disconnected. Returns what stops it. */
  listen(listener: ConferenceListener): () => void;
}

/** What the REST side did to those inside; the signalling function disconnects them. */
export interface ConferenceListener {
  participantRemoved(conference: string, participant: string): void;
  conferenceEnded(conference: string, participants: readonly string[]): void;
}

/** `after` is the `next` of the page before. */
export interface PageWish {
  readonly size: number;
  readonly after?: string;
}

/** A page, or word that `after` is no place of this list. */
export type Page<Entry> = { readonly items: readonly Entry[]; readonly next?: string } | "bad-cursor";

export interface TokenWish {
  readonly displayName?: string;
  /** Seconds. */
  readonly expiresIn?: number;
}

export interface IssuedToken {
  readonly token: string;
  readonly uri: string;
  readonly expiresAt: string;
}

export interface AdmissionRequest {
  /** The `to` of the setup. */
  readonly uri: string;
  readonly joinToken: string;
  /** Who signed in on the connection that joins; absent for a guest. */
  readonly address?: string;
}

/** Word of who is in, or why not. A wrong URI, a wrong token and one in use by another participant are all `forbidden`. */
export type Admission =
  | { readonly admitted: true; readonly conference: string; readonly participant: Participant; readonly others: readonly Participant[] }
  | { readonly admitted: false; readonly problem: "forbidden" | "conference-ended" | "conference-full" };
