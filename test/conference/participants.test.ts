import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld, origin } from "./world.js";

async function meeting(settings: { readonly maxParticipants?: number; readonly joinHandling?: string } = {}) {
  const world = conferenceWorld();
  const { id: conferenceId, uri } = await world.alice.createConference({ body: settings });
  const admit = async (joinToken: string, address?: string) => world.desk.admit({ uri, joinToken, device: "d1", ...(address === undefined ? {} : { address }) });
  const token = async (body = {}) => (await world.alice.issueJoinToken({ conferenceId, body })).token;
  return { ...world, conferenceId, uri, admit, token, join: (name: string, wish = {}) => join(world, conferenceId, name, wish) };
}

describe("participants", () => {
  it("are listed in order of arrival", async () => {
    const { alice, admit, token, conferenceId } = await meeting();
    await admit(await token({ displayName: "Alice" }), "acct:alice@operator.example");
    await admit(await token({ displayName: "Bob" }));
    expect(await all(alice.listParticipants({ conferenceId, pageSize: 1 }))).toMatchObject([
      { displayName: "Alice", address: "acct:alice@operator.example", role: "moderator", status: "connected", endpoints: [{ entity: "d1" }] },
      { displayName: "Bob", role: "participant" },
    ]);
  });

  it("are as many as the conference admits, and one for each token at a time", async () => {
    const { admit, token, desk } = await meeting({ maxParticipants: 2 });
    const first = await token();
    const admitted = await admit(first);
    expect(await admit(first)).toEqual({ admitted: false, problem: "forbidden" });
    await admit(await token());
    const third = await token();
    expect(await admit(third)).toEqual({ admitted: false, problem: "conference-full" });
    if (admitted.admitted) await desk.leave(admitted.participant.value.id);
    expect(await admit(third)).toMatchObject({ admitted: true });
  });

  it("come in no more where it is locked, or lets nobody in", async () => {
    const { alice, admit, token, conferenceId } = await meeting();
    const change = (body: object) => alice.updateConference({ conferenceId, ifMatch: "*", body });
    await change({ locked: true });
    expect(await admit(await token())).toEqual({ admitted: false, problem: "forbidden" });
    await change({ locked: false, joinHandling: "block" });
    expect(await admit(await token())).toEqual({ admitted: false, problem: "forbidden" });
    await change({ joinHandling: "allow" });
    expect(await admit(await token())).toMatchObject({ admitted: true });
  });

  it("are removed with their token, and may leave by themselves", async () => {
    const { alice, bob, admit, token, conferenceId, join } = await meeting();
    const joinToken = await token();
    const admission = await admit(joinToken, "acct:bob@operator.example");
    const participantId = admission.admitted ? admission.participant.value.id : "";
    const carol = await join("carol");
    expect(await problemOf(bob.removeParticipant({ conferenceId, participantId: carol, ifMatch: "*" }))).toBe("forbidden");
    await bob.removeParticipant({ conferenceId, participantId, ifMatch: (await bob.getParticipant({ conferenceId, participantId })).etag });
    expect((await all(alice.listParticipants({ conferenceId }))).map(({ id }) => id)).toEqual([carol]);
    expect(await admit(joinToken)).toEqual({ admitted: false, problem: "forbidden" });
    expect(await problemOf(alice.removeParticipant({ conferenceId, participantId, ifMatch: "*" }))).toBe("not-found");
  });

  it("are changed by who leads; a role brings its permissions, and null takes a name away", async () => {
    const { alice, bob, conferenceId, join } = await meeting();
    const participantId = await join("bob", { displayName: "Bob" });
    const call = { conferenceId, participantId, ifMatch: "*" };
    expect(await problemOf(bob.updateParticipant({ ...call, body: { role: "moderator" } }))).toBe("forbidden");
    const raised = await alice.updateParticipant({ ...call, body: { role: "moderator" } });
    expect(raised.permissions).toContain("moderate");
    const nameless = await bob.updateParticipant({ ...call, ifMatch: raised.etag, body: { displayName: null } });
    expect(nameless).not.toHaveProperty("displayName");
    expect(await problemOf(bob.updateParticipant({ ...call, ifMatch: raised.etag, body: { displayName: "B" } }))).toBe("precondition-failed");
    expect(await alice.updateParticipant({ ...call, body: { permissions: ["subscribe"] } })).toMatchObject({ role: "moderator", permissions: ["subscribe"] });
    expect(await problemOf(bob.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } }))).toBe("forbidden");
  });

  it("are gone when the conference ends, and nobody is admitted any more", async () => {
    const { alice, admit, token, conferenceId, join } = await meeting();
    await join("bob");
    const late = await token();
    await alice.endConference({ conferenceId });
    expect(await all(alice.listParticipants({ conferenceId }))).toEqual([]);
    expect(await admit(late)).toEqual({ admitted: false, problem: "conference-ended" });
    expect(await problemOf(alice.issueJoinToken({ conferenceId, body: {} }))).toBe("conference-ended");
  });
});

describe("join tokens", () => {
  it("are long, unlike one another, and never kept by a cache", async () => {
    const { alice, conferenceId, uri } = await meeting();
    const cached: (string | null)[] = [];
    const issue = () => alice.issueJoinToken({ conferenceId, body: {} }, { onResponse: ({ headers }) => cached.push(headers.get("cache-control")) });
    const [one, other] = [await issue(), await issue()];
    expect(one).toMatchObject({ uri, expiresAt: "2026-03-02T09:10:00.000Z" });
    expect(one.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one.token).not.toBe(other.token);
    expect(cached).toEqual(["no-store", "no-store"]);
  });

  it("last as long as wished, within what is granted, and then admit nobody", async () => {
    const { alice, conferenceId, clock, admit } = await meeting();
    const issue = (expiresIn: number) => alice.issueJoinToken({ conferenceId, body: { expiresIn } });
    expect((await issue(86_400)).expiresAt).toBe("2026-03-03T09:00:00.000Z");
    const { token, expiresAt } = await issue(30);
    expect(expiresAt).toBe("2026-03-02T09:00:30.000Z");
    await clock.advance(30_000);
    expect(await admit(token)).toEqual({ admitted: false, problem: "forbidden" });
  });

  it("are listed without their secrets, and revoked: then they admit nobody", async () => {
    const { alice, conferenceId, admit } = await meeting();
    const { id: joinTokenId, token, etag } = await alice.issueJoinToken({ conferenceId, body: { admits: 2 } });
    expect(await admit(token)).toMatchObject({ admitted: true });
    const [listed] = await all(alice.listJoinTokens({ conferenceId }));
    expect(listed).toMatchObject({ id: joinTokenId, admits: 2 });
    expect(JSON.stringify(listed)).not.toContain(token);
    expect(await all(alice.listParticipants({ conferenceId }))).toEqual([expect.objectContaining({ joinToken: joinTokenId })]);
    await alice.revokeJoinToken({ conferenceId, joinTokenId, ifMatch: etag });
    expect(await admit(token)).toEqual({ admitted: false, problem: "forbidden" });
    expect(await problemOf(alice.getJoinToken({ conferenceId, joinTokenId }))).toBe("not-found");
  });

  it("open no other conference", async () => {
    const { alice, desk, token } = await meeting();
    const other = await alice.createConference({ body: {} });
    const joinToken = await token();
    for (const uri of [other.uri, `${origin}/conferences/nothing`]) {
      expect(await desk.admit({ uri, joinToken, device: "d1" })).toEqual({ admitted: false, problem: "forbidden" });
    }
  });
});

describe("the lobby", () => {
  const waiting = async () => {
    const world = await meeting({ joinHandling: "confirm", maxParticipants: 2 });
    return { ...world, carol: world.clientOf("carol-token"), participantId: await world.join("bob") };
  };

  it("holds who is to be let in: it is told as pending, and is no participant yet", async () => {
    const { alice, bob, conferenceId, participantId } = await waiting();
    expect(await all(alice.listLobby({ conferenceId }))).toMatchObject([{ id: participantId, status: "pending" }]);
    expect(await all(alice.listParticipants({ conferenceId }))).toEqual([]);
    expect(await alice.getConferenceInfo({ conferenceId })).toMatchObject({ info: { userCount: 0, users: [{ id: participantId, endpoints: [{ status: "pending" }] }] } });
    expect(await problemOf(bob.getConference({ conferenceId }))).toBe("not-found");
  });

  it("is left by who is admitted, once; an owner does not wait", async () => {
    const { alice, bob, conferenceId, participantId, join } = await waiting();
    const admitted = await alice.admitParticipant({ conferenceId, participantId });
    expect(admitted).toMatchObject({ status: "connected", joinedAt: "2026-03-02T09:00:00.000Z" });
    expect(await alice.admitParticipant({ conferenceId, participantId })).toEqual(admitted);
    expect(await alice.getStatistics({ conferenceId })).toMatchObject({ admissions: 1, participants: 1 });
    const carol = await join("carol");
    expect(await problemOf(bob.admitParticipant({ conferenceId, participantId: carol }))).toBe("forbidden");
    await join("alice");
    expect(await problemOf(alice.admitParticipant({ conferenceId, participantId: carol }))).toBe("conference-full");
    expect((await all(alice.listLobby({ conferenceId }))).map(({ id }) => id)).toEqual([carol]);
  });

  it("is left by who is sent away; who is in is not there", async () => {
    const { alice, conferenceId, participantId, join } = await waiting();
    await alice.rejectParticipant({ conferenceId, participantId });
    expect(await all(alice.listLobby({ conferenceId }))).toEqual([]);
    expect(await problemOf(alice.rejectParticipant({ conferenceId, participantId }))).toBe("not-found");
    const inside = await join("alice");
    expect(await problemOf(alice.rejectParticipant({ conferenceId, participantId: inside }))).toBe("not-found");
  });

  it("lets nobody in after the end", async () => {
    const { alice, conferenceId, participantId } = await waiting();
    await alice.endConference({ conferenceId });
    expect(await problemOf(alice.admitParticipant({ conferenceId, participantId }))).toBe("conference-ended");
  });
});
