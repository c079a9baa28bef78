import type { HttpParameter } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { decoderOf, encoderOf, isObject, itemsOf, membersOf, objectOf, readMember } from "./style-text.js";

/** What parts the items of one text: as written, and as it is found. */
export interface Delimiter {
  readonly written: string;
  readonly found: RegExp;
}

/** A value as one text: its items, or its members, one after another. */
export function writeSequence(parameter: HttpParameter, value: unknown, delimiter: Delimiter): string {
  const encode = encoderOf(parameter);
  if (Array.isArray(value)) return itemsOf(value).map(encode).join(delimiter.written);
  if (!isObject(value)) return encode(String(value));
  const joint = parameter.members?.exploded === true ? "=" : delimiter.written;
  // A member that is a list has no form in a sequence: what is read back differs, and so it is refused.
  return membersOf(value).map(([name, texts]) => encode(name) + joint + encode(texts.join())).join(delimiter.written);
}

/** Reads a text as the parameter's list, object or plain value. */
export function readSequence(parameter: HttpParameter, text: string, delimiter: Delimiter): unknown {
  const decode = decoderOf(parameter);
  const { members, list, reads } = parameter;
  if (members === undefined && list === undefined) return readValue(decode(text), reads);
  const pieces = text === "" ? [] : text.split(delimiter.found);
  if (members === undefined) return pieces.map((piece) => readValue(decode(piece), reads));
  const pairs = members.exploded ? pieces.map(splitPair) : pairUp(pieces);
  return objectOf(
    pairs.map(([name, piece]) => [decode(name), readMember(members, decode(name), piece === undefined ? [] : [decode(piece)])] as const),
  );
}

function splitPair(piece: string): readonly [string, string | undefined] {
  const split = piece.indexOf("=");
  return split === -1 ? [piece, undefined] : [piece.slice(0, split), piece.slice(split + 1)];
}

function pairUp(pieces: readonly string[]): readonly (readonly [string, string | undefined])[] {
  return pieces.flatMap((piece, index) => (index % 2 === 0 ? [[piece, pieces[index + 1]] as const] : []));
}
