import fc from "fast-check";
import { isMap, type Json } from "./json.js";
import { type Library, resolve, type Schema } from "./library.js";
import { oddNames, record } from "./random-schema.js";
import type { Random } from "./random.js";

/** Makes a value that is near to what a schema takes: built by its keywords, and then, more often than not, changed in one place. */
export function instanceFor(library: Library, schema: Schema, random: Random): Json {
  const value = build(library, schema, random, 5);
  return random.chance(0.4) ? value : changed(value, random);
}

/** The same for schemas that people wrote, large and satisfiable: built with care, changed in one place every other time. */
export function instanceOf(library: Library, schema: Schema, random: Random): Json {
  const value = build(library, schema, random, 5 + carefulBelow);
  return random.chance(0.5) ? value : changed(value, random);
}

// Above this depth a value is built as its schema wants it. Below, anything may stand in it, or it ends.
const carefulBelow = 6;

function build(library: Library, schema: Schema, random: Random, depth: number): Json {
  const isCareful = depth > 5;
  if (!isMap(schema)) return anything(random, Math.min(depth, 5) - 1);
  const written = schema as { readonly [key: string]: unknown };
  if (!isCareful && random.chance(0.05)) return anything(random, 2);
  const sources: Schema[] = [];
  const collect = (each: Schema, left: number): void => {
    if (!isMap(each) || left === 0) return;
    sources.push(each);
    const inner = each as { readonly [key: string]: unknown };
    if (typeof inner.$ref === "string") collect(resolve(library, each, inner.$ref), left - 1);
    for (const part of Array.isArray(inner.allOf) ? (inner.allOf as Schema[]) : []) collect(part, left - 1);
    for (const union of [inner.anyOf, inner.oneOf]) {
      const branch = Array.isArray(union) ? random.pick(union as Schema[]) : undefined;
      if (branch !== undefined) collect(branch, left - 1);
    }
    const next = random.pick([inner.if, inner.then, inner.else]);
    if (next !== undefined && random.chance(0.5)) collect(next as Schema, left - 1);
  };
  collect(written as Schema, 6);
  const find = (key: string): unknown => random.pick(sources.flatMap((each) => (isMap(each) && Object.hasOwn(each, key) ? [(each as Record<string, unknown>)[key]] : [])));
  if (random.chance(0.8)) {
    const fixed = find("const");
    if (fixed !== undefined) return fixed as Json;
    const listed = find("enum");
    if (Array.isArray(listed)) return (random.pick(listed as Json[]) ?? null) as Json;
  }
  if (random.chance(0.15) && find("nullable") === true) return null;
  switch (random.pick([find("type") ?? guess(sources, random)].flat() as string[])) {
    case "null":
      return null;
    case "boolean":
      return random.chance(0.5);
    case "integer":
    case "number":
      return number(find, random);
    case "string":
      return text(find, random);
    case "array":
      return list(library, find, random, depth);
    default:
      return object(library, find, sources, random, depth);
  }
}

function guess(sources: readonly Schema[], random: Random): string {
  const keys = sources.flatMap((each) => Object.keys(each));
  const hints = keys.flatMap((key) =>
    /[pP]ropert|required|depend/.test(key) ? ["object"] : /[iI]tems|[cC]ontains/.test(key) ? ["array"] : /Length|pattern|format/.test(key) ? ["string"] : /imum|multiple/.test(key) ? ["number"] : [],
  );
  return random.pick(hints) ?? random.pick(["null", "boolean", "number", "string", "array", "object"]) ?? "null";
}

type Find = (key: string) => unknown;

function number(find: Find, random: Random): number {
  const near = find(random.pick(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) ?? "minimum");
  const base = typeof near === "number" ? near : (random.pick([0, 1, 2, 3, 10, -1]) ?? 0);
  return random.chance(0.5) ? base : base + (random.pick([1, -1, 0.5, 0.1, 3, base]) ?? 0);
}

const texts = ["", "a", "b", "ab", "abc", "ba", "aab", "\u{1f600}", "\u{1f600}\u{1f600}", "1", "x y", "\u00e9", "\ud800", "abcd"];

function text(find: Find, random: Random): string {
  const pattern = find("pattern");
  if (typeof pattern === "string" && random.chance(0.85)) return random.pick(matching(pattern)) ?? "";
  const wanted = find(random.pick(["minLength", "maxLength"]) ?? "minLength");
  if (typeof wanted === "number" && wanted < 300 && random.chance(0.4)) return (random.pick(["a", "\u{1f600}", "1"]) ?? "a").repeat(Math.max(0, wanted + random.below(3) - 1));
  return random.pick(texts) ?? "";
}

const matches = new Map<string, readonly string[]>();

/** Some texts that a pattern takes; none where it has what fast-check cannot invert. */
function matching(pattern: string): readonly string[] {
  const known = matches.get(pattern);
  if (known !== undefined) return known;
  let found: readonly string[] = [];
  try {
    found = fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 24, seed: 1 });
  } catch {
    found = texts;
  }
  matches.set(pattern, found);
  return found;
}

function list(library: Library, find: Find, random: Random, depth: number): Json {
  if (depth <= 0) return [];
  const first = [find("prefixItems"), find("items")].find((each) => Array.isArray(each)) as Schema[] | undefined;
  const bound = find(random.pick(["minItems", "maxItems", "minContains"]) ?? "minItems");
  const length = typeof bound === "number" && bound < 20 && random.chance(0.6) ? Math.max(0, bound + random.below(3) - 1) : random.below(4);
  return Array.from({ length }, (_, index): Json => {
    const inner = first?.[index] ?? find(random.pick(["items", "contains", "additionalItems", "unevaluatedItems", "items"]) ?? "items");
    return build(library, inner === undefined || Array.isArray(inner) ? true : (inner as Schema), random, depth - 1);
  });
}

function object(library: Library, find: Find, sources: readonly Schema[], random: Random, depth: number): Json {
  if (depth <= 0) return {};
  const isCareful = depth > 5;
  const entries = new Map<string, Json>();
  const declared = new Map<string, Schema>();
  for (const source of sources) {
    const { properties, required, dependentSchemas, dependencies, dependentRequired } = source as { readonly [key: string]: unknown };
    if (isMap(properties)) for (const [name, each] of Object.entries(properties)) declared.set(name, each as Schema);
    for (const name of Array.isArray(required) ? (required as string[]) : []) if (isCareful || random.chance(0.9)) entries.set(name, null);
    for (const of of [dependentSchemas, dependencies, dependentRequired]) if (isMap(of)) for (const name of Object.keys(of)) if (random.chance(0.3)) entries.set(name, null);
  }
  const share = isCareful ? Math.min(0.6, 3 / declared.size) : declared.size > 6 ? 0.3 : 0.6;
  for (const name of declared.keys()) if (random.chance(share)) entries.set(name, null);
  for (let extra = isCareful && random.chance(0.8) ? 0 : random.below(3); extra > 0; extra -= 1) if (random.chance(0.5)) entries.set(random.pick(oddNames) ?? "a", null);
  return record(
    [...entries.keys()].map((name) => {
      const rest = find(random.pick(["additionalProperties", "unevaluatedProperties", "additionalProperties"]) ?? "additionalProperties");
      const inner = declared.get(name) ?? (rest as Schema | undefined) ?? true;
      return [name, build(library, inner, random, depth - 1)] as const;
    }),
  ) as Json;
}

function anything(random: Random, depth: number): Json {
  if (depth > 0 && random.chance(0.3)) {
    const count = random.below(3);
    if (random.chance(0.5)) return Array.from({ length: count }, () => anything(random, depth - 1));
    return record(Array.from({ length: count }, () => [random.pick(oddNames) ?? "a", anything(random, depth - 1)] as const)) as Json;
  }
  return random.pick<Json>([null, true, false, 0, 1, 2, 1.5, -1, 10, ...texts, [], {}]) ?? null;
}

/** The value with one of its parts replaced, dropped or added. */
function changed(value: Json, random: Random): Json {
  const isInside = random.chance(0.7);
  if (Array.isArray(value) && value.length > 0 && isInside) {
    const at = random.below(value.length);
    if (random.chance(0.2)) return value.toSpliced(at, 1);
    if (random.chance(0.2)) return [...(value as readonly Json[]), (value as readonly Json[])[at] ?? null];
    return value.with(at, changed((value as readonly Json[])[at] ?? null, random)) as Json;
  }
  if (isMap(value) && Object.keys(value).length > 0 && isInside) {
    const entries = Object.entries(value);
    const at = random.below(entries.length);
    if (random.chance(0.3)) return record(entries.toSpliced(at, 1)) as Json;
    if (random.chance(0.2)) return record([...entries, [random.pick(oddNames) ?? "a", anything(random, 1)]]) as Json;
    return record(entries.map(([name, member], index) => [name, index === at ? changed(member, random) : member])) as Json;
  }
  if (typeof value === "number" && random.chance(0.6)) return value + (random.pick([1, -1, 0.5, 0.1]) ?? 1);
  if (typeof value === "string" && random.chance(0.6)) return random.chance(0.5) ? value.slice(1) : `${value}a`;
  return anything(random, 2);
}
