import type { Json } from "@parley/compiler";

/** Equality of JSON: the order of keys does not count. */
export function sameJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (isList(one)) return isList(other) && one.length === other.length && one.every((item, index) => sameJson(item, other[index] ?? null));
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null || isList(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && sameJson(one[name] ?? null, other[name] ?? null));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
