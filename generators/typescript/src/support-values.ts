import { section, type SupportSection } from "./support-section.js";

/** What validators call to look at one value. */
export const valueSections: readonly SupportSection[] = [
  section("isRecord", [], String.raw`
/** An object of JSON: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
`),
  section("isString", [], String.raw`
export function isString(value: unknown): value is string {
  return typeof value === "string";
}
`),
  section("isNumber", [], String.raw`
/** A number that JSON can hold. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
`),
  section("isInteger", [], String.raw`
/** An integer, however it was written: 1.0 is one. */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
`),
  section("codePointsWithin", [], String.raw`
/** True when the text has that many characters, as JSON Schema counts them; counts only where the length leaves it open. */
export function codePointsWithin(text: string, least: number, most: number): boolean {
  const units = text.length;
  if (units < least || units > 2 * most) return false;
  if (units <= most && units >= 2 * least) return true;
  const points = codePoints(text);
  return points >= least && points <= most;
}
`),
  section("codePoints", [], String.raw`
function codePoints(text: string): number {
  let points = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) continue;
    points -= 1;
    at += 1;
  }
  return points;
}
`),
  section("isMultipleOf", ["decimal"], String.raw`
/** True when the number is a multiple in decimals, as both are written: 0.3 is one of 0.1. */
export function isMultipleOf(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  const [left, right] = [decimal(value), decimal(step)];
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = left.digits * 10n ** BigInt(left.exponent - exponent);
  return scaled % (right.digits * 10n ** BigInt(right.exponent - exponent)) === 0n;
}
`),
  section("decimal", [], String.raw`
function decimal(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
`),
  section("equal", ["isRecord", "own"], String.raw`
/** Equality of JSON: the order of keys does not count, 1.0 is 1. */
export function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, index) => equal(item, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = Object.keys(one).filter((name) => one[name] !== undefined);
  const others = Object.keys(other).filter((name) => other[name] !== undefined);
  return names.length === others.length && names.every((name) => equal(one[name], own(other, name)));
}
`),
  section("allDifferent", ["equal", "canonical"], String.raw`
/** True when no two items are equal. Few are compared one by one, many by one text for all that are equal. */
export function allDifferent(list: readonly unknown[]): boolean {
  if (list.length <= 8) {
    for (let index = 1; index < list.length; index += 1) {
      for (let before = 0; before < index; before += 1) if (equal(list[before], list[index])) return false;
    }
    return true;
  }
  const seen = new Set<unknown>();
  const texts = new Set<string>();
  for (const item of list) {
    if (typeof item === "object" && item !== null) texts.add(canonical(item));
    else seen.add(item);
  }
  return seen.size + texts.size === list.length;
}
`),
  section("canonical", ["isRecord"], String.raw`
/** The one text of a value: equal values have the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (!isRecord(value)) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const names = Object.keys(value).filter((name) => value[name] !== undefined).sort();
  return "{" + names.map((name) => JSON.stringify(name) + ":" + canonical(value[name])).join(",") + "}";
}
`),
];

/** What validators call to look at the members of an object or the items of an array. */
export const memberSections: readonly SupportSection[] = [
  section("own", [], String.raw`
/** A member by a name that every object inherits something under, such as "constructor". */
export function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
`),
  section("memberCount", [], String.raw`
/** How many members an object has. One that is undefined is absent, as JSON.stringify has it. */
export function memberCount(record: Record<string, unknown>): number {
  let count = 0;
  for (const name in record) if (Object.hasOwn(record, name) && record[name] !== undefined) count += 1;
  return count;
}
`),
  section("everyName", [], String.raw`
export function everyName(record: Record<string, unknown>, is: (name: string) => boolean): boolean {
  for (const name in record) if (Object.hasOwn(record, name) && record[name] !== undefined && !is(name)) return false;
  return true;
}
`),
  section("everyMember", [], String.raw`
export function everyMember(record: Record<string, unknown>, is: (value: unknown) => boolean): boolean {
  for (const name in record) if (Object.hasOwn(record, name) && record[name] !== undefined && !is(record[name])) return false;
  return true;
}
`),
  section("everyMatching", ["Pattern"], String.raw`
/** True when every member whose name matches is valid. */
export function everyMatching(record: Record<string, unknown>, pattern: Pattern, is: (value: unknown) => boolean): boolean {
  for (const name in record) {
    if (Object.hasOwn(record, name) && record[name] !== undefined && pattern.test(name) && !is(record[name])) return false;
  }
  return true;
}
`),
  section("everyOther", ["Names"], String.raw`
/** True when every member that is not among the names is valid. */
export function everyOther(record: Record<string, unknown>, names: Names, is: (value: unknown) => boolean): boolean {
  for (const name in record) {
    if (Object.hasOwn(record, name) && record[name] !== undefined && !names.has(name) && !is(record[name])) return false;
  }
  return true;
}
`),
  section("hasOnly", ["Names"], String.raw`
/** True when every member is among the names. */
export function hasOnly(record: Record<string, unknown>, names: Names): boolean {
  for (const name in record) if (Object.hasOwn(record, name) && record[name] !== undefined && !names.has(name)) return false;
  return true;
}
`),
  section("Names", [], String.raw`
/** Names of members: a set, or a set with patterns. */
export interface Names {
  has(name: string): boolean;
}
`, "type"),
  section("namesOrPatterns", ["Names", "Pattern"], String.raw`
/** Names, and all that match a pattern. */
export function namesOrPatterns(names: readonly string[], patterns: readonly Pattern[]): Names {
  const listed = new Set(names);
  return { has: (name) => listed.has(name) || patterns.some((pattern) => pattern.test(name)) };
}
`),
  section("everyItemFrom", [], String.raw`
/** True when every item from that index on is valid. */
export function everyItemFrom(list: readonly unknown[], start: number, is: (item: unknown) => boolean): boolean {
  for (let index = start; index < list.length; index += 1) if (!is(list[index])) return false;
  return true;
}
`),
  section("countWithin", [], String.raw`
/** True when that many items are valid. */
export function countWithin(list: readonly unknown[], is: (item: unknown) => boolean, least: number, most: number): boolean {
  let count = 0;
  for (const item of list) if (is(item)) count += 1;
  return count >= least && count <= most;
}
`),
];
