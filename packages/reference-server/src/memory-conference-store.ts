import { randomUUID } from "node:crypto";
import type { Conference, Participant } from "@parley/conference";
import type { Clock } from "@parley/runtime";
import { systemClock } from "@parley/runtime";
import type { Admission, AdmissionRequest, ConferenceListener, ConferenceStore, IssuedToken, Page, PageWish, TokenWish } from "./conference-store.js";
import { pageOf } from "./page-of.js";
import { digestOf, findBySecret, newSecret } from "./secret.js";

export interface MemoryConferenceOptions {
  /** Conference URIs start so: `https://operator.example/conferences/`. */
  readonly uriBase: string;
  readonly clock?: Clock;
  /** Life of a join token where none is wished, and the longest granted. Seconds. */
  readonly tokenLife?: { readonly default: number; readonly longest: number };
  /** How long a conference that has ended can still be read. Milliseconds. */
  readonly rememberEnded?: number;
  /** A conference in which nobody was for so long ends. Milliseconds. */
  readonly idle?: number;
  /** Names conferences and participants; random UUIDs when absent. Another one makes runs repeatable. */
  readonly newId?: () => string;
}

/** Conferences of one run, in memory. */
export function memoryConferenceStore(options: MemoryConferenceOptions): ConferenceStore {
  return new MemoryConferenceStore(options);
}

const hour = 3_600_000;

/** Conferences of one owner, those included that have ended and can still be read. */
const mostConferences = 1_000;

/** Join tokens of one conference; beyond, the oldest that nobody uses goes. */
const mostTokens = 1_000;

interface Room {
  readonly owner: string;
  /** Order of creation, and so the place in a list. */
  readonly serial: number;
  conference: Conference;
  readonly participants: Map<string, Seat>;
  readonly tokens: Set<Token>;
  /** When somebody was last in it, or it ended. */
  touched: number;
}

interface Seat {
  readonly serial: number;
  readonly participant: Participant;
  readonly token: Token;
}

/** The text of a token is not kept. */
interface Token {
  readonly digest: Uint8Array;
  readonly displayName: string | undefined;
  readonly expiresAt: number;
}

class MemoryConferenceStore implements ConferenceStore {
  readonly #rooms = new Map<string, Room>();
  readonly #byUri = new Map<string, Room>();
  readonly #listeners = new Set<ConferenceListener>();
  readonly #options: MemoryConferenceOptions;
  readonly #clock: Clock;
  readonly #newId: () => string;
  #serial = 0;
  #swept = 0;

  constructor(options: MemoryConferenceOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? randomUUID;
  }

  create(owner: string, fields: Pick<Conference, "subject" | "topology">): Promise<Conference> {
    this.#sweep();
    this.#makeRoom(owner);
    const id = this.#newId();
    const conference: Conference = {
      id,
      uri: this.#options.uriBase + id,
      ...(fields.subject === undefined ? {} : { subject: fields.subject }),
      topology: fields.topology,
      maxParticipants: 2,
      state: "active",
      createdAt: this.#time(),
    };
    this.#serial += 1;
    const room: Room = { owner, serial: this.#serial, conference, participants: new Map(), tokens: new Set(), touched: this.#clock.now() };
    this.#rooms.set(id, room);
    this.#byUri.set(conference.uri, room);
    return Promise.resolve(conference);
  }

  get(owner: string, id: string): Promise<Conference | undefined> {
    return Promise.resolve(this.#room(owner, id)?.conference);
  }

  list(owner: string, page: PageWish): Promise<Page<Conference>> {
    this.#sweep();
    const own = [...this.#rooms.values()].filter((room) => room.owner === owner).reverse();
    const isOlder = (serial: number, after: number) => serial < after;
    return Promise.resolve(pageOf(own, page, isOlder, ({ conference }) => conference));
  }

  end(owner: string, id: string): Promise<Conference | undefined> {
    const room = this.#room(owner, id);
    if (room !== undefined) this.#end(room);
    return Promise.resolve(room?.conference);
  }

  participants(owner: string, id: string, page: PageWish): Promise<Page<Participant> | undefined> {
    const room = this.#room(owner, id);
    if (room === undefined) return Promise.resolve(undefined);
    const isLater = (serial: number, after: number) => serial > after;
    return Promise.resolve(pageOf([...room.participants.values()], page, isLater, ({ participant }) => participant));
  }

  removeParticipant(owner: string, id: string, participant: string): Promise<boolean> {
    const room = this.#room(owner, id);
    const seat = room?.participants.get(participant);
    if (room === undefined || seat === undefined) return Promise.resolve(false);
    room.participants.delete(participant);
    room.tokens.delete(seat.token);
    room.touched = this.#clock.now();
    for (const listener of this.#listeners) listener.participantRemoved(id, participant);
    return Promise.resolve(true);
  }

  issueToken(owner: string, id: string, wish: TokenWish): Promise<IssuedToken | "conference-ended" | undefined> {
    const room = this.#room(owner, id);
    if (room === undefined) return Promise.resolve(undefined);
    if (room.conference.state !== "active") return Promise.resolve("conference-ended");
    const life = this.#options.tokenLife ?? { default: 600, longest: hour / 1000 };
    const expiresAt = this.#clock.now() + Math.min(wish.expiresIn ?? life.default, life.longest) * 1000;
    const token = newSecret();
    for (const oldest of room.tokens) {
      if (room.tokens.size < mostTokens) break;
      if (!holds(room, oldest)) room.tokens.delete(oldest);
    }
    room.tokens.add({ digest: digestOf(token), displayName: wish.displayName, expiresAt });
    room.touched = this.#clock.now();
    return Promise.resolve({ token, uri: room.conference.uri, expiresAt: new Date(expiresAt).toISOString() });
  }

  admit(request: AdmissionRequest): Promise<Admission> {
    return Promise.resolve(this.#admit(request));
  }

  leave(conference: string, participant: string): Promise<void> {
    const room = this.#rooms.get(conference);
    if (room?.participants.delete(participant) === true) room.touched = this.#clock.now();
    return Promise.resolve();
  }

  listen(listener: ConferenceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #admit({ uri, joinToken, address }: AdmissionRequest): Admission {
    this.#sweep();
    const room = this.#byUri.get(uri);
    const token = findBySecret(room?.tokens ?? [], joinToken);
    if (room === undefined || token === undefined) return { admitted: false, problem: "forbidden" };
    if (room.conference.state !== "active") return { admitted: false, problem: "conference-ended" };
    const seats = [...room.participants.values()];
    if (token.expiresAt <= this.#clock.now() || holds(room, token)) return { admitted: false, problem: "forbidden" };
    if (seats.length >= room.conference.maxParticipants) return { admitted: false, problem: "conference-full" };
    const participant: Participant = {
      id: this.#newId(),
      ...(address === undefined ? {} : { address }),
      ...(token.displayName === undefined ? {} : { displayName: token.displayName }),
      joinedAt: this.#time(),
    };
    this.#serial += 1;
    room.participants.set(participant.id, { serial: this.#serial, participant, token });
    room.touched = this.#clock.now();
    return { admitted: true, conference: room.conference.id, participant, others: seats.map((seat) => seat.participant) };
  }

  #room(owner: string, id: string): Room | undefined {
    this.#sweep();
    const room = this.#rooms.get(id);
    return room?.owner === owner ? room : undefined;
  }

  /** One owner has so many conferences: of more, one that has ended goes, else the oldest that nobody is in. */
  #makeRoom(owner: string): void {
    const own = [...this.#rooms.values()].filter((room) => room.owner === owner);
    if (own.length < mostConferences) return;
    const gone = own.find(({ conference }) => conference.state !== "active") ?? own.find(({ participants }) => participants.size === 0) ?? own[0];
    if (gone === undefined) return;
    this.#end(gone);
    this.#rooms.delete(gone.conference.id);
    this.#byUri.delete(gone.conference.uri);
  }

  #end(room: Room): void {
    if (room.conference.state !== "active") return;
    const inside = [...room.participants.keys()];
    room.conference = { ...room.conference, state: "ended", endedAt: this.#time() };
    room.participants.clear();
    room.touched = this.#clock.now();
    for (const listener of this.#listeners) listener.conferenceEnded(room.conference.id, inside);
  }

  /** Ends what nobody uses and forgets what ended long ago, so that memory is bounded by use. */
  #sweep(): void {
    const now = this.#clock.now();
    if (now - this.#swept < 1000) return;
    this.#swept = now;
    for (const [id, room] of this.#rooms) {
      if (room.conference.state === "active") {
        for (const token of room.tokens) if (token.expiresAt <= now && !holds(room, token)) room.tokens.delete(token);
        if (room.participants.size === 0 && now - room.touched > (this.#options.idle ?? 24 * hour)) this.#end(room);
      } else if (now - room.touched > (this.#options.rememberEnded ?? hour)) {
        this.#rooms.delete(id);
        this.#byUri.delete(room.conference.uri);
      }
    }
  }

  #time(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

function holds(room: Room, token: Token): boolean {
  for (const seat of room.participants.values()) if (seat.token === token) return true;
  return false;
}
