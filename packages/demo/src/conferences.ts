import { conferenceBasePath, createConferenceClient } from "@parley/conference";
import { addressOf } from "./called-address.js";
import { conferenceLink } from "./page-link.js";
import type { RoomFacts, RoomInside, RoomLink } from "./page-state.js";
import { carryOut, lobbyFact } from "./room-actions.js";
import type { RoomAction } from "./room-actions.js";
import { membersOf } from "./room-members.js";
import type { Trace } from "./trace.js";
import { tracedFetch } from "./traced-fetch.js";

/** Conferences by the generated REST client. */
export interface Conferences {
  /** Creates a conference and gives a link for three others. */
  create(): Promise<string>;
  /** A token of one's own for a conference created here; undefined for the conferences of others, whose link carries it. */
  ownToken(uri: string): Promise<string | undefined>;
  /** What who leads a conference is to know of it from the beginning. */
  factsOf(uri: string): Promise<RoomFacts>;
  /** @throws ProtocolError */
  act(uri: string, room: RoomInside, action: RoomAction): Promise<RoomFacts>;
  /** What has become of an invitation, once that is sure. */
  outcomeOf(uri: string, invitation: string): Promise<string | undefined>;
}

/** `own` is the user's address. */
export function createConferences(page: Location, identity: { readonly user: string; readonly token: string; readonly own: string }, trace: Trace): Conferences {
  const client = createConferenceClient({ baseUrl: new URL(conferenceBasePath, page.href), token: identity.token, fetch: tracedFetch(trace) });
  const created = new Map<string, RoomLink>();
  const linkTo = (uri: string) => (joinToken: string) => conferenceLink(page.href, uri, joinToken, identity.user);
  return {
    async create() {
      const { id, uri } = await client.createConference({ body: { topology: "p2p" } });
      const issued = await client.issueJoinToken({ conferenceId: id, body: { admits: 3, expiresIn: 3600 } });
      const link = { url: linkTo(uri)(issued.token), token: issued.id };
      created.set(uri, link);
      return link.url;
    },
    async ownToken(uri) {
      if (!created.has(uri)) return undefined;
      return (await client.issueJoinToken({ conferenceId: idOf(uri), body: { expiresIn: 3600 } })).token;
    },
    async factsOf(uri) {
      const link = created.get(uri);
      return { ...lobbyFact(await client.getConference({ conferenceId: idOf(uri) })), ...(link === undefined ? {} : { link }) };
    },
    async act(uri, { known: { info }, self: selfId, facts }, action) {
      const self = membersOf(info, selfId).find(({ isSelf }) => isSelf);
      if (self === undefined) return {};
      return carryOut({ client, conferenceId: idOf(uri), info, self, facts, addressOf: (name) => addressOf(name, identity.own), linkOf: linkTo(uri) }, action);
    },
    async outcomeOf(uri, invitationId) {
      const { state, endedAt } = await client.getInvitation({ conferenceId: idOf(uri), invitationId });
      return endedAt === undefined ? undefined : state;
    },
  };
}

/** The id of a conference on the REST side is the end of its URI. */
function idOf(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
