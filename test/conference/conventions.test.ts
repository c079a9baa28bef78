import { compile, memoryHost, type Diagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { isMap, specificationFiles, type Plain } from "../support/specification-files.js";

interface Map {
  [key: string]: Plain;
}

interface Served {
  readonly method: string;
  readonly operation: Map;
}

const conventions = ["problems", "idempotency-keys", "preconditions", "merge-patches", "pages", "limits", "names", "scopes", "long-work", "extensible-enumerations"];

/**
 * Each convention of the conference document is broken at every place that it is about, all at once: `check` tells of each of them, and so none is
 * held by chance. A breaker says how many places it broke.
 */
const breakers: readonly (readonly [code: string, what: string, breakAll: (files: ReadonlyMap<string, Map>) => number])[] = [
  ["problem-response-mismatch", "no default", (files) => each(files, ({ operation }) => leaveOut(operation["responses"], "default"))],
  ["missing-http-example", "no example of a success", (files) => each(files, ({ operation }) => contentsOf(operation).filter((media) => leaveOut(media, "examples")).length)],
  ["problem-example-mismatch", "examples of problems with another status", (files) => eachMap(files.get("specs/conference/examples/problems.yaml"), (example) => isMap(example["value"]) && replace(example["value"], "status", 299))],
  ["unknown-problem", "names that the registry does not have", (files) => each(files, ({ operation }) => eachMap(operation["responses"], misname))],
  ["idempotency-key-mismatch", "no key", (files) => each(files, ({ method, operation }) => method === "post" && leaveOutParameter(operation, "idempotencyKey"))],
  ["precondition-mismatch", "no precondition", (files) => each(files, ({ operation }) => leaveOutParameter(operation, "ifMatch"))],
  ["precondition-mismatch", "no tag of what is made or acted on", (files) => each(files, ({ method, operation }) => method === "post" && eachMap(operation["responses"], ({ headers }) => leaveOut(headers, "ETag")))],
  ["merge-patch-mismatch", "changes of another media type", (files) => each(files, ({ method, operation }) => method === "patch" && isMap(operation["requestBody"]) && retype(operation["requestBody"]))],
  ["list-without-pages", "no word on pages", (files) => each(files, ({ operation }) => leaveOut(operation, "x-parley-pages"))],
  ["limits-mismatch", "no limits", (files) => each(files, ({ operation }) => leaveOut(operation["responses"], "429"))],
  ["unconventional-name", "hyphens in the names of operations", (files) => each(files, ({ operation }) => rename(operation))],
  ["scope-mismatch", "no scope", (files) => each(files, ({ operation }) => leaveOut(operation, "security"))],
  ["unwatched-work", "no place to watch", (files) => each(files, ({ operation }) => isMap(operation["responses"]) && leaveOut(operation["responses"]["202"], "headers"))],
  ["link-mismatch", "links to a member that the body does not have", (files) => each(files, ({ operation }) => eachLink(operation, misdirect))],
  ["unknown-link-target", "links to operations that are not there", (files) => each(files, ({ operation }) => eachLink(operation, (link) => replace(link, "operationId", "nowhere")))],
  ["unwatched-work", "202 where nothing goes on", (files) => each(files, ({ operation: { responses } }) => isMap(responses) && moveKey(responses, "201", "202"))],
  ["unwatched-work", "states that never say that work goes on", (files) => each(files, ({ operation: { responses } }) => isMap(responses) && "202" in responses && forgetStates(files))],
  ["unaccepted-work", "another status than 202", (files) => each(files, ({ operation: { responses } }) => isMap(responses) && moveKey(responses, "202", "201"))],
  ["closed-enumeration", "no other value", (files) => Array.from(files).filter(([path, schema]) => path.startsWith("specs/conference/schemas/") && close(schema)).length],
];

describe("the conference document", () => {
  it("holds itself to every convention", () => {
    const info = filesOf().get("specs/conference/openapi.yaml")?.["info"];
    expect(isMap(info) && info["x-parley-conventions"]).toEqual(conventions);
  });

  it.each(breakers)("is told %s where it has %s, at every place", async (code, _, breakAll) => {
    const files = filesOf();
    const broken = breakAll(files);
    expect(broken).toBeGreaterThan(2);
    const told = (await diagnosticsOf(files)).filter((one) => one.code === code);
    expect(told.map(({ location, message }) => `${location.file.path}${location.pointer} ${message}`)).toHaveLength(broken);
  });
});

describe("the service-control document", () => {
  it("holds itself to the conventions that it names, and says of each other why not", () => {
    const info = filesOf().get("specs/signalling/service-control.openapi.yaml")?.["info"];
    const named = isMap(info) && Array.isArray(info["x-parley-conventions"]) ? info["x-parley-conventions"].map(String) : [];
    expect(named).toEqual(["problems", "merge-patches", "pages", "names", "extensible-enumerations"]);
    const [, reasons = ""] = isMap(info) ? String(info["description"]).split("**Conventions.**") : [];
    for (const other of conventions.filter((one) => !named.includes(one))) expect(reasons.replace(/\s+/g, " ")).toContain(`*${other.replace("-", " ")}*, since`);
  });
});

async function diagnosticsOf(files: ReadonlyMap<string, Map>): Promise<readonly Diagnostic[]> {
  const host = memoryHost(Object.fromEntries(Array.from(files, ([path, value]) => [path, JSON.stringify(value)])));
  return (await compile(["specs/conference/openapi.yaml"], host, { roots: ["specs"] })).diagnostics;
}

const texts = specificationFiles();

/** The canonical text, to be broken: a copy for each call. */
function filesOf(): ReadonlyMap<string, Map> {
  return new Map(texts.map(({ path, value }) => [path, structuredClone(value)]));
}

/** Breaks each operation that the conference function serves; counts how often something was broken. */
function each(files: ReadonlyMap<string, Map>, breakOne: (served: Served) => boolean | number): number {
  let count = 0;
  const paths = files.get("specs/conference/openapi.yaml")?.["paths"];
  for (const reference of isMap(paths) ? Object.values(paths) : []) {
    const file = isMap(reference) ? String(reference["$ref"]).replace("./", "specs/conference/") : "";
    for (const [method, operation] of Object.entries(files.get(file) ?? {})) if (isMap(operation)) count += Number(breakOne({ method, operation }));
  }
  return count;
}

function leaveOut(holder: Plain | undefined, key: string): boolean {
  if (!isMap(holder) || !(key in holder)) return false;
  return delete holder[key];
}

/** Breaks each map in a map; counts how often something was broken. */
function eachMap(holder: Plain | undefined, breakOne: (map: Map) => boolean): number {
  return Object.values(isMap(holder) ? holder : {}).filter((map) => isMap(map) && breakOne(map)).length;
}

function replace(holder: Map, key: string, value: Plain): boolean {
  if (!(key in holder)) return false;
  holder[key] = value;
  return true;
}

/** Breaks each link of the responses of an operation. */
function eachLink({ responses }: Map, breakOne: (link: Map) => boolean | number): number {
  const links = Object.values(isMap(responses) ? responses : {}).flatMap((response) => (isMap(response) && isMap(response["links"]) ? Object.values(response["links"]) : []));
  return links.reduce((count: number, link) => count + (isMap(link) ? Number(breakOne(link)) : 0), 0);
}

/** Misspells the last name of each pointer into a body; counts them. */
function misdirect({ parameters }: Map): number {
  const pointers = Object.entries(isMap(parameters) ? parameters : {}).filter(([, value]) => String(value).startsWith("$response.body#/"));
  for (const [name, value] of pointers) if (isMap(parameters)) parameters[name] = `${String(value)}ent`;
  return pointers.length;
}

function moveKey(holder: Map, from: string, to: string): boolean {
  const value = holder[from];
  if (value === undefined) return false;
  holder[to] = value;
  return delete holder[from];
}

/** Takes from every schema the word on the states in which work goes on. */
function forgetStates(files: ReadonlyMap<string, Map>): boolean {
  for (const schema of files.values()) leaveOut(schema, "x-parley-under-way");
  return true;
}

/** Misspells the first problem that a response lists. */
function misname({ "x-parley-problems": problems }: Map): boolean {
  if (!Array.isArray(problems)) return false;
  problems[0] = `${String(problems[0])}z`;
  return true;
}

/** Gives a merge patch the media type of JSON. */
function retype(body: Map): boolean {
  const { content } = body;
  const patch = isMap(content) ? content["application/merge-patch+json"] : undefined;
  return patch !== undefined && replace(body, "content", { "application/json": patch });
}

function leaveOutParameter(operation: Map, name: string): boolean {
  const { parameters } = operation;
  if (!Array.isArray(parameters)) return false;
  const index = parameters.findIndex((one) => isMap(one) && String(one["$ref"]).endsWith(`/${name}`));
  return index >= 0 && parameters.splice(index, 1).length > 0;
}

/** The contents of the successes of an operation, but for bytes. */
function contentsOf({ responses }: Map): readonly Map[] {
  const successes = Object.entries(isMap(responses) ? responses : {}).filter(([status]) => status.startsWith("2"));
  return successes.flatMap(([, response]) => (isMap(response) && isMap(response["content"]) ? Object.entries(response["content"]).flatMap(([type, media]) => (type.endsWith("json") && isMap(media) ? [media] : [])) : []));
}

function rename(operation: Map): boolean {
  operation["operationId"] = `the-${String(operation["operationId"])}`;
  return true;
}

/** Leaves of `anyOf` with an enumeration and a plain string the enumeration. */
function close(schema: Map): boolean {
  const branches = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isMap) : [];
  const [enumeration] = branches.filter((branch) => Array.isArray(branch["enum"]) && branch["enum"].length > 1);
  if (enumeration === undefined || branches.length !== 2) return false;
  schema["anyOf"] = [enumeration];
  return true;
}
