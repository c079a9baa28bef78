import { manualClock } from "@parley/runtime";
import { bytes, createHandler, createListener, eventStream, type HttpOperation, IncomingBytes, type IdempotencyStore, memoryIdempotencyStore, refuse, route } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { notesWorld } from "./notes-world.js";
import { operationOf } from "./one-operation.js";

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
    expect(calls).toEqual([]);
  });

  it("is no empty text: the schema says so, or else it is missing", async () => {
    const { ask, calls } = notesWorld();
    expect((await ask("POST", "/notes", { key: "", body })).body).toMatchObject({ status: 400, issues: [{ pointer: "/header/Idempotency-Key", keyword: "minLength" }] });
    expect(calls).toEqual([]);
    const empty = { headers: { "idempotency-key": "" } };
    const statusOf = async (required: boolean) => {
      const operation = keyed({ idempotencyKey: { property: "idempotencyKey", required } });
      return (await createHandler([route(operation, () => 1)], { basePath: "", problems: {} })(new Request("https://example.org/echo", { method: "POST", ...empty }))).status;
    };
    expect([await statusOf(true), await statusOf(false)]).toEqual([422, 200]);
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

  it("tells a caller without name or credentials as a fault: his keys could be another's", async () => {
    const operation = keyed({ security: [[{ scheme: "certificate", carrier: { kind: "transport" }, scopes: [] }]] });
    const faults: unknown[] = [];
    const options = { authenticate: () => ({ scopes: [] }), onFault: (fault: unknown) => faults.push(fault) };
    const handler = createHandler([route(operation, () => 1)], { basePath: "", problems: {} }, options);
    expect((await handler(keyedRequest())).status).toBe(500);
    expect(faults).toMatchObject([{ kind: "thrown", error: new TypeError("A caller who shows nothing in the request needs a name.") }]);
    const named = createHandler([route(operation, () => 1)], { basePath: "", problems: {} }, { authenticate: () => ({ scopes: [], name: "alice" }) });
    expect((await named(keyedRequest())).status).toBe(200);
  });
});

describe("content of any kind", () => {
  it("bytes are read once, up to the limit, and answered byte for byte again", async () => {
    const media = [{ type: "application/octet-stream", codec: bytes }];
    const operation = keyed({ body: { required: true, media }, responses: [{ status: "200", headers: [], media }] });
    let count = 0;
    const run = async ({ body }: { readonly body: IncomingBytes }) => new Uint8Array([(count += 1), ...(await body.bytes())]);
    const handler = createHandler([route(operation, run)], { basePath: "", problems: {} }, { maxBodyBytes: 1000 });
    const ask = async (body: Uint8Array<ArrayBuffer>) => {
      const response = await handler(keyedRequest({ headers: { "content-type": "application/octet-stream" }, body }));
      return response.ok ? [...new Uint8Array(await response.arrayBuffer())] : response.status;
    };
    const content = new Uint8Array([0, 255, 10, 13, 128]);
    expect([await ask(content), await ask(content), await ask(new Uint8Array([0])), await ask(new Uint8Array(1001))]).toEqual([[1, ...content], [1, ...content], 409, 413]);
  });

  it("a stream that may never end is answered as it comes, and not kept", async () => {
    const operation = keyed({ responses: [{ status: "200", headers: [], media: [{ type: "text/event-stream", codec: eventStream }] }] });
    let count = 0;
    async function* eventsOf(call: number) {
      for (;;) yield { data: `of call ${call}` };
    }
    const handler = createHandler([route(operation, () => eventsOf((count += 1)))], { basePath: "", problems: {} });
    for (const call of [1, 2]) {
      const reader = (await handler(keyedRequest())).body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toContain(`data: of call ${call}`);
      await reader?.cancel();
    }
  });

  it("a webhook that is delivered twice is carried out once, at whatever path", async () => {
    let count = 0;
    const listen = createListener(route(keyed({ path: "" }), () => (count += 1)), {});
    const answers = [await listen(keyedRequest()), await listen(keyedRequest())];
    expect([await Promise.all(answers.map((answer) => answer.json())), count]).toEqual([[1, 1], 1]);
  });
});

function keyed(more: Partial<HttpOperation>): HttpOperation {
  return operationOf([], { idempotencyKey: { property: "idempotencyKey", required: true }, ...more });
}

function keyedRequest({ headers = {}, ...more }: RequestInit = {}): Request {
  return new Request("https://example.org/echo", { method: "POST", headers: { ...headers, "idempotency-key": "k" }, ...more });
}
