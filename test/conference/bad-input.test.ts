import { describe, expect, it } from "vitest";
import { conferenceWorld } from "./world.js";

const json = { "content-type": "application/json", "idempotency-key": "0f0e8a4c-0001" };
const problem = (name: string, status: number) => ({ type: `https://parley.example/problems/${name}`, status });
const id = "00000000-0000-4000-8000-000000000000";

describe("bad input gets a problem of the registry", () => {
  const create = (body: BodyInit, headers: Record<string, string> = json) => ["/conferences", { method: "POST", headers, body }] as const;

  it.each([
    ["malformed JSON", ...create('{"topology": "p2p"'), problem("malformed", 400), "/body"],
    ["an empty body", ...create(""), problem("malformed", 400), "/body"],
    ["a list", ...create("[]"), problem("malformed", 400), "/body"],
    ["null", ...create("null"), problem("malformed", 400), "/body"],
    ["a topology of another type", ...create('{"topology":1}'), problem("malformed", 400), "/body/topology"],
    ["a topology that it does not make", ...create('{"topology":"mcu"}'), problem("capability-absent", 422), undefined],
    ["an empty subject", ...create('{"topology":"p2p","subject":""}'), problem("malformed", 400), "/body/subject"],
    ["a subject of another type", ...create('{"topology":"p2p","subject":{"__proto__":1}}'), problem("malformed", 400), "/body/subject"],
    [
      "10,000 levels of nesting",
      ...create(`{"topology":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
      problem("malformed", 400),
      "/body/topology",
    ],
    ["what is not UTF-8", ...create(new Uint8Array([0x7b, 0xff, 0x7d])), problem("malformed", 400), "/body"],
    [
      "a form",
      ...create("topology=p2p", { ...json, "content-type": "application/x-www-form-urlencoded" }),
      problem("unsupported-media-type", 415),
      undefined,
    ],
    [
      "a body that says it is longer than the limit",
      ...create(`{"topology":"p2p","subject":"${"x".repeat(70_000)}"}`),
      problem("too-large", 413),
      undefined,
    ],
    ["a member that is there twice", ...create('{"topology":"p2p","subject":"B","subj\\u0065ct":"C"}'), problem("malformed", 400), "/body"],
    ["JSON in another encoding", ...create('{"topology":"p2p"}', { ...json, "content-type": 'application/json; charset="ISO-8859-1"' }), problem("unsupported-media-type", 415), undefined],
    [
      "many entity tags and empty elements, which a list may have",
      `/conferences/${id}`,
      { method: "DELETE", headers: { ...json, "if-match": `, ${'"a", '.repeat(20)},` } },
      problem("not-found", 404),
      undefined,
    ],
    ["an unknown path", "/rooms", {}, problem("not-found", 404), undefined],
    ["a path above the base", "/../v2/conferences", {}, problem("not-found", 404), undefined],
    [
      "a method that the path does not have",
      "/conferences",
      { method: "PATCH", headers: json, body: "{}" },
      problem("method-not-allowed", 405),
      undefined,
    ],
    ["a client that takes no JSON", "/conferences", { headers: { accept: "text/html" } }, problem("not-acceptable", 406), undefined],
    ["an id that is none", "/conferences/weekly", {}, problem("malformed", 400), "/path/conferenceId"],
    ["an id in upper case", `/conferences/${id.replace("8000", "ABCD")}`, {}, problem("malformed", 400), "/path/conferenceId"],
    ["bad percent-encoding", "/conferences/%E0%A4%A", {}, problem("malformed", 400), "/path/conferenceId"],
    ["a conference that is not there", `/conferences/${id}`, {}, problem("not-found", 404), undefined],
    ["a page of no entries", "/conferences?page-size=0", {}, problem("malformed", 400), "/query/page-size"],
    ["a page size in words", "/conferences?page-size=ten", {}, problem("malformed", 400), "/query/page-size"],
    ["two page sizes", "/conferences?page-size=1&page-size=2", {}, problem("malformed", 400), "/query/page-size"],
    ["a cursor with other letters", "/conferences?cursor=%00", {}, problem("malformed", 400), "/query/cursor"],
    ["a cursor that the list did not give", "/conferences?cursor=abc", {}, problem("not-found", 404), undefined],
  ])("%s", async (_, path, init, expected, pointer) => {
    const { ask, faults } = conferenceWorld();
    const response = await ask(path, init);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = await response.json();
    expect(body).toMatchObject(expected);
    expect(response.status).toBe(expected.status);
    expect(body.issues?.[0]?.pointer).toBe(pointer);
    expect(faults).toEqual([]);
  });

  it("says which methods there are", async () => {
    const { ask } = conferenceWorld();
    expect((await ask("/conferences", { method: "PUT" })).headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
  });

  it("names at most sixteen issues, each shortened", async () => {
    const { ask } = conferenceWorld();
    const response = await ask("/conferences", { method: "POST", headers: json, body: JSON.stringify({ topology: "x".repeat(10_000) }) });
    const { issues } = await response.json();
    expect(issues.length).toBeLessThanOrEqual(16);
    expect(JSON.stringify(issues).length).toBeLessThan(1000);
  });

  it("reads unknown members and unknown queries as if they were not there", async () => {
    const { ask } = conferenceWorld();
    const response = await ask("/conferences?page-size=1&wish=2", {});
    expect(response.status).toBe(200);
    const created = await ask("/conferences", {
      method: "POST",
      headers: json,
      body: '{"topology":"p2p","__proto__":{"subject":"x"},"constructor":1}',
    });
    expect(created.status).toBe(201);
    expect(await created.json()).not.toHaveProperty("subject");
  });

  it("asks who is there before it reads what is said", async () => {
    const { ask } = conferenceWorld();
    const response = await ask("/conferences", { method: "POST", headers: { ...json, authorization: "Bearer nobody" }, body: "{" });
    expect(response.status).toBe(401);
  });
});
