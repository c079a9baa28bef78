import type { Json } from "../model/json.js";
import { isArray, isObject, type JsonObject } from "../rules/json-value.js";

/** A step into a value: a member by its name, an item by its index. */
export type Step = string | number;

/** The value with another one at a place. Undefined there takes the member, or the item, away. */
export function withValueAt(whole: Json, path: readonly Step[], value: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isArray(whole)) {
    const item = typeof step === "number" ? withValueAt(whole[step] ?? null, rest, value) : null;
    return whole.flatMap((one, index) => (index === step ? (item === undefined ? [] : [item]) : [one]));
  }
  if (!isObject(whole)) return whole;
  const name = String(step);
  const member = rest.length === 0 ? value : withValueAt(whole[name] ?? null, rest, value);
  return member === undefined ? without(whole, name) : withMember(whole, name, member);
}

/** An object with one more member, last where it is new. */
export function withMember(object: JsonObject, name: string, value: Json): JsonObject {
  // By entries: `__proto__` is a member like another.
  const entries = Object.entries(object);
  if (!Object.hasOwn(object, name)) return Object.fromEntries([...entries, [name, value]]);
  return Object.fromEntries(entries.map(([key, one]) => [key, key === name ? value : one]));
}

export function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
