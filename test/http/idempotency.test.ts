import { manualClock } from "@parley/runtime";
import { type IdempotencyStore, memoryIdempotencyStore, refuse } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { notesWorld } from "./notes-world.js";

const key = "key-of-a-request";
const body = { text: "hello" };

describe("an operation with an Idempotency-Key", () => {
  it("is carried out once, and answered the same each time", async () => {
    const { ask, notes, calls, faults } = notesWorld();
    const first = await ask("POST", "/notes", { key, body });
    const again = await ask("POST", "/notes", { key, body });
    expect(first.status).toBe(201);
    expect([again.status, again.text, again.headers.get("location"), again.headers.get("etag")]).toEqual([201, first.text, "/v1/notes/n1", '"1"']);
    expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([null, "true"]);
    expect([...again.headers].filter(([name]) => name !== "idempotency-replayed")).toEqual([...first.headers]);
    expect([calls, notes.size, faults]).toEqual([["addNote"], 2, []]);
  });

  it("needs the key where the document demands it: 422", async () => {
    const { ask, calls } = notesWorld();
    const answer = await ask("POST", "/notes", { body });
    expect([answer.status, answer.body]).toEqual([422, { type: "about:blank", title: "Unprocessable Content", status: 422 }]);
    expect((await ask("POST", "/notes", { key: "", body })).body).toMatchObject({ status: 400, issues: [{ pointer: "/idempotencyKey" }] });
    expect(calls).toEqual([]);
  });

  it("just runs without the key where the document leaves it free", async () => {
    const { ask, calls } = notesWorld();
    const [one, other] = [await ask("POST", "/notes/a/copies", { token: null }), await ask("POST", "/notes/a/copies", { token: null })];
    expect([one.status, other.status, calls.length]).toEqual([200, 200, 2]);
    const [first, again] = [await ask("POST", "/notes/a/copies", { token: null, key }), await ask("POST", "/notes/a/copies", { token: null, key })];
    expect([first.text, first.headers.get("etag"), calls.length]).toEqual([again.text, again.headers.get("etag"), 3]);
  });

  it.each<[string, string, { readonly key: string; readonly body?: unknown; readonly headers?: Record<string, string> }]>([
    ["another body", "/notes", { key, body: { text: "hallo" } }],
    ["the same value in other bytes", "/notes", { key, body: '{ "text": "hello" }' }],
    ["another query", "/notes?a=b", { key, body }],
    ["another content type", "/notes", { key, body, headers: { "content-type": "application/json; charset=utf-8" } }],
  ])("is another request with %s: 409", async (_, path, other) => {
    const { ask, calls } = notesWorld();
    await ask("POST", "/notes", { key, body });
    const answer = await ask("POST", path, other);
    expect([answer.status, answer.body, calls.length]).toEqual([409, { type: "about:blank", title: "Conflict", status: 409 }, 1]);
  });

  it("has keys of its own for each path, operation and caller", async () => {
    const { ask, calls } = notesWorld();
    const answers = [
      await ask("POST", "/notes", { key, body }),
      await ask("POST", "/notes", { key, body, token: "bob" }),
      await ask("POST", "/notes/a/copies", { key }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.has("idempotency-replayed")])).toEqual([[201, false], [201, false], [200, false]]);
    expect(calls).toEqual(["addNote", "addNote", "copyNote"]);
    expect((await ask("POST", "/notes/n1/copies", { key })).status).toBe(409);
  });

  it("knows a caller by name, whatever he shows", async () => {
    const { ask, calls } = notesWorld({ authenticate: () => ({ scopes: ["notes:write"], name: "acct:alice@notes.example" }) });
    await ask("POST", "/notes", { key, body, token: "old" });
    const again = await ask("POST", "/notes", { key, body, token: "new" });
    expect([again.headers.get("idempotency-replayed"), calls.length]).toEqual(["true", 1]);
  });

  it("runs once where it is asked twice at once; the other is told to come again", async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((done) => (go = done));
    const { ask, calls, notes } = notesWorld({}, () => gate);
    const running = Array.from({ length: 8 }, () => ask("POST", "/notes", { key, body }));
    const other = await ask("POST", "/notes", { key, body: { text: "other" } });
    const early = await Promise.race(running);
    go();
    const answers = await Promise.all(running);
    expect([early.status, early.headers.get("retry-after"), early.body]).toEqual([409, "1", { type: "about:blank", title: "Conflict", status: 409, retryAfter: 1 }]);
    expect(other.status).toBe(409);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    expect([calls.length, notes.size]).toEqual([1, 2]);
    expect((await ask("POST", "/notes", { key, body })).headers.get("idempotency-replayed")).toBe("true");
  });

  it.each<[string, () => unknown, number, boolean]>([
    ["a fault", () => Promise.reject(new Error("broken")), 500, false],
    ["an answer that breaks the specification", () => ({ status: 201, headers: { location: "/x", etag: '"1"' }, body: { id: 7 } }), 500, false],
    ["503", () => refuse("unavailable"), 503, false],
    ["403", () => refuse("forbidden"), 403, false],
    ["401", () => refuse("unauthenticated"), 401, false],
    ["429", () => refuse("rate-limited", { retryAfter: 3 }), 429, false],
    ["409", () => refuse("conflict", { detail: "There is one." }), 409, true],
    ["404", () => refuse("not-found"), 404, true],
  ])("keeps what is final only: %s", async (_, instead, status, isFinal) => {
    const { ask, calls } = notesWorld({}, instead);
    const first = await ask("POST", "/notes", { key, body });
    const again = await ask("POST", "/notes", { key, body });
    expect([first.status, again.status, again.text === first.text]).toEqual([status, status, true]);
    expect([again.headers.has("idempotency-replayed"), calls.length]).toEqual([isFinal, isFinal ? 1 : 2]);
  });

  it("keeps nothing of a request that never reached the implementation", async () => {
    const { ask, calls } = notesWorld();
    expect((await ask("POST", "/notes", { key, body: { text: "" } })).status).toBe(400);
    expect((await ask("POST", "/notes", { key, body })).status).toBe(201);
    expect(calls).toEqual(["addNote"]);
  });

  it("forgets after the time that the store keeps answers, and beyond what it holds", async () => {
    const clock = manualClock();
    const { ask, calls } = notesWorld({ idempotency: memoryIdempotencyStore({ keepSeconds: 60, mostEntries: 2, clock }) });
    const replayed = async (name: string) => (await ask("POST", "/notes", { key: `key-of-${name}`, body })).headers.has("idempotency-replayed");
    expect(await replayed("one")).toBe(false);
    await clock.advance(59_999);
    expect(await replayed("one")).toBe(true);
    await clock.advance(1);
    expect(await replayed("one")).toBe(false);
    expect([await replayed("two"), await replayed("three"), await replayed("two"), await replayed("one")]).toEqual([false, false, true, false]);
    expect(calls.length).toBe(5);
  });

  it("takes any store; one that fails is a fault, and nothing was done", async () => {
    const broken: IdempotencyStore = { once: () => Promise.reject(new Error("disk full")) };
    const { ask, calls, faults } = notesWorld({ idempotency: broken });
    expect((await ask("POST", "/notes", { key, body })).status).toBe(500);
    expect([calls, faults]).toMatchObject([[], [{ kind: "thrown", operation: "addNote" }]]);
  });
});
