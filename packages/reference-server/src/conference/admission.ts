import { findBySecret } from "../secret.js";
import { takeOut } from "./life.js";
import { usesOf } from "./join-tokens.js";
import { permissionsOf } from "./roles.js";
import type { ConferenceState, HeldParticipant, HeldToken } from "./state.js";

/** Who wants to join, as the signalling function knows it. */
export interface AdmissionRequest {
  /** Of the conference. */
  readonly uri: string;
  readonly joinToken: string;
  /** Who signed in on the connection that joins; absent for a guest. */
  readonly address?: string;
  /** The device, as it names itself. */
  readonly device: string;
  /** How it wants to be shown, where the token does not say. */
  readonly displayName?: string;
}

/** A wrong URI, a wrong token and one in use by as many as it admits are all `forbidden`. */
export type Admission =
  | { readonly admitted: true; readonly participant: HeldParticipant; readonly others: readonly HeldParticipant[] }
  | { readonly admitted: false; readonly problem: "forbidden" | "conference-ended" | "conference-full" };

/** Lets one in who bears a join token, or into the lobby: then its status is `pending`. Inside a unit. */
export function admit(state: ConferenceState, request: AdmissionRequest): Admission {
  const held = [...conferenceAt(state, request.uri)][0];
  const token = held === undefined ? undefined : tokenOf(state, held.value.id, request.joinToken);
  if (held === undefined || token === undefined) return { admitted: false, problem: "forbidden" };
  const { value } = held;
  if (value.state === "ended") return { admitted: false, problem: "conference-ended" };
  const isGood = Date.parse(token.value.expiresAt) > state.clock.now() && usesOf(state, token) < token.value.admits;
  const isOpen = value.state === "active" && !value.locked && value.joinHandling !== "block";
  if (!isGood || !isOpen) return { admitted: false, problem: "forbidden" };
  const others = state.participants.inPartition(value.id);
  const waits = value.joinHandling !== "allow" && token.value.skipsLobby !== true && request.address !== value.owner;
  if (!waits && others.filter((other) => other.value.status !== "pending").length >= value.maxParticipants) return { admitted: false, problem: "conference-full" };
  const id = state.newId();
  const displayName = token.value.displayName ?? request.displayName;
  const role = request.address === value.owner ? "moderator" : token.value.role;
  const participant: HeldParticipant = {
    conference: value.id,
    serial: state.nextSerial(),
    device: request.device,
    value: {
      id,
      uri: `${value.uri}/participants/${id}`,
      ...(request.address === undefined ? {} : { address: request.address }),
      ...(displayName === undefined ? {} : { displayName }),
      role,
      permissions: permissionsOf(role),
      status: waits ? "pending" : "connected",
      joinToken: token.value.id,
      arrivedAt: state.time(),
      ...(waits ? {} : { joinedAt: state.time() }),
    },
  };
  state.participants.put(id, participant);
  if (!waits) countAdmission(state, value.id);
  return { admitted: true, participant, others };
}

/** Lets somebody in from the lobby. Inside a unit; false where the conference is full. */
export function letIn(state: ConferenceState, held: HeldParticipant): HeldParticipant | "conference-full" {
  if (held.value.status !== "pending") return held;
  const conference = state.conferences.get(held.conference);
  const inside = state.participants.inPartition(held.conference).filter(({ value }) => value.status !== "pending").length;
  if (conference !== undefined && inside >= conference.value.maxParticipants) return "conference-full";
  const next: HeldParticipant = { ...held, value: { ...held.value, status: "connected", joinedAt: state.time() } };
  state.participants.put(held.value.id, next);
  countAdmission(state, held.conference);
  return next;
}

/** The participant has gone: it left, or its connection was lost for good. One who is not in is let go all the same. Inside a unit. */
export function leave(state: ConferenceState, participant: string): void {
  const held = state.participants.get(participant);
  if (held !== undefined) takeOut(state, held);
}

/** After a restart nobody is connected: who was in has lost its place. Inside a unit. */
export function emptyAll(state: ConferenceState): void {
  for (const held of Array.from(state.participants.values())) takeOut(state, held);
}

function countAdmission(state: ConferenceState, id: string): void {
  const held = state.conferences.get(id);
  if (held === undefined) return;
  const inside = state.participants.inPartition(id).filter(({ value }) => value.status !== "pending").length;
  state.conferences.put(id, { ...held, touched: state.clock.now(), admissions: held.admissions + 1, peak: Math.max(held.peak, inside) });
}

function* conferenceAt(state: ConferenceState, uri: string) {
  if (!uri.startsWith(state.uriBase)) return;
  const held = state.conferences.get(uri.slice(state.uriBase.length));
  if (held !== undefined) yield held;
}

function tokenOf(state: ConferenceState, conference: string, secret: string): HeldToken | undefined {
  const entries = state.tokens.inPartition(conference).map((held) => ({ held, digest: Buffer.from(held.digest, "base64url") }));
  return findBySecret(entries, secret)?.held;
}
