import type { ProblemExampleMismatch } from "../diagnostics/registry-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Json } from "../model/json.js";
import type { Problem } from "../model/problem.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { examplePlaceOf } from "./example-place.js";
import { heldOperations } from "./held-operations.js";
import { isArray, isObject, type JsonObject } from "./json-value.js";
import { placeOf } from "./place.js";
import { refuses } from "./problem-response-mismatch.js";

/**
 * Problem example mismatch.
 *
 * A problem that an example or a flow shows is the one that the registry has under its `type`, title and status alike. Where the document
 * holds itself to the convention `problems`, it is one that the response lists which it is an example of.
 *
 * @see RFC 9457, 3.1 and 4; specs/README.md, "Conventions"
 */
export function* problemExampleMismatch(protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  if (protocol.problems.length === 0) return;
  const rows = new Map(protocol.problems.map((problem) => [problem.type, problem]));
  for (const { value, place } of shownValues(protocol, fresh)) {
    for (const [pointer, problem] of problemsIn(value)) {
      const [key, fault] = faultOf(protocol.problems, rows, problem) ?? [];
      if (fault !== undefined) yield diagnostic("problem-example-mismatch", place(`${pointer}/${key ?? ""}`), fault);
    }
  }
  for (const { http } of heldOperations(protocol, "problems")) {
    for (const { status, problems = [], content } of http.responses.filter(refuses)) {
      for (const example of content.flatMap(({ examples }) => examples)) {
        const type = example.payload !== undefined && isObject(example.payload) ? example.payload["type"] : undefined;
        if (typeof type !== "string" || problems.includes(rows.get(type)?.name ?? "") || isOfRegistry(protocol.problems, type) === "unknown") continue;
        const listed = protocol.problems.filter(({ name }) => problems.includes(name)).map((problem) => problem.type);
        yield diagnostic("problem-example-mismatch", examplePlaceOf(example, "payload", "/type"), { fault: "unlisted", status, type, near: nearest(type, listed) });
      }
    }
  }
}

interface Shown {
  readonly value: Json;
  readonly place: (below: string) => Location;
}

/** Every value that the text shows: examples of schemas and of messages, and what passes in flows. */
function* shownValues({ messages, flows }: Protocol, fresh: readonly Schema[]): Iterable<Shown> {
  for (const { notes, origin } of fresh) {
    for (const [index, value] of (notes.examples ?? []).entries()) yield { value, place: (below) => placeOf(origin, `/examples/${String(index)}${below}`) };
  }
  for (const example of Array.from(messages.values()).flatMap(({ examples }) => examples)) {
    if (example.payload !== undefined) yield { value: example.payload, place: (below) => examplePlaceOf(example, "payload", below) };
  }
  for (const { payload, origin } of flows.flatMap(({ steps }) => steps)) {
    if (payload !== undefined) yield { value: payload, place: (below) => placeOf(origin, `/requestBody/payload${below}`) };
  }
}

/** The objects in a value whose `type` is a text, each with its pointer. */
function* problemsIn(value: Json): Iterable<readonly [string, JsonObject]> {
  const waiting: (readonly [string, Json])[] = [["", value]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [pointer, at] = next;
    if (isArray(at)) waiting.push(...at.map((item, index) => [`${pointer}/${String(index)}`, item] as const));
    if (!isObject(at)) continue;
    if (typeof at["type"] === "string") yield [pointer, at];
    waiting.push(...Object.entries(at).map(([key, member]) => [`${pointer}/${escapeToken(key)}`, member] as const));
  }
}

function faultOf(problems: readonly Problem[], rows: ReadonlyMap<string, Problem>, shown: JsonObject): readonly [string, ProblemExampleMismatch] | undefined {
  const { type, title, status } = shown;
  if (typeof type !== "string") return undefined;
  const row = rows.get(type);
  if (row === undefined) return isOfRegistry(problems, type) === "unknown" ? ["type", { fault: "unknown", type, near: nearest(type, rows.keys()) }] : undefined;
  if (typeof status === "number" && status !== row.status) return ["status", { fault: "status", problem: row.name, wanted: row.status, shown: status }];
  if (typeof title === "string" && title !== row.title) return ["title", { fault: "title", problem: row.name, wanted: row.title, shown: title }];
  return undefined;
}

/** Whether a `type` is that of a problem of the registry, or has but the base of those. */
function isOfRegistry(problems: readonly Problem[], type: string): "known" | "unknown" | "foreign" {
  if (problems.some((problem) => problem.type === type)) return "known";
  const [first] = problems;
  const base = first?.type.slice(0, first.type.length - first.name.length) ?? "";
  return base !== "" && type.startsWith(base) ? "unknown" : "foreign";
}
