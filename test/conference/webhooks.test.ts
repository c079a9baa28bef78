import type { RecordStore } from "@parley/reference-server";
import { memoryRecordStore, openConferenceDesk } from "@parley/reference-server";
import { manualClock } from "@parley/runtime";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { keptEvents, tellWebhooks } from "../../packages/reference-server/src/conference/webhooks/webhook-events.js";
import { join } from "./join.js";
import { openReceiver } from "./receiver.js";
import { all, conferenceWorld, uriBase } from "./world.js";

/** Waits long enough for a busy machine. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 });

/** A webhook of Alice's at a receiver on this machine. */
async function hooked({ kinds, random = Math.random }: { readonly kinds?: readonly string[]; readonly random?: () => number } = {}) {
  const world = conferenceWorld({ webhooks: {}, random });
  onTestFinished(() => world.desk.close());
  const receiver = await openReceiver(world.clock.now);
  const { id: webhookId, secret } = await world.alice.createWebhook({ body: { url: receiver.url, ...(kinds === undefined ? {} : { kinds }) } });
  receiver.secret = secret;
  const current = () => world.alice.getWebhookDelivery({ webhookId });
  return {
    ...world,
    receiver,
    webhookId,
    secret,
    current,
    create: async (subject: string) => (await world.alice.createConference({ body: { subject } })).id,
    numbers: () => receiver.events.map(({ sequence }) => sequence),
    delivered: (sequence: number) => until(async () => expect(await current()).toMatchObject({ deliveredSequence: sequence })),
    becomes: (state: string) => until(async () => expect(await current()).toMatchObject({ state })),
    /** When the wait for the next attempt has begun. */
    waits: () => until(() => expect(world.clock.pending).toBe(1)),
  };
}

describe("a receiver gets", () => {
  it("each change of a conference, signed and in order, the first of it in full", async () => {
    const { alice, receiver, create, delivered } = await hooked();
    const conferenceId = await create("Weekly");
    await alice.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } });
    await alice.endConference({ conferenceId });
    await delivered(3);
    expect(receiver.events.map(({ sequence, kind, version, state }) => [sequence, kind, version, state])).toEqual([
      [1, "conference-created", 1, "full"],
      [2, "conference-changed", 2, "partial"],
      [3, "conference-ended", 3, "partial"],
    ]);
    expect(receiver.events[0]?.info).toEqual(expect.objectContaining({ subject: "Weekly", active: true }));
    expect(receiver.events[1]?.info).toEqual({ locked: true });
    expect(receiver.strangers).toEqual([]);
  });

  it("what it asked for, of whom it asked", async () => {
    const { alice, bob, receiver, create, delivered } = await hooked({ kinds: ["conference-ended"] });
    await bob.createConference({ body: {} });
    const conferenceId = await create("Weekly");
    await alice.endConference({ conferenceId });
    await delivered(1);
    expect(receiver.events.map(({ kind }) => kind)).toEqual(["conference-ended"]);
  });

  it("what participants report of their media", async () => {
    const world = await hooked({ kinds: ["quality-reported"] });
    const conferenceId = await world.create("Weekly");
    const participant = await join(world, conferenceId, "bob");
    await world.desk.report(participant, { period: 3_000, reports: [{ mid: "1", frameRate: [28] }] });
    await world.delivered(1);
    expect(world.receiver.events).toMatchObject([{ kind: "quality-reported", conference: uriBase + conferenceId, report: { participant, period: 3_000 } }]);
  });

  it("events of one conference, where it asked for these", async () => {
    const { alice, receiver, create } = await hooked();
    const [one, other] = [await create("One"), await create("Other")];
    const { id: webhookId } = await alice.createWebhook({ body: { url: receiver.url, conference: one } });
    for (const conferenceId of [other, one]) await alice.endConference({ conferenceId });
    expect((await all(alice.listWebhookEvents({ webhookId }))).map(({ sequence, conference }) => [sequence, conference])).toEqual([[1, uriBase + one]]);
  });
});

describe("what a receiver does not take", () => {
  it("is sent again with the same id and number, and nothing overtakes it", async () => {
    const { receiver, create, becomes, waits, delivered, numbers, clock } = await hooked();
    receiver.answer = 503;
    await create("One");
    await becomes("failing");
    await create("Two");
    await waits();
    receiver.answer = 204;
    await clock.advance(1_000);
    await delivered(2);
    expect(numbers()).toEqual([1, 1, 2]);
    expect(receiver.events[1]).toEqual(receiver.events[0]);
    await becomes("idle");
  });

  it("is tried again after a time that grows from a second to five minutes", async () => {
    const { receiver, create, waits, clock } = await hooked({ random: () => 0 });
    receiver.answer = 503;
    await create("One");
    for (const [attempt, seconds] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].entries()) {
      await until(() => expect(receiver.events).toHaveLength(attempt + 1));
      await waits();
      await clock.advance(seconds * 1_000 - 1);
      expect(clock.pending, `still waits after ${seconds} s`).toBe(1);
      expect(receiver.events).toHaveLength(attempt + 1);
      await clock.advance(1);
    }
  });

  it("within ten seconds, is taken as lost", async () => {
    const { receiver, create, waits, becomes, clock } = await hooked();
    receiver.answer = "nothing";
    await create("One");
    await until(() => expect(receiver.events).toHaveLength(1));
    await waits();
    await clock.advance(10_000);
    await becomes("failing");
  });

  it("and wants no more of: the webhook is paused, and keeps events until it is active again", async () => {
    const { alice, receiver, webhookId, create, becomes, delivered, numbers } = await hooked();
    receiver.answer = 410;
    await create("One");
    await until(async () => expect(await alice.getWebhook({ webhookId })).toMatchObject({ state: "paused" }));
    await becomes("waiting");
    await create("Two");
    receiver.answer = 204;
    await alice.updateWebhook({ webhookId, ifMatch: "*", body: { state: "active" } });
    await delivered(2);
    expect(numbers()).toEqual([1, 1, 2]);
  });

  it("where it was before, it gets at its new address at once", async () => {
    const { alice, receiver, webhookId, secret, create, waits, delivered, clock } = await hooked();
    receiver.answer = 503;
    await create("One");
    await until(() => expect(receiver.events).toHaveLength(1));
    await waits();
    const moved = await openReceiver(clock.now);
    moved.secret = secret;
    await alice.updateWebhook({ webhookId, ifMatch: "*", body: { url: moved.url } });
    await delivered(1);
    expect(moved.events).toEqual(receiver.events);
  });
});

describe("after a restart", () => {
  it("sending goes on with the next number, and what nobody had noted as taken comes again with its id", async () => {
    const store = memoryRecordStore();
    const clock = manualClock(Date.UTC(2026, 2, 2));
    const receiver = await openReceiver(clock.now);
    const first = await openConferenceDesk({ store, uriBase, clock });
    const { alice } = conferenceWorld({ desk: first });
    const { id: webhookId, secret } = await alice.createWebhook({ body: { url: receiver.url } });
    receiver.secret = secret;
    await alice.createConference({ body: { subject: "One" } });
    await until(async () => expect(await alice.getWebhookDelivery({ webhookId })).toMatchObject({ deliveredSequence: 1 }));
    receiver.answer = "nothing";
    await alice.createConference({ body: { subject: "Two" } });
    await until(() => expect(receiver.events).toHaveLength(2));
    await first.close();

    receiver.answer = 204;
    const second = await openConferenceDesk({ store, uriBase, clock });
    onTestFinished(() => second.close());
    const { alice: later } = conferenceWorld({ desk: second });
    await later.createConference({ body: { subject: "Three" } });
    await until(async () => expect(await later.getWebhookDelivery({ webhookId })).toMatchObject({ lastSequence: 3, deliveredSequence: 3 }));
    expect(receiver.events.map(({ sequence, info }) => [sequence, info?.subject])).toEqual([[1, "One"], [2, "Two"], [2, "Two"], [3, "Three"]]);
    expect(receiver.events[2]?.id).toBe(receiver.events[1]?.id);
  });
});

describe("what is not kept", () => {
  it("is not told: its number goes to an event that is", async () => {
    const kept = memoryRecordStore();
    let isFull = false;
    const store: RecordStore = { ...kept, commit: (changes) => (isFull ? Promise.reject(new Error("The disk is full.")) : kept.commit(changes)) };
    const clock = manualClock();
    const desk = await openConferenceDesk({ store, uriBase, clock });
    onTestFinished(() => desk.close());
    const { alice } = conferenceWorld({ desk });
    const receiver = await openReceiver(clock.now);
    const { secret } = await alice.createWebhook({ body: { url: receiver.url } });
    receiver.secret = secret;
    isFull = true;
    await expect(alice.createConference({ body: { subject: "Lost" } })).rejects.toMatchObject({ problem: "internal" });
    isFull = false;
    await alice.createConference({ body: { subject: "Kept" } });
    await until(() => expect(receiver.events.map(({ sequence, info }) => [sequence, info?.subject])).toEqual([[1, "Kept"]]));
  });
});

describe("a replay", () => {
  it("sends what was taken once more, with the same ids and numbers", async () => {
    const { alice, receiver, webhookId, current, create, delivered, becomes, numbers } = await hooked();
    for (const subject of ["One", "Two", "Three"]) await create(subject);
    await delivered(3);
    expect(await alice.replayWebhook({ webhookId, body: { from: 2 } })).toEqual({ state: "sending", deliveredSequence: 3, lastSequence: 3, nextSequence: 2 });
    await becomes("idle");
    expect(await current()).toMatchObject({ deliveredSequence: 3, nextSequence: 4 });
    expect(numbers()).toEqual([1, 2, 3, 2, 3]);
    expect(receiver.events.slice(3)).toEqual(receiver.events.slice(1, 3));
    expect((await all(alice.listWebhookEvents({ webhookId, after: 1, pageSize: 1 })))).toEqual(receiver.events.slice(1, 3));
  });

  it("begins at no event that is not there yet, or is kept no more", async () => {
    const { alice, desk, webhookId, create } = await hooked({ kinds: ["conference-ended"] });
    const replay = (from: number) => alice.replayWebhook({ webhookId, body: { from } });
    await expect(replay(1)).rejects.toMatchObject({ problem: "conflict" });
    await alice.updateWebhook({ webhookId, ifMatch: "*", body: { state: "paused" } });
    const conference = await create("Weekly");
    await desk.state.units.unit(() => {
      for (let count = 0; count <= keptEvents; count += 1) tellWebhooks(desk.state, conference, { kind: "conference-ended" });
    });
    await expect(replay(1)).rejects.toMatchObject({ problem: "conflict" });
    expect(await replay(2)).toMatchObject({ state: "waiting", deliveredSequence: 0, lastSequence: keptEvents + 1 });
    expect(desk.state.webhookEvents.size).toBe(keptEvents);
  });
});

describe("a secret that is replaced", () => {
  it("signs beside the new one as long as was asked for, and no longer", async () => {
    const { alice, clock, receiver, webhookId, secret: old, create, delivered, becomes, waits } = await hooked();
    const { secret, oldUntil } = await alice.replaceWebhookSecret({ webhookId, body: { oldFor: 3_600 } });
    expect(oldUntil).toBe(new Date(clock.now() + 3_600_000).toISOString());
    await create("One");
    await delivered(1);
    receiver.secret = secret;
    await create("Two");
    await delivered(2);
    await clock.advance(3_600_000);
    receiver.secret = old;
    await create("Three");
    await becomes("failing");
    expect(receiver.strangers).toHaveLength(1);
    await waits();
    receiver.secret = secret;
    await clock.advance(1_000);
    await delivered(3);
  });

  it("signs for a day where nothing is said, and no more where others may know it", async () => {
    const { alice, bob, clock, receiver, webhookId, create, becomes } = await hooked();
    const first = await alice.replaceWebhookSecret({ webhookId, body: {} });
    expect(first.oldUntil).toBe(new Date(clock.now() + 86_400_000).toISOString());
    const second = await alice.replaceWebhookSecret({ webhookId, body: { oldFor: 0 } });
    expect(second).toEqual({ secret: expect.not.stringMatching(first.secret) });
    receiver.secret = first.secret;
    await create("One");
    await becomes("failing");
    expect(JSON.stringify(await alice.getWebhook({ webhookId }))).not.toContain(second.secret);
    await expect(bob.replaceWebhookSecret({ webhookId, body: {} })).rejects.toMatchObject({ problem: "not-found" });
  });
});

describe("events go nowhere", () => {
  it.each([
    "https://app.example/hooks",
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1.nip.example/",
    "http://user:password@127.0.0.1/",
    "http://[::ffff:7f00:1]/",
    "https://localhost.example/",
  ])("but to hosts that are allowed, and %s is not", async (url) => {
    const { alice, webhookId } = await hooked();
    await expect(alice.createWebhook({ body: { url } })).rejects.toMatchObject({ problem: "address-unsupported" });
    await expect(alice.updateWebhook({ webhookId, ifMatch: "*", body: { url } })).rejects.toMatchObject({ problem: "address-unsupported" });
  });

  it("where a receiver sends them on to", async () => {
    const { receiver, create, becomes, clock } = await hooked();
    const other = await openReceiver(clock.now);
    receiver.answer = 307;
    receiver.location = other.url;
    await create("One");
    await becomes("failing");
    expect([...other.strangers, ...other.events]).toEqual([]);
  });

  it("when the webhook is ended", async () => {
    const { alice, webhookId, receiver, create, delivered } = await hooked();
    await create("One");
    await delivered(1);
    await alice.deleteWebhook({ webhookId, ifMatch: "*" });
    await create("Two");
    await expect(alice.getWebhook({ webhookId })).rejects.toMatchObject({ problem: "not-found" });
    expect(receiver.events).toHaveLength(1);
  });
});

describe("a webhook", () => {
  it("tells its secret once, to its owner", async () => {
    const { alice, bob, webhookId, secret, faults } = await hooked();
    expect(JSON.stringify([await alice.getWebhook({ webhookId }), await all(alice.listWebhooks()), faults])).not.toContain(secret);
    await expect(bob.getWebhook({ webhookId })).rejects.toMatchObject({ problem: "not-found" });
    expect(await all(bob.listWebhooks())).toEqual([]);
  });

  it("keeps its tag, however many events are sent", async () => {
    const { alice, receiver, webhookId, create, delivered, becomes } = await hooked();
    const { etag } = await alice.getWebhook({ webhookId });
    await create("One");
    await delivered(1);
    receiver.answer = 503;
    await create("Two");
    await becomes("failing");
    expect(await alice.updateWebhook({ webhookId, ifMatch: etag, body: { state: "paused" } })).toMatchObject({ state: "paused" });
  });

  it("is wished active or paused, and nothing else; about a conference that is there", async () => {
    const { alice, webhookId, receiver } = await hooked();
    await expect(alice.updateWebhook({ webhookId, ifMatch: "*", body: { state: "failing" } })).rejects.toMatchObject({ problem: "conflict" });
    const body = { url: receiver.url, conference: "3b9e1c52-7f0a-4d0e-9a38-5a1d2f6b7c80" };
    await expect(alice.createWebhook({ body })).rejects.toMatchObject({ problem: "conflict" });
  });
});
