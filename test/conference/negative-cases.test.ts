import { camelCase, compile, diskHost, negativeCases, writeRequest, type NegativeCase } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";
import { conferenceWorld } from "./world.js";

const { protocols } = await compile(["specs/conference/openapi.yaml"], diskHost(root), { roots: ["specs"] });
const [protocol] = protocols;
if (protocol === undefined) throw new Error("The document of conferences does not compile.");
const judged = [...protocol.operations.values()].filter(({ http }) => http !== undefined && http.trigger === undefined).map((operation) => ({ operation, ...negativeCases(operation, protocol) }));
const count = judged.reduce((sum, { cases }) => sum + cases.length, 0);

/** The problems of the registry that answer what is broken. */
const problems: { readonly [kind in NegativeCase["breaks"]["kind"]]: string } = {
  constraint: "malformed",
  "not-json": "malformed",
  "other-media-type": "unsupported-media-type",
  "too-large": "too-large",
  "no-credentials": "unauthenticated",
  "no-scope": "forbidden",
  "not-acceptable": "not-acceptable",
  "other-method": "method-not-allowed",
  "no-idempotency-key": "idempotency-key-missing",
  "no-precondition": "precondition-required",
  "stale-precondition": "precondition-failed",
};

describe(`each demand of each of ${String(judged.length)} operations, broken once: ${String(count)} requests`, () => {
  it.each(judged.map(({ operation, cases }) => ({ name: operation.name, cases })))("$name is refused as its text says", async ({ cases }) => {
    const world = conferenceWorld();
    for (const one of cases) {
      const answer = await ask(world, one);
      expect(answer, `${JSON.stringify(one.breaks)} ${JSON.stringify(writeRequest(one.request)).slice(0, 2_000)}`).toMatchObject(expected(one));
      expect(one.statuses).toContain(answer.status);
    }
    expect(world.faults).toEqual([]);
  });

  it("leaves out nothing but what no request can break alone", () => {
    const reasons = judged.flatMap(({ left }) => left.map(({ part, keyword, reason }) => `${part.replace(/ .*/, "")} ${keyword}: ${reason.replace(/ at ".*/, "")}`));
    expect([...new Set(reasons)].sort()).toMatchInlineSnapshot(`
      [
        "path required: without it, the path is another",
        "path type: whatever is sent in this place arrives as one",
        "query type: whatever is sent in this place arrives as one",
      ]
    `);
  });
});

async function ask(world: ReturnType<typeof conferenceWorld>, { request }: NegativeCase) {
  const { method, target, headers, body } = writeRequest(request);
  const token = { right: "alice-token", "without-scope": "stranger-token", none: undefined }[request.credentials];
  const response = await world.askAs(token, target, { method, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) });
  expect(response.headers.get("content-type"), await response.clone().text()).toBe("application/problem+json");
  return { status: response.status, ...(await response.json()) };
}

function expected({ breaks }: NegativeCase): object {
  const type = `https://parley.example/problems/${problems[breaks.kind]}`;
  if (breaks.kind !== "constraint") return { type };
  const part = breaks.in === "body" ? "/body" : `/${camelCase(breaks.name ?? "")}`;
  const issue = { pointer: part + breaks.pointer, keyword: breaks.keyword };
  return { type, issues: breaks.alone ? [issue] : expect.arrayContaining([expect.objectContaining(issue)]) };
}
