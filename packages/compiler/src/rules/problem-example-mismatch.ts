import type { ProblemExampleMismatch } from "../diagnostics/registry-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Json } from "../model/json.js";
import type { MessageExample } from "../model/message.js";
import type { HttpResponse } from "../model/operation.js";
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
  const told = new Set<string>();
  for (const { http } of heldOperations(protocol, "problems")) {
    for (const response of http.responses.filter(refuses)) {
      for (const { example, type } of unlistedExamples(protocol, response)) {
        // A type that is misspelt is told below.
        if (!rows.has(type) && hasBase(protocol.problems, type)) continue;
        const place = examplePlaceOf(example, "payload", "/type");
        const listed = protocol.problems.filter(({ name }) => response.problems?.includes(name)).map((problem) => problem.type);
        told.add(keyOf(place));
        yield diagnostic("problem-example-mismatch", place, { fault: "unlisted", status: response.status, type, near: nearest(type, listed) });
      }
    }
  }
  for (const { value, place } of shownValues(protocol, fresh)) {
    for (const [pointer, problem] of problemsIn(value)) {
      const [key, fault] = faultOf(protocol.problems, rows, problem) ?? [];
      if (fault !== undefined && !told.has(keyOf(place(`${pointer}/type`)))) yield diagnostic("problem-example-mismatch", place(`${pointer}/${key ?? ""}`), fault);
    }
  }
}

/** The examples of a response that are of a problem which it does not list. A list with a name that is no problem says nothing: that is told. */
export function unlistedExamples(protocol: Protocol, { problems = [], content }: HttpResponse): readonly { readonly example: MessageExample; readonly type: string }[] {
  const types = problems.map((name) => protocol.problems.find((problem) => problem.name === name)?.type);
  if (types.includes(undefined)) return [];
  return content.flatMap(({ examples }) => examples).flatMap((example) => {
    const type = example.payload !== undefined && isObject(example.payload) ? example.payload["type"] : undefined;
    return typeof type === "string" && !types.includes(type) ? [{ example, type }] : [];
  });
}

function keyOf({ file, pointer }: Location): string {
  return `${file.path}#${pointer}`;
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
  if (row === undefined) return hasBase(problems, type) ? ["type", { fault: "unknown", type, near: nearest(type, rows.keys()) }] : undefined;
  if (typeof status === "number" && status !== row.status) return ["status", { fault: "status", problem: row.name, wanted: row.status, shown: status }];
  if (typeof title === "string" && title !== row.title) return ["title", { fault: "title", problem: row.name, wanted: row.title, shown: title }];
  return undefined;
}

/** Whether a `type` begins as those of the registry do. */
function hasBase([first]: readonly Problem[], type: string): boolean {
  const base = first?.type.slice(0, first.type.length - first.name.length) ?? "";
  return base !== "" && type.startsWith(base);
}
