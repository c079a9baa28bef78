import type { HttpParameter, ObjectTexts, TextKind } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { decodeText, encodeReserved, encodeText } from "./percent.js";
import { decodeQuery, type RawTexts } from "./query-text.js";

/** A member of an object as texts: several for a member that is a list. */
export type MemberTexts = readonly [name: string, texts: readonly string[]];

/** How a value is encoded where it stands. */
export function encoderOf({ in: place, reserved }: HttpParameter): (text: string) => string {
  if (place === "header") return String;
  if (reserved !== true) return encodeText;
  // Neither a step of the path nor a pair of the query may end in the midst of a value.
  const ends = place === "path" ? /[/?#]/g : /[&#]/g;
  return (text) => encodeReserved(text).replace(ends, encodeText);
}

/** What a text says that stands there. White space around the items of a header is none of theirs (RFC 9110, 5.6.1). */
export function decoderOf({ in: place, reserved }: HttpParameter): (text: string) => string {
  if (place === "header") return (text) => text.trim();
  return place === "query" && reserved !== true ? decodeQuery : decodeText;
}

/** The members of a value that say something: JSON's null is nothing in a parameter (RFC 6570, 2.3). */
export function membersOf(value: object): readonly MemberTexts[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): readonly MemberTexts[] =>
    member === undefined || member === null ? [] : [[name, Array.isArray(member) ? itemsOf(member) : [String(member)]]],
  );
}

export function itemsOf(list: readonly unknown[]): readonly string[] {
  return list.filter((item) => item !== undefined && item !== null).map(String);
}

/** Reads the texts of one member; undefined for one that the specification does not know. */
export function readMember({ reads, others }: Pick<ObjectTexts, "reads" | "others">, name: string, texts: readonly string[]): unknown {
  const kind = Object.hasOwn(reads, name) ? reads[name] : others;
  if (kind === undefined) return undefined;
  if (isListKind(kind)) return texts.map((text) => readValue(text, kind[0]));
  return texts.length === 1 && typeof kind === "string" ? readValue(texts[0] ?? "", kind) : texts;
}

/** An object of members. `__proto__` is a key like another. */
export function objectOf(members: Iterable<readonly [string, unknown]>): object {
  return Object.fromEntries([...members].filter(([, value]) => value !== undefined));
}

/** True where a value is read back as the same, as far as texts go: else the style cannot say it. */
export function sameTexts(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    const items = itemsOf(one);
    return Array.isArray(other) && other.length === items.length && items.every((item, index) => item === String(other[index]));
  }
  if (typeof one !== "object" || one === null) return !isObject(other) && String(one) === String(other);
  const members = Object.entries(one).filter(([, member]) => member !== undefined && member !== null);
  return (
    isObject(other) &&
    Object.keys(other).length === members.length &&
    members.every(([name, member]) => Object.hasOwn(other, name) && sameTexts(member, Object.getOwnPropertyDescriptor(other, name)?.value))
  );
}

/** What is written, if it is read back as it was. */
export function readBack(
  parameter: HttpParameter,
  value: unknown,
  written: readonly string[],
  raw: RawTexts,
  read: (parameter: HttpParameter, raw: RawTexts) => unknown,
): readonly string[] | undefined {
  // What the caller has percent-encoded may pass as it is, and is read as what it says.
  if (parameter.reserved === true && /%[0-9A-Fa-f]{2}/.test(JSON.stringify(value))) return written;
  // Of nothing, nothing is written, and whether it had to be there is judged elsewhere.
  return written.length === 0 || sameTexts(value, read(parameter, raw)) ? written : undefined;
}

/** The one text under a name. */
export function textUnder(raw: RawTexts, name: string): string | undefined {
  const texts = raw.get(name);
  return texts?.length === 1 ? texts[0] : undefined;
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListKind(kind: TextKind | readonly [TextKind] | object): kind is readonly [TextKind] {
  return Array.isArray(kind);
}
