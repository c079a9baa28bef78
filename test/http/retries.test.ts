import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { manualClock } from "@parley/runtime";
import { createHttpClient, DeadlineError, isProblem, multipart, ProtocolError, UncertainError } from "@parley/runtime/http";
import type { HttpCallOptions, HttpClientOptions, HttpOperation, HttpParameter } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { operationOf as plainOperation } from "./one-operation.js";

const key: HttpParameter = { name: "Idempotency-Key", in: "header", property: "idempotencyKey", required: true, reads: "string" };
const match: HttpParameter = { name: "If-Match", in: "header", property: "ifMatch", required: true, reads: "string" };
const json = { required: false, media: [{ type: "application/json" }] };
const responses = [
  { status: "200", headers: [], media: [{ type: "application/json" }] },
  { status: "default", headers: [], media: [{ type: "application/problem+json" }] },
];
/** An operation that may be refused with any problem. */
const operationOf = (parameters: readonly HttpParameter[], more: Partial<HttpOperation>): HttpOperation => plainOperation(parameters, { responses, ...more });
const read = operationOf([], { method: "GET", name: "read" });
const add = operationOf([key], { name: "add", body: json, idempotencyKey: { property: "idempotencyKey", required: true } });
const post = operationOf([], { name: "post", body: json });
const change = operationOf([match], { name: "change", method: "PATCH", body: json, ifMatch: { property: "ifMatch", required: true } });
const remove = operationOf([match], { name: "remove", method: "DELETE", ifMatch: { property: "ifMatch", required: true } });

const problems = {
  "precondition-failed": { type: "https://example.org/precondition-failed", title: "Changed", status: 412 },
  "request-in-progress": { type: "https://example.org/request-in-progress", title: "Under way", status: 409, retry: "after" },
  "rate-limited": { type: "https://example.org/rate-limited", title: "Too many", status: 429 },
} as const;

const lost = (): Response => {
  throw new TypeError("fetch failed");
};
const done = (): Response => Response.json("done");
const refused = (name: keyof typeof problems, headers: Readonly<Record<string, string>> = {}, more: object = {}) => (): Response =>
  new Response(JSON.stringify({ ...problems[name], ...more }), { status: problems[name].status, headers: { "content-type": "application/problem+json", ...headers } });

/** A client whose server answers in this order, and then as the last time; it waits on a clock that stands still, always for the whole of a random time. */
function answered(answers: readonly (() => Response)[], options: Partial<HttpClientOptions> = {}) {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    return (answers[requests.length - 1] ?? answers.at(-1) ?? done)();
  };
  const client = createHttpClient({ baseUrl: "https://example.org", fetch, clock, random: () => 1, ...options }, {}, problems);
  /** Lets the call run to its end; gives its result or error, and how long it waited. */
  const call = async (operation: HttpOperation, given: unknown = {}, how: HttpCallOptions = {}) => {
    const start = clock.now();
    let at: number | undefined;
    const end = client.send<unknown>(operation, given, how).then((value) => ({ value }), (error: unknown) => ({ error })).finally(() => (at = clock.now()));
    for (let turn = 0; turn < 200 && at === undefined; turn += 1) await clock.advance(500);
    return { ...(await end), waited: (at ?? 0) - start, pending: clock.pending };
  };
  return { call, client, clock, requests };
}

describe("a call whose answer is lost", () => {
  it("is made three times, where its method is idempotent, with waits that double", async () => {
    const { call, requests } = answered([lost]);
    expect(await call(read)).toMatchObject({ error: { name: "NetworkError", cause: new TypeError("fetch failed") }, waited: 1500, pending: 0 });
    expect(requests.length).toBe(3);
  });

  it("is made again with the same key, made by the client where the caller gives none", async () => {
    const { call, requests } = answered([lost, lost, done]);
    expect(await call(add, { body: { a: 1 } })).toMatchObject({ value: "done" });
    const keys = requests.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(await Promise.all(requests.map((request) => request.text()))).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
    await call(add, {});
    expect(requests[3]?.headers.get("idempotency-key")).not.toBe(keys[0]);
    await call(add, { idempotencyKey: "mine" });
    expect(requests[4]?.headers.get("idempotency-key")).toBe("mine");
  });

  it("is made once where two may do more than one: POST without a key, PATCH with `*`, a stream", async () => {
    const stream = new ReadableStream();
    const upload = operationOf([], { method: "PUT", body: { required: true, media: [{ type: "application/octet-stream", codec: { ...multipart, takes: () => true, write: () => ({ kind: "body", body: stream, type: "a/b" }) } }] } });
    for (const [operation, given] of [[post, {}], [change, { ifMatch: "*" }], [upload, { body: stream }]] as const) {
      const { call, requests } = answered([lost]);
      expect((await call(operation, given)).waited).toBe(0);
      expect(requests.length).toBe(1);
    }
  });

  it("is sent again byte by byte, the boundaries of a form too", async () => {
    const form = operationOf([], { method: "PUT", body: { required: true, media: [{ type: "multipart/form-data", codec: multipart }] } });
    const { call, requests } = answered([lost, done]);
    await call(form, { body: { name: "value" } });
    const [first, second] = await Promise.all(requests.map((request) => request.text()));
    expect(first).toContain("value");
    expect(second).toBe(first);
    expect(requests[1]?.headers.get("content-type")).toBe(requests[0]?.headers.get("content-type"));
  });

  it("and that is then refused as if it had been carried out, leaves that open", async () => {
    for (const [operation, answer] of [[change, refused("precondition-failed")], [remove, () => new Response(null, { status: 404 })]] as const) {
      const { call, requests } = answered([lost, answer]);
      const { error } = (await call(operation, { ifMatch: '"1"' })) as { error: unknown };
      expect(error).toBeInstanceOf(UncertainError);
      expect(isProblem(error, "precondition-failed")).toBe(false);
      expect((error as Error).cause).toEqual(new TypeError("fetch failed"));
      expect(requests.length).toBe(2);
    }
    const { call } = answered([refused("precondition-failed")]);
    expect(((await call(change, { ifMatch: '"1"' })) as { error: unknown }).error).toBeInstanceOf(ProtocolError);
  });

  it("is made as often as its caller says", async () => {
    const { call, requests } = answered([lost], { retry: { attempts: 2 } });
    await call(read);
    expect(requests.length).toBe(2);
    await call(read, {}, { retry: false });
    expect(requests.length).toBe(3);
    expect((await call(read, {}, { retry: { attempts: 4, longestWait: 600 } })).waited).toBe(500 + 600 + 600);
  });
});

describe("a server that asks for another attempt", () => {
  it.each([
    ["in seconds", { "retry-after": "7" }, {}, 7000],
    ["at a date", { "retry-after": "Thu, 01 Jan 2026 00:00:20 GMT" }, {}, 20_000],
    ["in the problem", {}, { retryAfter: 3 }, 3000],
    ["at no time", {}, {}, 0],
    ["at a time that is none", { "retry-after": "soon" }, {}, 0],
  ])("%s gets it then, and a random time later", async (_, headers, more, asked) => {
    const retry = { longestWait: 30_000 };
    const { call } = answered([refused("rate-limited", headers, more), done], { retry });
    expect(await call(read)).toEqual({ value: "done", waited: asked + 500, pending: 0 });
    const soon = answered([refused("rate-limited", headers, more), done], { random: () => 0, retry });
    expect(await soon.call(read)).toMatchObject({ waited: asked });
  });

  it("for longer than the caller waits is taken at its word at once", async () => {
    const { call, requests } = answered([refused("rate-limited", { "retry-after": "31" })]);
    expect(await call(read, {}, { retry: { longestWait: 30_000 } })).toMatchObject({ error: { problem: "rate-limited" }, waited: 0 });
    expect(requests.length).toBe(1);
  });

  it("is waited for as long as the deadline leaves; five seconds where there is none", async () => {
    const inSeconds = (seconds: number) => answered([refused("rate-limited", { "retry-after": `${seconds}` }), done]).call;
    expect(await inSeconds(5)(read)).toMatchObject({ value: "done" });
    expect(await inSeconds(6)(read)).toMatchObject({ error: { problem: "rate-limited" }, waited: 0 });
    expect(await inSeconds(20)(read, {}, { deadline: 40_000 })).toMatchObject({ value: "done" });
    expect(await inSeconds(50)(read, {}, { deadline: 40_000 })).toMatchObject({ error: { problem: "rate-limited" }, waited: 0 });
  });

  it("by a problem of which the specification says that it passes is asked again, by another it is not", async () => {
    expect(await answered([refused("request-in-progress", { "retry-after": "1" }), done]).call(add)).toMatchObject({ value: "done" });
    expect(await answered([refused("precondition-failed", { "retry-after": "1" }), done]).call(change, { ifMatch: '"1"' })).toMatchObject({ error: { problem: "precondition-failed" } });
  });

  it("with 503 is asked again, whatever its body", async () => {
    expect(await answered([() => new Response("down", { status: 503 }), done]).call(read)).toMatchObject({ value: "done" });
    expect(await answered([() => new Response("down", { status: 503 }), done]).call(post)).toMatchObject({ error: { status: 503 } });
  });
});

describe("a call that is ended", () => {
  it("by its signal while it waits, ends at once", async () => {
    const { client, clock, requests } = answered([refused("rate-limited", { "retry-after": "4" })]);
    const stop = new AbortController();
    const end = client.send(read, {}, { signal: stop.signal }).catch((error: unknown) => error);
    await clock.advance(1000);
    expect([requests.length, clock.pending]).toEqual([1, 1]);
    stop.abort(new Error("enough"));
    expect(await end).toEqual(new Error("enough"));
    expect(clock.pending).toBe(0);
  });

  it("by its deadline, says so", async () => {
    const { call } = answered([], { fetch: () => new Promise<Response>(() => undefined) });
    const { error, waited, pending } = (await call(read, {}, { deadline: 2000 })) as { error: unknown; waited: number; pending: number };
    expect(error).toBeInstanceOf(DeadlineError);
    expect([waited, pending]).toEqual([2000, 0]);
  });

  it("by a deadline that comes before the next attempt, gives the answer that there is", async () => {
    const { call } = answered([refused("rate-limited", { "retry-after": "7" })]);
    expect(await call(read, {}, { deadline: 5000 })).toMatchObject({ error: { problem: "rate-limited" }, waited: 0, pending: 0 });
  });
});

it("over real HTTP, a connection that breaks before the answer costs one attempt", async () => {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers["idempotency-key"]);
    request.resume().on("end", () => (keys.length < 3 ? request.socket.destroy() : response.setHeader("content-type", "application/json").end('"done"')));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createHttpClient({ baseUrl, random: () => 0 }, {}, {});
    expect(await client.send(add, { body: { a: 1 } })).toBe("done");
    expect(keys.length).toBe(3);
    expect(new Set(keys).size).toBe(1);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
