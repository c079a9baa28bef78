import { compile, diskHost, negativeCases, writeRequest, type NegativeCase } from "@parley/compiler";
import { ProtocolError } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";
import { standingIds } from "./standing.js";
import { conferenceWorld, type ConferenceWorld } from "./world.js";

const { protocols } = await compile(["specs/conference/openapi.yaml"], diskHost(root), { roots: ["specs"] });
const [protocol] = protocols;
if (protocol === undefined) throw new Error("The document of conferences does not compile.");
const served = [...protocol.operations.values()].filter(({ http }) => http !== undefined && http.trigger === undefined);
const judged = served.map((operation) => ({ operation, ...negativeCases(operation, protocol) }));
const count = judged.reduce((sum, { cases }) => sum + cases.length, 0);

/** The status and the problem of the registry that answer what is broken. */
const answers: { readonly [kind in NegativeCase["breaks"]["kind"]]: readonly [status: number, problem: string] } = {
  constraint: [400, "malformed"],
  "not-json": [400, "malformed"],
  "other-media-type": [415, "unsupported-media-type"],
  "too-large": [413, "too-large"],
  "no-credentials": [401, "unauthenticated"],
  "no-scope": [403, "forbidden"],
  "not-acceptable": [406, "not-acceptable"],
  "other-method": [405, "method-not-allowed"],
  "no-idempotency-key": [422, "idempotency-key-missing"],
  "no-precondition": [428, "precondition-required"],
  "stale-precondition": [412, "precondition-failed"],
};

/** What needs a media server stands nowhere here: no state of it can be missed. */
const standsNowhere: readonly string[] = ["replaceSubscriptions", "replaceLayout", "replaceMix", "closeDialIn", "deleteRecording", "closeIngest"];

describe(`each demand of each of ${String(judged.length)} operations, broken once: ${String(count)} requests`, () => {
  it.each(judged.map(({ operation, cases }) => ({ name: operation.name, cases })))("$name is refused as its text says", async ({ name, cases }) => {
    const world = conferenceWorld();
    const wrong: object[] = [];
    for (const one of cases) {
      const wanted = expected(one);
      const answer = await ask(world, one);
      if (one.breaks.kind === "stale-precondition" && hasNoState(name, answer)) continue;
      if (!one.statuses.includes(wanted.status)) wrong.push({ breaks: one.breaks, wanted, statuses: one.statuses });
      if (!isSame(answer, wanted, one)) wrong.push({ request: JSON.stringify(writeRequest(one.request)).slice(0, 1_000), breaks: one.breaks, wanted, answer });
    }
    expect(wrong).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("is refused for what is broken: the request that they were made from is not", async () => {
    const world = conferenceWorld();
    const broken = new Set(Object.values(answers).map(([, problem]) => problem));
    for (const { operation, cases } of judged) {
      const one = cases.find(({ breaks }) => breaks.kind === "no-credentials");
      if (one === undefined) throw new Error(`${operation.name} lets anyone in.`);
      const { status, problem, issues } = await ask(world, { ...one, request: { ...one.request, credentials: "right" } });
      if (status >= 400) expect(broken, `${operation.name}: ${problem} ${issues.join(", ")}`).not.toContain(problem);
    }
    expect(world.faults).toEqual([]);
  });

  it("leaves out nothing but what no request can break alone", () => {
    const reasons = judged.flatMap(({ left }) => left.map(({ part, keyword, reason }) => `${part.replace(/ .*/, "")} ${keyword}: ${reason.replace(/ at ".*/, "")}`));
    expect([...new Set(reasons)].sort()).toMatchInlineSnapshot(`
      [
        "body enum: what breaks it is told as "minLength"",
        "body maxItems: what breaks it is more than a body may be",
        "body type: what breaks it is told as "anyOf"",
        "body type: what breaks it is told as "format"",
        "body type: what breaks it is told as "pattern"",
        "header minLength: what would break it cannot be sent in this place",
        "header type: whatever is sent in this place arrives as one",
        "path required: without it, the path is another",
        "path type: whatever is sent in this place arrives as one",
        "query anyOf: what breaks it is told as "minLength"",
        "query enum: what breaks it is told as "minLength"",
        "query type: whatever is sent in this place arrives as one",
      ]
    `);
  });
});

/** Of an operation that is not served yet, or needs a media server, there is nothing that could be in another state. */
function hasNoState(name: string, { problem }: Answer): boolean {
  return problem === "unavailable" || (standsNowhere.includes(name) && /^(capability-absent|not-found)$/.test(problem));
}

interface Answer {
  readonly status: number;
  readonly problem: string;
  /** `/body/subject minLength` */
  readonly issues: readonly string[];
}

async function ask(world: ConferenceWorld, { request, breaks }: NegativeCase): Promise<Answer> {
  const names = request.parameters.flatMap(({ parameter }) => (parameter.in === "path" ? [parameter.name] : []));
  const ids = breaks.kind === "stale-precondition" ? await standingIds(world, names).catch(problemOf) : new Map<string, string>();
  if (typeof ids === "string") return { status: 503, problem: ids, issues: [] };
  const parameters = request.parameters.map((given) => ({ ...given, value: (given.parameter.in === "path" ? ids.get(given.parameter.name) : undefined) ?? given.value }));
  const { method, target, headers, body } = writeRequest({ ...request, parameters });
  const token = { right: "alice-token", "without-scope": "stranger-token", none: undefined }[request.credentials];
  const response = await world.askAs(token, target, { method, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  if (response.headers.get("content-type") !== "application/problem+json") return { status: response.status, problem: text, issues: [] };
  const { type, issues = [] } = JSON.parse(text) as { readonly type: string; readonly issues?: readonly { readonly pointer: string; readonly keyword: string }[] };
  return { status: response.status, problem: type.replace("https://parley.example/problems/", ""), issues: issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`) };
}

/** What cannot be made since it is not served yet. */
function problemOf(error: unknown): string {
  if (error instanceof ProtocolError && error.problem === "unavailable") return error.problem;
  throw error;
}

function expected({ breaks }: NegativeCase): Answer {
  const [status, problem] = answers[breaks.kind];
  if (breaks.kind !== "constraint") return { status, problem, issues: [] };
  const part = breaks.in === "body" ? "/body" : `/${breaks.in}/${breaks.name ?? ""}`;
  return { status, problem, issues: [`${part}${breaks.pointer} ${breaks.keyword}`] };
}

/** Of what cannot be broken alone, the one that is meant is told among others. */
function isSame(answer: Answer, wanted: Answer, { breaks }: NegativeCase): boolean {
  const told = wanted.issues.every((issue) => answer.issues.includes(issue));
  const alone = breaks.kind !== "constraint" || !breaks.alone || answer.issues.length === 1;
  return answer.status === wanted.status && answer.problem === wanted.problem && told && alone;
}
