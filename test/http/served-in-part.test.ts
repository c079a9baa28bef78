import { type ConferenceImplementation, createConferenceHandler } from "@parley/conference";
import { type Caller, type Fault, refuse } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";

const id = "00000000-0000-4000-8000-000000000000";

/** Two operations of ninety, of a class: its methods use what is its own. */
class Few implements Pick<ConferenceImplementation<Caller>, "listConferences" | "deleteConference"> {
  #asked = 0;
  listConferences() {
    this.#asked += 1;
    return { items: [], next: String(this.#asked) };
  }
  deleteConference() {
    return refuse("not-found");
  }
}

const options = { authenticate: () => ({ scopes: ["conference:read", "conference:manage"] }) };
const asked = (handle: (request: Request) => Promise<Response>) => async (method: string, path: string) => {
  const response = await handle(new Request(`https://example.org/conference-management/v1${path}`, { method, headers: { authorization: "Bearer t", "if-match": "*" } }));
  const text = await response.text();
  return [response.status, response.headers.get("allow") ?? (text === "" ? "" : JSON.parse(text).type ?? JSON.parse(text).next)];
};

describe("an implementation that has some of the operations only", () => {
  it("serves them, and answers 501 for the rest, to anyone; Allow tells what is served", async () => {
    const handle = createConferenceHandler(new Few(), { ...options, rest: "not-implemented" });
    const ask = asked(handle);
    expect([await ask("GET", "/conferences"), await ask("GET", "/conferences")]).toEqual([[200, "1"], [200, "2"]]);
    expect(await ask("DELETE", `/conferences/${id}`)).toEqual([404, "https://parley.example/problems/not-found"]);
    for (const [method, path] of [["POST", "/conferences"], ["GET", `/conferences/${id}`], ["GET", "/capabilities"]] as const) expect(await ask(method, path)).toEqual([501, "about:blank"]);
    expect(await ask("HEAD", "/capabilities")).toEqual([501, ""]);
    expect((await handle(new Request("https://example.org/conference-management/v1/capabilities"))).status).toBe(501);
    expect(await ask("PUT", "/conferences")).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect([await ask("OPTIONS", `/conferences/${id}`), await ask("OPTIONS", "/capabilities")]).toEqual([[204, "DELETE, OPTIONS"], [204, "OPTIONS"]]);
    expect(await ask("GET", "/nothing")).toEqual([404, "https://parley.example/problems/not-found"]);
  });

  it("refuses the rest with a problem of the document", async () => {
    const ask = asked(createConferenceHandler(new Few(), { ...options, rest: refuse("capability-absent") }));
    expect(await ask("POST", "/conferences")).toEqual([422, "https://parley.example/problems/capability-absent"]);
    // @ts-expect-error: no problem of the document
    createConferenceHandler(new Few(), { ...options, rest: refuse("no-such-problem") });
  });

  it("says so: without a word, all of them are demanded, and one that is missing is a fault", async () => {
    const faults: Fault[] = [];
    // @ts-expect-error: 88 operations are missing
    const handle = createConferenceHandler(new Few(), { ...options, onFault: (fault: Fault) => faults.push(fault) });
    expect(await asked(handle)("POST", "/conferences")).toEqual([500, "https://parley.example/problems/internal"]);
    expect(faults).toMatchObject([{ kind: "thrown", operation: "createConference", error: new TypeError('The implementation has no "createConference".') }]);
  });
});
