import type { ConferenceImplementation, JoinToken, JoinTokenRequest } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import { digestOf, newSecret } from "../secret.js";
import type { ConferenceCaller } from "./access.js";
import { activeLeaderOf, inConference, leaderOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { pageOf } from "./page.js";
import type { ConferenceState, HeldToken } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listJoinTokens" | "issueJoinToken" | "getJoinToken" | "revokeJoinToken">;

/** Life of a join token where none is wished, and the longest granted. Seconds. */
const life = { usual: 600, longest: 86_400 };

/** Join tokens of one conference; beyond, the oldest that nobody uses goes. */
const mostTokens = 1_000;

export function joinTokenOperations(state: ConferenceState): Operations {
  const { units, tokens } = state;
  return {
    listJoinTokens: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        leaderOf(state, caller, conferenceId);
        return pageOf(state, { operation: "listJoinTokens", call, caller }, tokens.inPartition(conferenceId), "newest", ({ value }) => value);
      }),
    issueJoinToken: async ({ conferenceId, body }, { caller }) => {
      const { issued, etag } = await units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        const issued = issueToken(state, conferenceId, body);
        return { issued, etag: entityTagOf(inConference(tokens.get(issued.id), conferenceId).value) };
      });
      const location = `${conferenceBasePath}/conferences/${conferenceId}/join-tokens/${issued.id}`;
      return { status: 201, headers: { etag, location, cacheControl: "no-store" }, body: issued };
    },
    getJoinToken: ({ conferenceId, joinTokenId }, { caller }) =>
      units.read(() => {
        leaderOf(state, caller, conferenceId);
        return tagged(inConference(tokens.get(joinTokenId), conferenceId).value);
      }),
    revokeJoinToken: ({ conferenceId, joinTokenId }, { caller, requireMatch }) =>
      units.unit(() => {
        leaderOf(state, caller, conferenceId);
        const held = inConference(tokens.get(joinTokenId), conferenceId);
        requireMatch(entityTagOf(held.value));
        tokens.delete(joinTokenId);
      }),
  };
}

/** A new join token; its secret is told here once and is not kept. Inside a unit. */
export function issueToken(state: ConferenceState, conference: string, wish: JoinTokenRequest): JoinToken {
  const { tokens, clock, newId } = state;
  const known = tokens.inPartition(conference);
  for (const held of known.slice(0, Math.max(0, known.length - mostTokens + 1))) if (usesOf(state, held) === 0) tokens.delete(held.value.id);
  const { displayName, role = "participant", admits = 1, skipsLobby, expiresIn = life.usual } = wish;
  const token = newSecret();
  const expiresAt = new Date(clock.now() + Math.min(expiresIn, life.longest) * 1_000).toISOString();
  const id = newId();
  tokens.put(id, {
    conference,
    serial: state.nextSerial(),
    digest: Buffer.from(digestOf(token)).toString("base64url"),
    value: {
      id,
      role,
      admits,
      createdAt: state.time(),
      expiresAt,
      ...(displayName === undefined ? {} : { displayName }),
      ...(skipsLobby === undefined ? {} : { skipsLobby }),
    },
  });
  return { id, token, uri: `${state.uriBase}${conference}`, expiresAt };
}

/** How many participants are in, or wait, with a token. */
export function usesOf(state: ConferenceState, { conference, value }: HeldToken): number {
  return state.participants.inPartition(conference).filter((held) => held.value.joinToken === value.id).length;
}
