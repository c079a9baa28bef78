import { conferenceScopes, createConferenceClient } from "@parley/conference";
import type { ConferenceClient } from "@parley/conference";
import { manualClock } from "@parley/runtime";
import type { ConferenceDesk, WebhookOptions } from "@parley/reference-server";
import { createConferenceFunction, memoryConferenceDesk } from "@parley/reference-server";

export const origin = "https://operator.example";
const start = Date.UTC(2026, 2, 2, 9);

export const uriBase = `${origin}/conferences/`;

const application: WebhookOptions = { hosts: ["app.example"], fetch: () => Promise.resolve(new Response(null, { status: 204 })) };

interface WorldOptions {
  readonly newId?: () => string;
  readonly random?: () => number;
  /** Conferences that were kept. Absent, there are none. */
  readonly desk?: ConferenceDesk;
  /** Absent, events go to an application that takes them all, without a network. */
  readonly webhooks?: WebhookOptions;
}

/** A conference function in memory, and clients of it: no network, and time stands still. */
export function conferenceWorld({ desk: kept, webhooks = application, ...options }: WorldOptions = {}) {
  const clock = manualClock(start);
  const desk = kept ?? memoryConferenceDesk({ uriBase, clock, webhooks, ...options });
  const faults: unknown[] = [];
  const tokens = new Map([
    ["alice-token", "acct:alice@operator.example"],
    ["bob-token", "acct:bob@operator.example"],
    ["carol-token", "acct:carol@operator.example"],
    ["reader-token", "acct:reader@operator.example"],
    ["stranger-token", "acct:stranger@operator.example"],
  ]);
  const conference = createConferenceFunction({
    desk,
    userOf: (token) => tokens.get(token),
    scopesOf: (user) => (user.startsWith("acct:stranger") ? [] : user.startsWith("acct:reader") ? ["conference:read"] : conferenceScopes),
    log: (event, fields) => faults.push({ event, ...fields }),
  });
  const requests: string[] = [];
  const fetch = (request: Request) => {
    requests.push(`${request.method} ${request.url.slice(origin.length + conference.basePath.length)}`);
    return conference.handle(request);
  };
  const clientOf = (token: string): ConferenceClient => createConferenceClient({ baseUrl: origin + conference.basePath, token, fetch });
  /** A request that no generated client would make, with the token of a user or with none. */
  const askAs = (token: string | undefined, path: string, init: RequestInit = {}) => {
    const shown = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return conference.handle(new Request(`${origin}${conference.basePath}${path}`, { ...init, headers: { ...shown, ...init.headers } }));
  };
  const ask = (path: string, init: RequestInit = {}) => askAs("alice-token", path, init);
  return {
    clock,
    desk,
    faults,
    requests,
    alice: clientOf("alice-token"),
    bob: clientOf("bob-token"),
    reader: clientOf("reader-token"),
    clientOf,
    ask,
    askAs,
  };
}

export type ConferenceWorld = ReturnType<typeof conferenceWorld>;

/** Everything that an asynchronous list gives. */
export async function all<Entry>(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}
