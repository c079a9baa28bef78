import { entityTag, refuse } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { notesWorld } from "./notes-world.js";

const body = { text: "next" };
const problem = (status: number, title: string) => ({ type: "about:blank", title, status });

describe("If-Match", () => {
  it("is demanded where the document demands it: 428", async () => {
    const { ask, calls } = notesWorld();
    const answer = await ask("PUT", "/notes/a", { body });
    expect([answer.status, answer.body]).toEqual([428, problem(428, "Precondition Required")]);
    expect(calls).toEqual([]);
    expect((await ask("DELETE", "/notes/a")).status).toBe(204);
  });

  it.each([
    ["the tag", '"1"', 200],
    ["one of several", '"7", "1" , "8"', 200],
    ["whatever is there", "*", 200],
    ["empty elements in the list", ', "1",,', 200],
    ["a comma in another tag", '"a,b", "1"', 200],
    ["another tag", '"2"', 412],
    ["a part of it", '"11"', 412],
    ["a weak tag, of which nobody knows whether it is the same byte for byte", 'W/"1"', 412],
  ])("is compared strongly: %s", async (_, ifMatch, status) => {
    const { ask, notes } = notesWorld();
    const answer = await ask("PUT", "/notes/a", { headers: { "if-match": ifMatch }, body });
    expect(answer.status).toBe(status);
    expect(notes.get("a")?.edition).toBe(status === 200 ? 2 : 1);
    if (status === 200) expect([answer.headers.get("etag"), answer.body]).toEqual(['"2"', { id: "a", text: "next" }]);
    else expect(answer.body).toEqual(problem(412, "Precondition Failed"));
  });

  it.each(["", "1", '"1', '"1" "2"', "**", '*, "1"', 'w/"1"', '"a b"', ",", '"1";'])("that is malformed is 400 with its place: %s", async (ifMatch) => {
    const { ask, calls } = notesWorld();
    for (const [method, name, more] of [["PUT", "If-Match", { body }], ["DELETE", "if-match", {}]] as const) {
      const answer = await ask(method, "/notes/a", { headers: { "if-match": ifMatch }, ...more });
      expect(answer.body).toMatchObject({ status: 400, issues: [{ pointer: `/header/${name}`, keyword: "format", found: ifMatch }] });
    }
    expect(calls).toEqual([]);
  });

  it("lets one of two pass that change the same state", async () => {
    const { ask, notes } = notesWorld();
    const answers = await Promise.all(["x", "y"].map((text) => ask("PUT", "/notes/a", { headers: { "if-match": '"1"' }, body: { text } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(notes.get("a")?.edition).toBe(2);
  });

  it("that an implementation did not compare is a fault of it, and no success", async () => {
    const { ask, faults } = notesWorld({}, (name) => (name === "replaceNote" ? { id: "a", text: "next", etag: entityTag(2) } : undefined));
    expect((await ask("PUT", "/notes/a", { headers: { "if-match": '"stale"' }, body })).status).toBe(500);
    expect(faults).toEqual([{ kind: "unmatched", operation: "replaceNote" }]);
  });

  it("is nothing where there is nothing to change", async () => {
    const { ask } = notesWorld();
    expect((await ask("PUT", "/notes/b", { headers: { "if-match": "*" }, body })).status).toBe(404);
  });
});

describe("If-None-Match", () => {
  it.each([
    ["the tag", '"1"', 304],
    ["the same, weak", 'W/"1"', 304],
    ["one of several", '"7","1"', 304],
    ["whatever there is", "*", 304],
    ["another", '"2"', 200],
  ])("is compared weakly: %s", async (_, ifNoneMatch, status) => {
    const { ask } = notesWorld();
    for (const method of ["GET", "HEAD"]) {
      const answer = await ask(method, "/notes/a", { headers: { "if-none-match": ifNoneMatch } });
      expect([answer.status, answer.headers.get("etag"), answer.headers.has("content-type")]).toEqual([status, '"1"', status === 200]);
      expect(answer.text === "").toBe(status === 304 || method === "HEAD");
    }
  });

  it("is passed over where it is no list of tags", async () => {
    const { ask } = notesWorld();
    expect((await ask("GET", "/notes/a", { headers: { "if-none-match": "1" } })).status).toBe(200);
  });

  it("does not hide a problem, and means nothing where the document does not know it", async () => {
    const { ask } = notesWorld();
    expect((await ask("GET", "/notes/b", { headers: { "if-none-match": "*" } })).status).toBe(404);
    expect((await ask("GET", "/notes", { headers: { "if-none-match": "*" } })).status).toBe(200);
  });
});

describe("the entity tag of an answer", () => {
  it.each([
    ["without quotes", { id: "a", text: "x", etag: "1" }, "/headers/etag"],
    ["left out", { id: "a", text: "x" }, "/headers/etag"],
    ["beside a body that is wrong", { id: 1, text: "x", etag: '"1"' }, "/body/id"],
  ])("is judged, and what is wrong is not sent: %s", async (_, given, pointer) => {
    const { ask, faults } = notesWorld({}, () => given);
    const answer = await ask("GET", "/notes/a");
    expect([answer.status, answer.headers.has("etag"), answer.body]).toEqual([500, false, problem(500, "Internal Server Error")]);
    expect(faults).toMatchObject([{ kind: "broken-reply", operation: "getNote", issues: [{ pointer }] }]);
  });

  it("is the whole text for requireMatch too: without quotes it is a fault", async () => {
    const { ask, faults } = notesWorld({}, (_, context) => context.requireMatch("1"));
    expect((await ask("PUT", "/notes/a", { headers: { "if-match": '"1"' }, body })).status).toBe(500);
    expect(faults).toMatchObject([{ kind: "thrown", error: new TypeError('1 is no entity tag: write it with its quotes, as entityTag("7") does.') }]);
  });

  it("is made from any text that a header carries", () => {
    expect([entityTag("v1.2"), entityTag(7), entityTag("")]).toEqual(['"v1.2"', '"7"', '""']);
    for (const wrong of ['"7"', "a b", "ü€", "\n"]) expect(() => entityTag(wrong)).toThrow(TypeError);
  });

  it("goes with no refusal", async () => {
    const { ask } = notesWorld({}, () => refuse("not-found"));
    expect((await ask("GET", "/notes/a")).headers.has("etag")).toBe(false);
  });
});
