import { describe, expect, it } from "vitest";
import { type Asked, notesWorld } from "./notes-world.js";

const long = { text: "x".repeat(200) };
const policy = { name: "default", quota: 1, window: 60 };

/** Everything is wrong with the first; each next one mends what was told. */
const steps: readonly (readonly [number, string, string, Asked])[] = [
  [404, "POST", "/notez/A", { token: null, headers: { accept: "text/html" } }],
  [405, "POST", "/notes/A", { token: null, headers: { accept: "text/html" } }],
  [401, "PUT", "/notes/A", { token: null, headers: { accept: "text/html" }, body: long }],
  [403, "PUT", "/notes/A", { token: "alice:weak", headers: { accept: "text/html" }, body: long }],
  [406, "PUT", "/notes/A", { token: "bob", headers: { accept: "text/html" }, body: long }],
  [429, "PUT", "/notes/A", { token: "carol", body: long }],
  [428, "PUT", "/notes/A", { body: long }],
  [413, "PUT", "/notes/A", { headers: { "if-match": "1", "content-type": "text/plain" }, body: long }],
  [415, "PUT", "/notes/A", { headers: { "if-match": "1", "content-type": "text/plain" }, body: "{}" }],
  [400, "PUT", "/notes/A", { headers: { "if-match": "1" }, body: {} }],
  [404, "PUT", "/notes/b", { headers: { "if-match": '"1"' }, body: { text: "x" } }],
  [412, "PUT", "/notes/a", { headers: { "if-match": '"2"' }, body: { text: "x" } }],
  [200, "PUT", "/notes/a", { headers: { "if-match": '"1"' }, body: { text: "x" } }],
];

describe("of several things that are wrong, the first is told", () => {
  it.each(steps)("%i: %s %s", async (status, method, path, asked) => {
    const { ask, calls, faults } = notesWorld({ maxBodyBytes: 100, limits: { policy } });
    if (asked.token === "carol") await ask("PUT", path, { ...asked, body: {} });
    expect((await ask(method, path, asked)).status).toBe(status);
    expect(calls.length).toBe([404, 412, 200].includes(status) && method === "PUT" ? 1 : 0);
    expect(faults).toEqual([]);
  });

  it("everything that makes it 400, each at its place", async () => {
    const { ask } = notesWorld();
    const answer = await ask("PUT", "/notes/A", { headers: { "if-match": "1" }, body: { text: 7 } });
    expect((answer.body as { issues: { pointer: string }[] }).issues.map(({ pointer }) => pointer)).toEqual(["/path/id", "/header/If-Match", "/body/text"]);
    const key = await ask("POST", "/notes", { key: "short", body: "{" });
    expect(key.body).toMatchObject({ status: 400, issues: [{ pointer: "/header/Idempotency-Key", keyword: "minLength" }, { pointer: "/body", expected: "JSON" }] });
  });

  it("a body that is too long before its type, a missing key before both", async () => {
    const { ask } = notesWorld({ maxBodyBytes: 100 });
    expect((await ask("POST", "/notes", { body: long })).status).toBe(422);
    expect((await ask("POST", "/notes", { key: "key-number-1", body: long })).status).toBe(413);
    expect((await ask("POST", "/notes", { key: "key-number-1", body: "{}", headers: { "content-type": "text/plain" } })).status).toBe(415);
  });

  it("409 for a key comes after 400: what is no request has no key", async () => {
    const { ask } = notesWorld();
    await ask("POST", "/notes", { key: "key-number-1", body: { text: "x" } });
    expect((await ask("POST", "/notes", { key: "key-number-1", body: {} })).status).toBe(400);
    expect((await ask("POST", "/notes", { key: "key-number-1", body: { text: "y" } })).status).toBe(409);
  });
});

describe("methods", () => {
  it.each(["PATCH", "PURGE", "COPY"])("that a path does not have are 405 with those that it has: %s", async (method) => {
    const { ask } = notesWorld();
    const answer = await ask(method, "/notes/a", { token: null });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "DELETE, GET, HEAD, OPTIONS, PUT"]);
  });

  it("OPTIONS says them to anyone", async () => {
    const { ask } = notesWorld();
    const answer = await ask("OPTIONS", "/notes", { token: null });
    expect([answer.status, answer.text, answer.headers.get("allow")]).toEqual([204, "", "GET, HEAD, OPTIONS, POST"]);
  });

  it("HEAD is GET without its content, problems included", async () => {
    const { ask, calls } = notesWorld();
    const [get, head] = [await ask("GET", "/notes/a"), await ask("HEAD", "/notes/a")];
    expect([head.status, head.text, [...head.headers]]).toEqual([200, "", [...get.headers]]);
    expect(calls).toEqual(["getNote", "getNote"]);
    const [none, refused] = [await ask("HEAD", "/notes/b"), await ask("HEAD", "/notes/a", { token: null })];
    expect([none.status, none.text, refused.status, refused.headers.get("www-authenticate")]).toEqual([404, "", 401, "Bearer"]);
  });
});
