import { tokensOf, valueAt } from "../json-pointer.js";
import type { Place } from "./tables.js";

/** Headers and payload of one message. */
export interface Parts {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
}

/** The value at a place of a message, or undefined. */
export function partAt(parts: Parts, place: Place): unknown {
  return valueAt(parts[place.in], place.pointer);
}

/** A copy of a message with a value at a place. A place inside what is no object is left out. */
export function withPart(parts: Parts, place: Place, value: unknown): Parts {
  const written = withValue(parts[place.in], tokensOf(place.pointer), value);
  return place.in === "headers" ? { ...parts, headers: written as Parts["headers"] } : { ...parts, payload: written };
}

function withValue(into: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (into !== undefined && (typeof into !== "object" || into === null || Array.isArray(into))) return into;
  const own = into as Readonly<Record<string, unknown>> | undefined;
  const below = own !== undefined && Object.hasOwn(own, key) ? own[key] : undefined;
  // A defined property: `__proto__` is a key like another.
  const copy = { ...own };
  Object.defineProperty(copy, key, { value: withValue(below, rest, value), enumerable: true, configurable: true, writable: true });
  return copy;
}
