import type { KeyedRequest, StoredAnswer } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { idempotentAnswers } from "../../../packages/reference-server/src/conference/store/idempotent-answers.js";
import type { IdempotentAnswersOptions } from "../../../packages/reference-server/src/conference/store/idempotent-answers.js";
import { memoryRecordStore } from "../../../packages/reference-server/src/conference/store/memory-record-store.js";
import type { RecordStore } from "../../../packages/reference-server/src/conference/store/record-store.js";
import { openRooms, room, watchedStore } from "./units.js";

function request(key: string, fingerprint = "of a", caller = "acct:alice@parley.example"): KeyedRequest {
  return { caller, operation: "createConference", key, fingerprint };
}

function answerOf(status: number, text = "ünïcode"): StoredAnswer {
  return { status, headers: [["location", "/x"], ["etag", '"1"']], body: new TextEncoder().encode(text) };
}

async function opened(store: RecordStore = memoryRecordStore(), options: IdempotentAnswersOptions = {}) {
  const { put, ids, units } = await openRooms(store);
  const answers = idempotentAnswers(units, options);
  let works = 0;
  /** Makes a room and answers so. */
  const create = (asked: KeyedRequest, status = 201) => answers.once(asked, async () => {
    works += 1;
    await put(room(`room ${works}`));
    return answerOf(status, `room ${works}`);
  });
  return { units, ids, answers, create };
}

describe("an answer to a request with a key", () => {
  it("is given again, after a restart too, and the request is not carried out again", async () => {
    const store = memoryRecordStore();
    const { create, ids } = await opened(store);
    const first = await create(request("k"));
    expect(first).toEqual({ kind: "answered", answer: answerOf(201, "room 1") });
    expect(await create(request("k"))).toEqual(first);
    expect(ids()).toEqual(["room 1"]);
    expect(await (await opened(store)).create(request("k"))).toEqual(first);
  });

  it("is one commit with what the request changed", async () => {
    const { store, commits } = watchedStore();
    await (await opened(store)).create(request("k"));
    expect(commits.map((changes) => changes.map(({ table }) => table))).toEqual([["room", "idempotent-answer"]]);
  });

  it("is not kept when the store does not take it, nor is the change", async () => {
    const { store, wishes } = watchedStore();
    const { create, ids } = await opened(store);
    wishes.fail = new Error("the disk is full");
    await expect(create(request("k"))).rejects.toThrow("the disk is full");
    expect(ids()).toEqual([]);
    delete wishes.fail;
    expect(await create(request("k"))).toMatchObject({ kind: "answered", answer: { status: 201 } });
    expect(ids()).toEqual(["room 2"]);
  });

  it("that tells a fault of the server undoes the request and is not kept", async () => {
    const { create, ids } = await opened();
    expect(await create(request("k"), 503)).toEqual({ kind: "answered", answer: answerOf(503, "room 1") });
    expect(ids()).toEqual([]);
    expect(await create(request("k"))).toMatchObject({ answer: { status: 201 } });
  });

  it("belongs to its caller, its operation and its request", async () => {
    const { create, ids } = await opened();
    await create(request("k"));
    expect(await create(request("k", "of b"))).toEqual({ kind: "other-request" });
    await create(request("k", "of b", "acct:bob@parley.example"));
    await create({ ...request("k", "of b"), operation: "endConference" });
    expect(ids()).toEqual(["room 1", "room 2", "room 3"]);
  });

  it("is waited for: the same request at the same time is told so, until the commit has ended", async () => {
    const { store, wishes } = watchedStore();
    let open = (): void => undefined;
    wishes.gate = new Promise((opens) => { open = opens; });
    const { create } = await opened(store);
    const first = create(request("k"));
    for (let at = 0; at < 50; at += 1) {
      expect(await create(request("k"))).toEqual({ kind: "in-progress" });
      expect(await create(request("k", "of b"))).toEqual({ kind: "other-request" });
    }
    open();
    await first;
    expect(await create(request("k"))).toEqual(await first);
  });

  it("is kept for its time", async () => {
    let time = 1_000;
    const { create, ids, units } = await opened(memoryRecordStore(), { keepSeconds: 60, now: () => time });
    await create(request("a"));
    time += 59_999;
    await create(request("a"));
    expect(ids()).toHaveLength(1);
    time += 1;
    await create(request("a"));
    expect(ids()).toHaveLength(2);
    time += 59_999;
    await create(request("a"));
    expect(ids()).toHaveLength(2);
    await units.close();
  });

  it("is forgotten for no other: who has as many as are kept waits until the oldest has had its time, after a restart too", async () => {
    let time = 0;
    const store = memoryRecordStore();
    const options = { keepSeconds: 60, mostPerCaller: 2, now: () => time };
    const { create, ids } = await opened(store, options);
    await create(request("a"));
    time += 10_000;
    await create(request("b"));
    const again = await opened(store, options);
    for (const { create: ask } of [{ create }, again]) {
      await expect(ask(request("c"))).rejects.toMatchObject({ problem: "rate-limited", details: { retryAfter: 50 } });
      expect(await ask(request("a"))).toMatchObject({ answer: { status: 201 } });
    }
    await create(request("c", "of c", "acct:bob@parley.example"));
    expect(ids()).toHaveLength(3);
    time += 50_000;
    await create(request("c"));
    expect(ids()).toHaveLength(4);
    await expect(create(request("d"))).rejects.toMatchObject({ problem: "rate-limited", details: { retryAfter: 10 } });
  });

  it("that has had its time goes with those that come, a few at a time", async () => {
    let time = 0;
    const { store, commits } = watchedStore();
    const { create } = await opened(store, { keepSeconds: 60, now: () => time });
    for (let count = 0; count < 20; count += 1) await create(request(`old ${count}`));
    time += 60_000;
    commits.splice(0);
    for (let count = 0; count < 4; count += 1) await create(request(`new ${count}`));
    expect(commits.map((changes) => changes.filter(({ kind }) => kind === "delete").length)).toEqual([8, 8, 4, 0]);
  });
});
