import type { Json } from "../model/json.js";
import type { JsonType } from "../model/schema.js";

/** A JSON object, as opposed to an array or null. */
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether a value is of a type of JSON Schema: `1.0` is an integer. */
export function hasType(value: Json, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Equality of JSON Schema: the order of keys does not count. */
export function sameJson(one: Json, other: Json): boolean {
  return one === other || (typeof one === "object" && typeof other === "object" && canonicalJson(one) === canonicalJson(other));
}

/** The one text of a value: equal values have the same. */
export function canonicalJson(value: Json): string {
  if (isObject(value)) {
    const entries = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${entries.join(",")}}`;
  }
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  // JSON.stringify(-0) is "0", as JSON Schema wants it.
  return JSON.stringify(value);
}

/** A value in a sentence: `30`, `"a long text..."`, `an object`. */
export function show(value: Json): string {
  if (isArray(value)) return value.length === 0 ? "[]" : "an array";
  if (isObject(value)) return Object.keys(value).length === 0 ? "{}" : "an object";
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 56).replace(/[\ud800-\udbff]$/, "")}..."`;
}

/** Types in a sentence: `a string or null`. */
export function describeTypes(types: readonly JsonType[]): string {
  const words = types.map((type) => article[type]);
  return words.length <= 1 ? (words[0] ?? "nothing") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

const article: { readonly [type in JsonType]: string } = {
  null: "null",
  boolean: "a boolean",
  object: "an object",
  array: "an array",
  number: "a number",
  integer: "an integer",
  string: "a string",
};
