import { describe, expect, it } from "vitest";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld } from "./world.js";

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes)).toISOString();

/** A conference that is scheduled, with all that can be taken away again. */
async function scheduled() {
  const world = conferenceWorld();
  const { id: webhookId } = await world.alice.createWebhook({ body: { url: "https://app.example/hooks" } });
  const body = { subject: "Weekly", startsAt: at(10), endsAt: at(60), idleTimeout: 600 };
  const { id: conferenceId } = await world.alice.createConference({ body });
  const update = (changes: object) => world.alice.updateConference({ conferenceId, ifMatch: "*", body: changes });
  return {
    ...world,
    conferenceId,
    update,
    info: async () => (await world.alice.getConferenceInfo({ conferenceId })).info,
    told: async () => (await all(world.alice.listWebhookEvents({ webhookId }))).map(({ version, state, info }) => ({ version, state, info })),
    patch: (changes: string, path = "") =>
      world.ask(`/conferences/${conferenceId}${path}`, { method: "PATCH", headers: { "content-type": "application/merge-patch+json", "if-match": "*" }, body: changes }),
  };
}

describe("null in a merge patch", () => {
  it.each(["subject", "endsAt", "idleTimeout"] as const)("takes away %s", async (name) => {
    const { update, info } = await scheduled();
    expect(await update({ [name]: null })).not.toHaveProperty(name);
    expect(await info()).not.toHaveProperty(name);
  });

  it("for the beginning begins the conference at once", async () => {
    const { update, desk, conferenceId, alice } = await scheduled();
    const begun = await update({ startsAt: null });
    expect(begun).toMatchObject({ state: "active" });
    expect(begun).not.toHaveProperty("startsAt");
    await desk.passTime();
    expect(await alice.getConference({ conferenceId })).toEqual(begun);
    expect(await problemOf(update({ startsAt: null }))).toBe("conflict");
  });

  it.each(["maxParticipants", "joinHandling", "locked"])("for %s, without which no conference is, is malformed", async (name) => {
    const { patch } = await scheduled();
    expect((await patch(JSON.stringify({ [name]: null }))).status).toBe(400);
  });
});

it("members that are unknown or cannot be changed are passed over", async () => {
  const { alice, conferenceId, patch } = await scheduled();
  const { etag, ...before } = await alice.getConference({ conferenceId });
  const response = await patch('{"id":"x","state":"ended","lockd":true,"createdAt":7}');
  expect([response.status, await response.json(), response.headers.get("etag")]).toEqual([200, before, etag]);
});

it("every change of a conference that can be made is told, with a version of its own", async () => {
  const { update, told } = await scheduled();
  const changes = [
    [{ subject: "Daily" }, { subject: "Daily" }],
    [{ maxParticipants: 3 }, { maximumUserCount: 3 }],
    [{ joinHandling: "block" }, { joinHandling: "block" }],
    [{ locked: true }, { locked: true }],
    [{ startsAt: at(20) }, { startsAt: at(20) }],
    [{ endsAt: at(50) }, { endsAt: at(50) }],
    [{ idleTimeout: 60 }, { idleTimeout: 60 }],
  ] as const;
  for (const [change] of changes) await update(change);
  const [created, ...rest] = await told();
  expect(created?.info).toMatchObject({ joinHandling: "allow", startsAt: at(10), endsAt: at(60), idleTimeout: 600 });
  expect(rest).toEqual(changes.map(([, info], place) => ({ version: place + 2, state: "partial", info })));
});

it("a change meant for another state is refused for that, also of a conference that has ended", async () => {
  const { alice, conferenceId, update } = await scheduled();
  const { etag } = await alice.endConference({ conferenceId });
  const stale = (ifMatch: string) => problemOf(alice.updateConference({ conferenceId, ifMatch, body: { locked: true } }));
  expect([await stale('"stale"'), await stale(etag), await problemOf(update({ locked: true }))]).toEqual(["precondition-failed", "conference-ended", "conference-ended"]);
  const [floor] = await all(alice.listFloors({ conferenceId }));
  const floorId = floor?.id ?? "";
  expect(await problemOf(alice.updateFloor({ conferenceId, floorId, ifMatch: '"stale"', body: {} }))).toBe("precondition-failed");
  expect(await problemOf(alice.updateFloor({ conferenceId, floorId, ifMatch: "*", body: {} }))).toBe("conference-ended");
});

describe("a text", () => {
  it("with half of a surrogate pair in it is malformed", async () => {
    const { patch } = await scheduled();
    const response = await patch(String.raw`{"subject":"\ud800"}`);
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ issues: [expect.objectContaining({ pointer: "/body/subject" })] })]);
  });

  it("of any other characters is kept as it is", async () => {
    const { update } = await scheduled();
    const subject = "Übersicht 🎉 \u202e\u0007\0\uffff";
    expect(await update({ subject })).toMatchObject({ subject });
  });
});

it("a key belongs to the content as it was sent, byte for byte", async () => {
  const { ask } = conferenceWorld();
  const post = (body: string) => ask("/conferences", { method: "POST", headers: { "content-type": "application/json", "idempotency-key": "k1" }, body });
  const [first, again, other] = [await post('{"subject":"A"}'), await post('{"subject":"A"}'), await post('{ "subject": "A" }')];
  expect([first.status, again.status, other.status]).toEqual([201, 201, 409]);
  expect(await again.text()).toBe(await first.text());
});
