import { conferenceBasePath, createConferenceClient } from "@parley/conference";
import { conferenceLink } from "./page-link.js";
import type { Trace } from "./trace.js";

/** Conferences this page created, by the generated REST client. */
export interface Conferences {
  /** Creates a conference for two and gives a link for somebody else. */
  create(): Promise<string>;
  /** A token of one's own for a conference created here; undefined for the conferences of others, whose link carries it. */
  ownToken(uri: string): Promise<string | undefined>;
}

export function createConferences(page: Location, identity: { readonly user: string; readonly token: string }, trace: Trace): Conferences {
  const client = createConferenceClient({
    baseUrl: new URL(conferenceBasePath, page.href), token: identity.token, fetch: tracedFetch(trace),
  });
  const created = new Map<string, string>();
  const issue = async (conferenceId: string) => client.issueJoinToken({ conferenceId, body: { expiresIn: 3600 } });
  return {
    async create() {
      const conference = await client.createConference({ body: { topology: "p2p" } });
      created.set(conference.uri, conference.id);
      return conferenceLink(page.href, conference.uri, (await issue(conference.id)).token, identity.user);
    },
    async ownToken(uri) {
      const id = created.get(uri);
      return id === undefined ? undefined : (await issue(id)).token;
    },
  };
}

/** The platform's fetch, with both directions in the trace. Headers are left out: one of them is the user's token. */
function tracedFetch(trace: Trace): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname;
    trace.add({ kind: "http", direction: "sent", label: `${request.method} ${shortened(path)}`, failed: false, message: { url: path, body: await jsonOf(request.clone()) } });
    const response = await fetch(request);
    trace.add({
      kind: "http", direction: "received", label: `${response.status} ${shortened(path)}`, failed: !response.ok,
      message: { status: response.status, body: await jsonOf(response.clone()) },
    });
    return response;
  };
}

async function jsonOf(message: Request | Response): Promise<unknown> {
  const text = await message.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The last word of a path says which operation it is. */
function shortened(path: string): string {
  return `/${path.split("/").at(-1) ?? ""}`;
}
