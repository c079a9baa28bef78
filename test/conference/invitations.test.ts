import type { InvitationGrant, InvitationReport } from "@parley/reference-server";
import { memoryRecordStore, openConferenceDesk } from "@parley/reference-server";
import { manualClock } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { all, conferenceWorld, uriBase } from "./world.js";

const bob = "acct:bob@operator.example";

/** A conference of Alice's, and a signalling side that writes down what it is asked, and tells what the test says. */
async function meeting({ reachable = true } = {}) {
  const world = conferenceWorld();
  const { id: conferenceId, uri } = await world.alice.createConference({ body: { joinHandling: "confirm" } });
  const rings: { readonly grant: InvitationGrant; readonly tell: (report: InvitationReport) => void }[] = [];
  const stopped: string[] = [];
  if (reachable) {
    world.desk.onInvitation({
      ring: (_, grant, tell) => void rings.push({ grant, tell }),
      stop: ({ state, cause }) => void stopped.push(`${state}: ${cause?.reason ?? ""}`),
    });
  }
  const invite = (body = {}) => world.alice.inviteParticipant({ conferenceId, body: { address: bob, ...body } });
  const { id: invitationId } = await invite();
  const invitation = { conferenceId, invitationId };
  return {
    ...world,
    conferenceId,
    uri,
    invitation,
    stopped,
    invite,
    ring: (at = 0) => rings[at] ?? Promise.reject(new Error(`There is no ring ${at}.`)),
    current: () => world.alice.getInvitation(invitation),
    joinWith: ({ joinToken }: InvitationGrant) => world.desk.admit({ uri, joinToken, address: bob, device: "bob-1" }),
  };
}

describe("an invited user", () => {
  it("is called with what it needs to join, past the lobby", async () => {
    const { ring, current, joinWith, uri } = await meeting();
    const { grant, tell } = await ring();
    expect(grant).toEqual({ conferenceUri: uri, joinToken: expect.any(String), invitedBy: "acct:alice@operator.example", ringFor: 30 });
    expect(await current()).toMatchObject({ state: "pending", attempts: 1 });
    tell({ state: "ringing" });
    expect(await current()).toMatchObject({ state: "ringing" });
    tell({ state: "accepted" });
    expect(await current()).toMatchObject({ state: "accepted", endedAt: expect.any(String) });
    expect(await joinWith(grant)).toMatchObject({ admitted: true, participant: { value: { status: "connected", role: "participant" } } });
  });

  it("may look at the conference while it rings, and no more than that", async () => {
    const { ring, bob: client, conferenceId } = await meeting();
    expect(await client.getConference({ conferenceId })).toMatchObject({ id: conferenceId });
    await expect(client.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(client.inviteParticipant({ conferenceId, body: { address: bob } })).rejects.toMatchObject({ problem: "forbidden" });
    (await ring()).tell({ state: "declined" });
    await expect(client.getConference({ conferenceId })).rejects.toMatchObject({ problem: "not-found" });
  });

  it.each(["declined", "busy", "failed", "unanswered"] as const)("that is %s cannot join, and may be called again", async (state) => {
    const { alice, ring, current, joinWith, invitation, stopped } = await meeting();
    const { grant, tell } = await ring();
    tell({ state });
    const reason = { declined: "declined", busy: "busy", failed: "unreachable", unanswered: "no-answer" }[state];
    expect(await current()).toMatchObject({ state, cause: { reason }, endedAt: expect.any(String) });
    expect(await joinWith(grant)).toEqual({ admitted: false, problem: "forbidden" });
    expect(stopped).toEqual([]);
    const again = await alice.retryInvitation(invitation);
    expect(again).toMatchObject({ state: "pending", attempts: 2 });
    expect(again).not.toHaveProperty("endedAt");
    const second = await ring(1);
    tell({ state: "accepted" });
    expect(await current(), "what an earlier attempt tells is passed over").toMatchObject({ state: "pending" });
    second.tell({ state: "accepted" });
    expect(await current()).toMatchObject({ state: "accepted" });
    await expect(alice.retryInvitation(invitation)).rejects.toMatchObject({ problem: "conflict" });
  });
});

describe("the devices are told to stop", () => {
  it("when nobody answers in time", async () => {
    const { clock, ring, current, joinWith, stopped } = await meeting();
    const { grant } = await ring();
    await clock.advance(29_999);
    expect(stopped).toEqual([]);
    await clock.advance(1);
    expect(await current()).toMatchObject({ state: "unanswered", cause: { reason: "no-answer" } });
    expect(stopped).toEqual(["unanswered: no-answer"]);
    expect(await joinWith(grant)).toMatchObject({ admitted: false });
  });

  it("when the invitation is taken back", async () => {
    const { alice, clock, invitation, ring, joinWith, stopped } = await meeting();
    const { grant } = await ring();
    const over = await alice.cancelInvitation(invitation);
    expect(over).toMatchObject({ state: "cancelled", cause: { reason: "cancelled" } });
    expect(await alice.cancelInvitation(invitation)).toEqual(over);
    expect(stopped).toEqual(["cancelled: cancelled"]);
    expect(await joinWith(grant)).toMatchObject({ admitted: false });
    expect(clock.pending, "no timer is left").toBe(0);
  });

  it("when the conference ends", async () => {
    const { alice, conferenceId, current, stopped } = await meeting();
    await alice.endConference({ conferenceId });
    expect(await current()).toMatchObject({ state: "cancelled", cause: { reason: "conference-ended" } });
    expect(stopped).toEqual(["cancelled: conference-ended"]);
  });
});

describe("nobody is called", () => {
  it("where nobody calls", async () => {
    const { current } = await meeting({ reachable: false });
    expect(await current()).toMatchObject({ state: "failed", cause: { reason: "unreachable" } });
  });

  it.each(["tel:+81312345678", "https://operator.example/conferences/x", "urn:service:sos"])("at %s", async (address) => {
    const { invite } = await meeting();
    await expect(invite({ address })).rejects.toMatchObject({ problem: "address-unsupported" });
  });

  it("into a conference that lets nobody in", async () => {
    const { alice, conferenceId, invite } = await meeting();
    await alice.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } });
    await expect(invite()).rejects.toMatchObject({ problem: "conflict" });
  });

  it("by a participant who may not", async () => {
    const world = await meeting();
    const { alice, bob: client, conferenceId } = world;
    const participantId = await join(world, conferenceId, "bob", { skipsLobby: true });
    const body = { address: "acct:carol@operator.example" };
    await expect(client.inviteParticipant({ conferenceId, body })).rejects.toMatchObject({ problem: "forbidden" });
    await alice.updateParticipant({ conferenceId, participantId, ifMatch: "*", body: { permissions: ["invite"] } });
    expect(await client.inviteParticipant({ conferenceId, body })).toMatchObject({ invitedBy: bob });
    await expect(client.inviteParticipant({ conferenceId, body: { ...body, role: "moderator" } })).rejects.toMatchObject({ problem: "forbidden" });
  });

  it("any more after a restart", async () => {
    const store = memoryRecordStore();
    const desk = await openConferenceDesk({ store, uriBase, clock: manualClock() });
    desk.onInvitation({ ring: () => undefined, stop: () => undefined });
    const { alice } = conferenceWorld({ desk });
    const { id: conferenceId } = await alice.createConference({ body: {} });
    const { id: invitationId } = await alice.inviteParticipant({ conferenceId, body: { address: bob } });
    await desk.close();
    const { alice: later } = conferenceWorld({ desk: await openConferenceDesk({ store, uriBase, clock: manualClock() }) });
    expect(await later.getInvitation({ conferenceId, invitationId })).toMatchObject({ state: "failed", cause: { reason: "state-lost" } });
    expect(await all(later.listJoinTokens({ conferenceId }))).toEqual([]);
  });
});
