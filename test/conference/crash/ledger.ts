import type { Conference, ConferenceClient, Floor, JoinToken } from "@parley/conference";
import { ProtocolError } from "@parley/runtime";
import type { Tagged } from "@parley/runtime/http";
import { expect } from "vitest";
import type { Random } from "../../differential/random.js";
import type { RecordedPost, RecordedPosts } from "./recorded-posts.js";

/** A conference as its worker was told that it is. */
interface Entry {
  conference: Tagged<Conference>;
  /** Ids of its join tokens, and of the floors that were made after it. */
  readonly tokens: Set<string>;
  readonly floors: Set<string>;
}

/** A change without a key that was asked for and may not have been answered. */
type Asked =
  | { readonly kind: "update"; readonly entry: Entry; readonly subject: string }
  | { readonly kind: "revoke"; readonly entry: Entry; readonly token: string }
  | { readonly kind: "delete"; readonly entry: Entry };

const mostConferences = 6;

/** Conferences that one worker changes, one request after the other, and what it was told of each. */
export class Ledger {
  readonly posts: RecordedPosts;
  readonly #name: string;
  readonly #random: Random;
  readonly #entries = new Map<string, Entry>();
  #names = 0;
  /** How many of the posts are in the entries. */
  #noted = 0;
  #asked: Asked | undefined;
  /** Changes that were acknowledged, and those that had been done when their acknowledgement was lost. */
  acknowledged = 0;
  doneUnheard = 0;
  /** Every subject that a conference was given, and the URIs of conferences that were ended: each is to be told once. */
  readonly subjects: string[] = [];
  readonly ended: string[] = [];

  constructor(name: string, random: Random, posts: RecordedPosts) {
    this.#name = name;
    this.#random = random;
    this.posts = posts;
  }

  get conferences(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Changes one thing after another, until a request is not answered. */
  async work(client: ConferenceClient): Promise<void> {
    for (;;) {
      try {
        await this.#change(client);
      } catch (error) {
        // A refusal is a fault of somebody; anything else is the end of the server.
        if (error instanceof ProtocolError) throw error;
        return;
      }
      this.#asked = undefined;
      this.acknowledged += 1;
    }
  }

  /** Finds out what became of the request that was not answered: one with a key is sent again, of another the server is asked. */
  async settle(client: ConferenceClient, server: { readonly url: string; readonly token: string }): Promise<void> {
    this.#note();
    const last = this.posts.posts.at(-1);
    if (last !== undefined && last.answer === undefined) {
      const { replayed } = await this.posts.again(last, server);
      if (replayed) this.doneUnheard += 1;
      this.#note();
    }
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined && await this.#isDone(asked, client)) {
      this.doneUnheard += 1;
      await this.#take(asked, client);
    }
  }

  /** What the server has is what this worker was told, no more and no less. */
  async compare(client: ConferenceClient): Promise<void> {
    for (const [conferenceId, { conference, tokens, floors }] of this.#entries) {
      expect(await client.getConference({ conferenceId })).toEqual(conference);
      expect(await idsOf(client.listJoinTokens({ conferenceId }))).toEqual([...tokens].sort());
      const found = await idsOf(client.listFloors({ conferenceId }));
      expect(found).toEqual(expect.arrayContaining([...floors]));
      expect(found, "each conference begins with one floor").toHaveLength(floors.size + 1);
    }
  }

  async #change(client: ConferenceClient): Promise<void> {
    const entries = [...this.#entries.values()];
    const entry = this.#random.pick(entries.filter(({ conference }) => conference.state === "active"));
    const over = entries.find(({ conference }) => conference.state === "ended");
    if (entry === undefined || (entries.length < mostConferences && this.#random.chance(0.2))) {
      await client.createConference({ body: { subject: this.#newName() } });
      this.#note();
      return;
    }
    const conferenceId = entry.conference.id;
    const dice = this.#random.below(20);
    const [token] = entry.tokens;
    if (dice === 0) await client.endConference({ conferenceId });
    else if (dice < 3 && over !== undefined) await this.#ask({ kind: "delete", entry: over }, client);
    else if (dice < 7) await client.issueJoinToken({ conferenceId, body: {} });
    else if (dice < 9 && token !== undefined) await this.#ask({ kind: "revoke", entry, token }, client);
    else if (dice < 11 && entry.floors.size < 8) await client.createFloor({ conferenceId, body: { name: this.#newName() } });
    else await this.#ask({ kind: "update", entry, subject: this.#newName() }, client);
    this.#note();
  }

  async #ask(asked: Asked, client: ConferenceClient): Promise<void> {
    this.#asked = asked;
    const { conference } = asked.entry;
    const call = { conferenceId: conference.id, ifMatch: conference.etag };
    if (asked.kind === "update") {
      asked.entry.conference = await client.updateConference({ ...call, body: { subject: asked.subject } });
      this.subjects.push(asked.subject);
    } else {
      if (asked.kind === "revoke") await client.revokeJoinToken({ ...call, joinTokenId: asked.token, ifMatch: "*" });
      else await client.deleteConference(call);
      await this.#take(asked, client);
    }
  }

  async #isDone(asked: Asked, client: ConferenceClient): Promise<boolean> {
    const conferenceId = asked.entry.conference.id;
    switch (asked.kind) {
      case "update": return (await client.getConference({ conferenceId })).subject === asked.subject;
      case "revoke": return isGone(client.getJoinToken({ conferenceId, joinTokenId: asked.token }));
      case "delete": return isGone(client.getConference({ conferenceId }));
    }
  }

  async #take(asked: Asked, client: ConferenceClient): Promise<void> {
    const { entry } = asked;
    if (asked.kind === "update") {
      entry.conference = await client.getConference({ conferenceId: entry.conference.id });
      this.subjects.push(asked.subject);
    } else if (asked.kind === "revoke") entry.tokens.delete(asked.token);
    else this.#entries.delete(entry.conference.id);
  }

  /** Enters the answers to posts that are not entered yet. */
  #note(): void {
    for (let post = this.posts.posts[this.#noted]; post?.answer !== undefined; post = this.posts.posts[this.#noted]) {
      this.#enter(post, post.answer);
      this.#noted += 1;
    }
  }

  #enter({ path }: RecordedPost, { status, etag, body }: NonNullable<RecordedPost["answer"]>): void {
    expect([200, 201], body).toContain(status);
    const [conference = "", kind] = path.split("/conferences/")[1]?.split("/") ?? [];
    const entry = this.#entries.get(conference);
    if (kind === "join-tokens") entry?.tokens.add((JSON.parse(body) as JoinToken).id);
    else if (kind === "floors") entry?.floors.add((JSON.parse(body) as Floor).id);
    else {
      const told = { ...(JSON.parse(body) as Conference), etag: etag ?? "" };
      if (entry === undefined) {
        this.#entries.set(told.id, { conference: told, tokens: new Set(), floors: new Set() });
        this.subjects.push(told.subject ?? "");
      } else {
        entry.conference = told;
        this.ended.push(told.uri);
      }
    }
  }

  #newName(): string {
    this.#names += 1;
    return `${this.#name}-${this.#names}`;
  }
}

async function idsOf(items: AsyncIterable<{ readonly id: string }>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of items) ids.push(id);
  return ids.sort();
}

async function isGone(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return false;
  } catch (error) {
    if (error instanceof ProtocolError) return true;
    throw error;
  }
}
