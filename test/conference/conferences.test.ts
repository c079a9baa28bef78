import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld, origin } from "./world.js";

const unknownId = "00000000-0000-4000-8000-000000000000";
const minute = 60_000;

describe("a conference", () => {
  it("is created, read and ended", async () => {
    const { alice, clock, faults } = conferenceWorld();
    const heads: (string | null)[] = [];
    const created = await alice.createConference({ body: { subject: "Weekly" } }, { onResponse: ({ status, headers }) => heads.push(String(status), headers.get("location")) });
    expect(created).toMatchObject({
      subject: "Weekly", topology: "p2p", maxParticipants: 4, state: "active", locked: false, joinHandling: "allow", owner: "acct:alice@operator.example", createdAt: "2026-03-02T09:00:00.000Z",
    });
    expect(created.uri).toBe(`${origin}/conferences/${created.id}`);
    expect(heads).toEqual(["201", `/conference-management/v1/conferences/${created.id}`]);
    expect(await alice.getConference({ conferenceId: created.id })).toMatchObject(created);
    await clock.advance(minute);
    const ended = await alice.endConference({ conferenceId: created.id });
    expect(ended).toMatchObject({ state: "ended", endedAt: "2026-03-02T09:01:00.000Z" });
    expect(await alice.endConference({ conferenceId: created.id })).toEqual(ended);
    expect(faults).toEqual([]);
  });

  it("is of topology p2p with four at the most", async () => {
    const { alice } = conferenceWorld();
    for (const body of [{ topology: "sfu" }, { topology: "mcu" }, { maxParticipants: 5 }]) expect(await problemOf(alice.createConference({ body }))).toBe("capability-absent");
    expect(await alice.createConference({ body: { topology: "auto", maxParticipants: 2 } })).toMatchObject({ topology: "p2p", maxParticipants: 2 });
  });

  it("begins and ends when it is said to", async () => {
    const { alice, clock, desk } = conferenceWorld();
    const { id: conferenceId, state } = await alice.createConference({ body: { startsAt: "2026-03-02T10:00:00Z", endsAt: "2026-03-02T11:00:00Z" } });
    const stateAfter = async (minutes: number) => {
      await clock.advance(minutes * minute);
      await desk.passTime();
      return (await alice.getConference({ conferenceId })).state;
    };
    expect(state).toBe("scheduled");
    expect(await stateAfter(59)).toBe("scheduled");
    expect(await stateAfter(1)).toBe("active");
    expect(await stateAfter(59)).toBe("active");
    expect(await stateAfter(1)).toBe("ended");
  });

  it("has an end after its beginning, and a beginning that is not past", async () => {
    const { alice } = conferenceWorld();
    for (const body of [
      { startsAt: "2026-03-02T08:59:00Z" },
      { endsAt: "2026-03-02T09:00:00Z" },
      { startsAt: "2026-03-02T10:00:00Z", endsAt: "2026-03-02T09:30:00Z" },
    ]) expect(await problemOf(alice.createConference({ body }))).toBe("conflict");
  });

  it("ends when nobody is in it for as long as it says, and is forgotten an hour later", async () => {
    const world = conferenceWorld();
    const { alice, clock, desk } = world;
    const { id: conferenceId } = await alice.createConference({ body: { idleTimeout: 600 } });
    const pass = async (minutes: number) => {
      await clock.advance(minutes * minute);
      await desk.passTime();
    };
    const bob = await join(world, conferenceId, "bob");
    await pass(60);
    expect(await alice.getConference({ conferenceId })).toMatchObject({ state: "active" });
    await desk.leave(bob);
    await pass(9);
    expect(await alice.getConference({ conferenceId })).toMatchObject({ state: "active" });
    await pass(1);
    expect(await alice.getConference({ conferenceId })).toMatchObject({ state: "ended" });
    await pass(59);
    expect(await alice.getConference({ conferenceId })).toMatchObject({ state: "ended" });
    await pass(1);
    expect(await problemOf(alice.getConference({ conferenceId }))).toBe("not-found");
    expect([...desk.state.snapshots.values(), ...desk.state.floors.values(), ...desk.state.tokens.values()]).toEqual([]);
  });

  it("is deleted when it has ended, not before", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: {} });
    expect(await problemOf(alice.deleteConference({ conferenceId, ifMatch: "*" }))).toBe("conflict");
    const { etag } = await alice.endConference({ conferenceId });
    await alice.deleteConference({ conferenceId, ifMatch: etag });
    expect(await problemOf(alice.getConference({ conferenceId }))).toBe("not-found");
  });

  it("is nobody's but its owner's", async () => {
    const { alice, bob } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: {} });
    const calls = [
      bob.getConference({ conferenceId }),
      bob.getConferenceInfo({ conferenceId }),
      bob.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } }),
      bob.endConference({ conferenceId }),
      all(bob.listParticipants({ conferenceId })),
      bob.removeParticipant({ conferenceId, participantId: unknownId, ifMatch: "*" }),
      bob.issueJoinToken({ conferenceId, body: {} }),
      bob.getStatistics({ conferenceId }),
      bob.startRecording({ conferenceId, body: { kind: "mixed" } }),
    ];
    for (const problem of await Promise.all(calls.map(problemOf))) expect(problem).toBe("not-found");
    expect(await all(bob.listConferences())).toEqual([]);
  });
});

describe("a change of a conference", () => {
  it("changes what is in it; null takes away", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: { subject: "Weekly", endsAt: "2026-03-02T11:00:00Z" } });
    const change = (body: Parameters<typeof alice.updateConference>[0]["body"]) => alice.updateConference({ conferenceId, ifMatch: "*", body });
    expect(await change({ locked: true })).toMatchObject({ subject: "Weekly", locked: true, endsAt: "2026-03-02T11:00:00Z" });
    const less = await change({ subject: null, endsAt: null });
    expect(less).not.toHaveProperty("subject");
    expect(less).not.toHaveProperty("endsAt");
    expect(less).toMatchObject({ locked: true });
    expect(await problemOf(change({ startsAt: "2026-03-02T10:00:00Z" }))).toBe("conflict");
    expect(await problemOf(change({ maxParticipants: 5 }))).toBe("capability-absent");
    await alice.endConference({ conferenceId });
    expect(await problemOf(change({ locked: false }))).toBe("conference-ended");
  });

  it("changes nothing else, whatever else is in it", async () => {
    const { alice, ask } = conferenceWorld();
    const created = await alice.createConference({ body: {} });
    const body = JSON.stringify({ locked: true, id: unknownId, owner: "acct:bob@operator.example", state: "ended", uri: origin, createdAt: "2020-01-01T00:00:00Z", other: 1 });
    const answer = await ask(`/conferences/${created.id}`, { method: "PATCH", headers: { "if-match": "*", "content-type": "application/merge-patch+json" }, body });
    const { etag: _, ...shown } = created as typeof created & { readonly etag?: string };
    expect(await answer.json()).toEqual({ ...shown, locked: true });
  });

  it("is meant for one state: the second of two that mean the same is refused", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: { subject: "A" } });
    const { etag: ifMatch } = await alice.getConference({ conferenceId });
    const second = await alice.updateConference({ conferenceId, ifMatch, body: { subject: "B" } });
    expect(await problemOf(alice.updateConference({ conferenceId, ifMatch, body: { locked: true } }))).toBe("precondition-failed");
    expect(await alice.updateConference({ conferenceId, ifMatch: second.etag, body: { locked: true } })).toMatchObject({ subject: "B", locked: true });
  });

  it("has the next version in the state that participants see; one that they do not see has none", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: {} });
    expect(await alice.getConferenceInfo({ conferenceId })).toMatchObject({ version: 1, state: "full", info: { locked: false, active: true, userCount: 0, users: [] } });
    await alice.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } });
    await alice.issueJoinToken({ conferenceId, body: {} });
    expect(await alice.getConferenceInfo({ conferenceId })).toMatchObject({ version: 2, info: { locked: true } });
  });
});

describe("lists", () => {
  it("come in pages, the newest conference first, and are read only as far as asked for", async () => {
    const { alice, requests } = conferenceWorld();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await alice.createConference({ body: {} })).id);
    requests.length = 0;
    expect((await all(alice.listConferences({ pageSize: 2 }))).map(({ id }) => id)).toEqual(ids);
    expect(requests.length).toBe(3);
    requests.length = 0;
    for await (const { id } of alice.listConferences({ pageSize: 2 })) {
      expect(id).toBe(ids[0]);
      break;
    }
    expect(requests).toEqual(["GET /conferences?page-size=2"]);
  });

  it("keep their place when entries come and go", async () => {
    const { alice } = conferenceWorld();
    const created: string[] = [];
    for (let count = 0; count < 4; count += 1) created.unshift((await alice.createConference({ body: {} })).id);
    const [, second = "", third = "", fourth = ""] = created;
    const seen: string[] = [];
    for await (const { id } of alice.listConferences({ pageSize: 1 })) {
      seen.push(id);
      if (seen.length === 1) await alice.createConference({ body: {} });
      if (seen.length !== 2) continue;
      for (const conferenceId of [second, third]) {
        await alice.endConference({ conferenceId });
        await alice.deleteConference({ conferenceId, ifMatch: "*" });
      }
    }
    expect(seen).toEqual([created[0], second, fourth]);
  });

  it("show those of one state where it is wished", async () => {
    const { alice } = conferenceWorld();
    const { id: over } = await alice.createConference({ body: {} });
    await alice.createConference({ body: {} });
    await alice.endConference({ conferenceId: over });
    expect((await all(alice.listConferences({ state: "ended" }))).map(({ id }) => id)).toEqual([over]);
    expect(await all(alice.listConferences({ state: "active" }))).toHaveLength(1);
  });

  it("take the page size of the specification where none is wished, and refuse a cursor that they did not give", async () => {
    const { alice } = conferenceWorld();
    for (let count = 0; count < 21; count += 1) await alice.createConference({ body: {} });
    expect((await all(alice.listConferences().pages())).map(({ items }) => items.length)).toEqual([20, 1]);
    expect(await problemOf(all(alice.listConferences({ cursor: "abc" })))).toBe("not-found");
  });
});

describe("callers", () => {
  it("without a token, or with a wrong one, are told how to authenticate", async () => {
    const { ask } = conferenceWorld();
    for (const authorization of ["", "Bearer", "Bearer ", "Bearer nobody", "Basic YTpi"]) {
      const response = await ask("/conferences", { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    }
  });

  it("need the scope of the operation", async () => {
    const { alice, reader, ask } = conferenceWorld();
    const { id } = await alice.createConference({ body: {} });
    expect(await all(reader.listConferences())).toEqual([]);
    expect(await problemOf(reader.createConference({ body: {} }))).toBe("forbidden");
    const response = await ask(`/conferences/${id}/end`, { method: "POST", headers: { authorization: "bearer reader-token", "idempotency-key": "one" } });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="conference:manage"');
  });

  it("may give up", async () => {
    const { alice, requests } = conferenceWorld();
    const reason = new Error("given up");
    await expect(alice.createConference({ body: {} }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toEqual([]);
  });
});
