import { isProblem, ProtocolError } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { all, conferenceWorld, origin } from "./world.js";

const unknownId = "00000000-0000-4000-8000-000000000000";

/** The short name of the problem that a call is refused with. */
async function problemOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => (error instanceof ProtocolError ? error.problem : String(error)),
  );
}

describe("a conference", () => {
  it("is created, read and ended", async () => {
    const { alice, clock, faults } = conferenceWorld();
    const heads: (string | null)[] = [];
    const created = await alice.createConference(
      { body: { subject: "Weekly", topology: "p2p" } },
      { onResponse: ({ status, headers }) => heads.push(String(status), headers.get("location")) },
    );
    expect(created).toMatchObject({
      subject: "Weekly",
      topology: "p2p",
      maxParticipants: 2,
      state: "active",
      createdAt: "2026-03-02T09:00:00.000Z",
    });
    expect(created.uri).toBe(`${origin}/conferences/${created.id}`);
    expect(heads).toEqual(["201", `/conference-management/v1/conferences/${created.id}`]);
    expect(await alice.getConference({ conferenceId: created.id })).toEqual(created);
    await clock.advance(60_000);
    const ended = await alice.endConference({ conferenceId: created.id });
    expect(ended).toEqual({ ...created, state: "ended", endedAt: "2026-03-02T09:01:00.000Z" });
    expect(await alice.endConference({ conferenceId: created.id })).toEqual(ended);
    expect(faults).toEqual([]);
  });

  it("is forgotten an hour after its end, and ended after a day without anybody", async () => {
    const { alice, clock } = conferenceWorld();
    const { id } = await alice.createConference({ body: { topology: "p2p" } });
    await clock.advance(24 * 3_600_000 + 1000);
    expect(await alice.getConference({ conferenceId: id })).toMatchObject({ state: "ended" });
    await clock.advance(3_600_000 + 1000);
    expect(await problemOf(alice.getConference({ conferenceId: id }))).toBe("not-found");
  });

  it("is nobody's but its owner's", async () => {
    const { alice, bob } = conferenceWorld();
    const { id } = await alice.createConference({ body: { topology: "p2p" } });
    for (const call of [
      bob.getConference({ conferenceId: id }),
      bob.endConference({ conferenceId: id }),
      all(bob.listParticipants({ conferenceId: id })),
      bob.removeParticipant({ conferenceId: id, participantId: unknownId }),
      bob.issueJoinToken({ conferenceId: id, body: {} }),
    ])
      expect(await problemOf(call)).toBe("not-found");
    expect(await all(bob.listConferences())).toEqual([]);
  });
});

describe("lists", () => {
  it("come in pages, the newest conference first, and are read only as far as asked for", async () => {
    const { alice, requests } = conferenceWorld();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await alice.createConference({ body: { topology: "p2p" } })).id);
    requests.length = 0;
    expect((await all(alice.listConferences({ pageSize: 2 }))).map(({ id }) => id)).toEqual(ids);
    expect(requests.length).toBe(3);
    requests.length = 0;
    for await (const { id } of alice.listConferences({ pageSize: 2 })) {
      expect(id).toBe(ids[0]);
      break;
    }
    expect(requests).toEqual(["GET /conferences?page-size=2"]);
    const pages = await all(alice.listConferences({ pageSize: 4 }).pages());
    expect(pages.map(({ items }) => items.length)).toEqual([4, 1]);
    expect((await all(alice.listConferences({ pageSize: 2, cursor: pages[0]?.next ?? "" }))).map(({ id }) => id)).toEqual(ids.slice(4));
  });

  it("keep their place when entries before it come", async () => {
    const { alice } = conferenceWorld();
    const first = await alice.createConference({ body: { topology: "p2p" } });
    await alice.createConference({ body: { topology: "p2p" } });
    const seen: string[] = [];
    for await (const { id } of alice.listConferences({ pageSize: 1 })) {
      seen.push(id);
      if (seen.length === 1) await alice.createConference({ body: { topology: "p2p" } });
    }
    expect(seen.length).toBe(2);
    expect(seen[1]).toBe(first.id);
  });

  it("take the page size of the specification where none is wished", async () => {
    const { alice, store } = conferenceWorld();
    for (let count = 0; count < 21; count += 1) await store.create("alice", { topology: "p2p" });
    expect((await all(alice.listConferences().pages())).map(({ items }) => items.length)).toEqual([20, 1]);
  });

  it("refuse a cursor that they did not give", async () => {
    const { alice } = conferenceWorld();
    expect(await problemOf(all(alice.listConferences({ cursor: "abc" })))).toBe("malformed");
  });
});

describe("participants", () => {
  async function joined() {
    const world = conferenceWorld();
    const { id, uri } = await world.alice.createConference({ body: { topology: "p2p" } });
    const told: string[] = [];
    world.store.listen({
      participantRemoved: (conference, participant) => told.push(`removed ${conference} ${participant}`),
      conferenceEnded: (conference, participants) => told.push(`ended ${conference} ${participants.join(" ")}`),
    });
    const admit = async (displayName: string, address?: string) => {
      const { token } = await world.alice.issueJoinToken({ conferenceId: id, body: { displayName } });
      const admission = await world.store.admit({ uri, joinToken: token, ...(address === undefined ? {} : { address }) });
      return { token, admission };
    };
    return { ...world, id, uri, told, admit };
  }

  it("are listed in order of admission", async () => {
    const { alice, admit, id } = await joined();
    await admit("Alice", "acct:alice@operator.example");
    const { admission } = await admit("Bob");
    expect(admission).toMatchObject({ admitted: true, conference: id, others: [{ displayName: "Alice" }] });
    expect(await all(alice.listParticipants({ conferenceId: id, pageSize: 1 }))).toMatchObject([
      { displayName: "Alice", address: "acct:alice@operator.example" },
      { displayName: "Bob" },
    ]);
  });

  it("are two at most, and one for each token at a time", async () => {
    const { admit, store, uri } = await joined();
    const alice = await admit("Alice");
    expect(await store.admit({ uri, joinToken: alice.token })).toEqual({ admitted: false, problem: "forbidden" });
    await admit("Bob");
    const third = await admit("Carol");
    expect(third.admission).toEqual({ admitted: false, problem: "conference-full" });
    if (alice.admission.admitted) await store.leave(alice.admission.conference, alice.admission.participant.id);
    expect(await store.admit({ uri, joinToken: third.token })).toMatchObject({ admitted: true });
  });

  it("may leave and return while their token lasts", async () => {
    const { admit, store, uri, clock } = await joined();
    const { token, admission } = await admit("Alice");
    if (admission.admitted) await store.leave(admission.conference, admission.participant.id);
    expect(await store.admit({ uri, joinToken: token })).toMatchObject({ admitted: true });
    const bob = await admit("Bob");
    if (bob.admission.admitted) await store.leave(bob.admission.conference, bob.admission.participant.id);
    await clock.advance(600_000);
    expect(await store.admit({ uri, joinToken: bob.token })).toEqual({ admitted: false, problem: "forbidden" });
  });

  it("are removed with their token, and the signalling function is told", async () => {
    const { alice, admit, store, uri, id, told } = await joined();
    const { token, admission } = await admit("Bob");
    const participantId = admission.admitted ? admission.participant.id : "";
    await alice.removeParticipant({ conferenceId: id, participantId });
    expect(told).toEqual([`removed ${id} ${participantId}`]);
    expect(await all(alice.listParticipants({ conferenceId: id }))).toEqual([]);
    expect(await store.admit({ uri, joinToken: token })).toEqual({ admitted: false, problem: "forbidden" });
    expect(await problemOf(alice.removeParticipant({ conferenceId: id, participantId }))).toBe("not-found");
  });

  it("are disconnected when the conference ends, and nobody is admitted any more", async () => {
    const { alice, admit, store, uri, id, told } = await joined();
    const { admission } = await admit("Alice");
    const { token } = await alice.issueJoinToken({ conferenceId: id, body: {} });
    await alice.endConference({ conferenceId: id });
    await alice.endConference({ conferenceId: id });
    expect(told).toEqual([`ended ${id} ${admission.admitted ? admission.participant.id : ""}`]);
    expect(await all(alice.listParticipants({ conferenceId: id }))).toEqual([]);
    expect(await store.admit({ uri, joinToken: token })).toEqual({ admitted: false, problem: "conference-ended" });
    expect(await problemOf(alice.issueJoinToken({ conferenceId: id, body: {} }))).toBe("conference-ended");
  });
});

describe("join tokens", () => {
  it("are long, unlike one another, and never kept by a cache", async () => {
    const { alice } = conferenceWorld();
    const { id, uri } = await alice.createConference({ body: { topology: "p2p" } });
    const cached: (string | null)[] = [];
    const issue = () =>
      alice.issueJoinToken({ conferenceId: id, body: {} }, { onResponse: ({ headers }) => cached.push(headers.get("cache-control")) });
    const [one, other] = [await issue(), await issue()];
    expect(one).toMatchObject({ uri, expiresAt: "2026-03-02T09:10:00.000Z" });
    expect(one.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one.token).not.toBe(other.token);
    expect(cached).toEqual(["no-store", "no-store"]);
  });

  it("last as long as wished, within what is granted", async () => {
    const { alice } = conferenceWorld();
    const { id } = await alice.createConference({ body: { topology: "p2p" } });
    const expiry = async (expiresIn: number) => (await alice.issueJoinToken({ conferenceId: id, body: { expiresIn } })).expiresAt;
    expect(await expiry(30)).toBe("2026-03-02T09:00:30.000Z");
    expect(await expiry(86_400)).toBe("2026-03-02T10:00:00.000Z");
  });

  it("open no other conference", async () => {
    const { alice, store } = conferenceWorld();
    const one = await alice.createConference({ body: { topology: "p2p" } });
    const other = await alice.createConference({ body: { topology: "p2p" } });
    const { token } = await alice.issueJoinToken({ conferenceId: one.id, body: {} });
    expect(await store.admit({ uri: other.uri, joinToken: token })).toEqual({ admitted: false, problem: "forbidden" });
    expect(await store.admit({ uri: `${origin}/conferences/nothing`, joinToken: token })).toEqual({
      admitted: false,
      problem: "forbidden",
    });
  });
});

describe("callers", () => {
  it("without a token, or with a wrong one, are told how to authenticate", async () => {
    const { ask, clientOf } = conferenceWorld();
    for (const authorization of ["", "Bearer", "Bearer ", "Bearer nobody", "Basic YTpi"]) {
      const response = await ask("/conferences", { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await response.json()).toMatchObject({ type: "https://parley.example/problems/unauthenticated", status: 401 });
    }
    expect(await problemOf(clientOf("nobody").createConference({ body: { topology: "p2p" } }))).toBe("unauthenticated");
  });

  it("need the scope of the operation", async () => {
    const { alice, reader, ask } = conferenceWorld();
    const { id } = await alice.createConference({ body: { topology: "p2p" } });
    expect(await all(reader.listConferences())).toEqual([]);
    expect(await problemOf(reader.createConference({ body: { topology: "p2p" } }))).toBe("forbidden");
    expect(await problemOf(reader.endConference({ conferenceId: id }))).toBe("forbidden");
    expect(await problemOf(reader.removeParticipant({ conferenceId: id, participantId: unknownId }))).toBe("forbidden");
    expect(await problemOf(reader.issueJoinToken({ conferenceId: id, body: {} }))).toBe("forbidden");
    const response = await ask(`/conferences/${id}/end`, { method: "POST", headers: { authorization: "bearer reader-token" } });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="conference:manage"');
  });

  it("that make too many conferences wait as long as they are told", async () => {
    const { alice, bob, clock } = conferenceWorld({ perMinute: 2 });
    const create = (who = alice) => who.createConference({ body: { topology: "p2p" } });
    await create();
    await create();
    const refused = await create().catch((error: unknown) => error);
    expect(isProblem(refused, "rate-limited") && refused.details.retryAfter).toBe(30);
    await create(bob);
    await clock.advance(30_000);
    await create();
  });

  it("may give up", async () => {
    const { alice, requests } = conferenceWorld();
    const reason = new Error("given up");
    await expect(alice.createConference({ body: { topology: "p2p" } }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toEqual([]);
  });
});
