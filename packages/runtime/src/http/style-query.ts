import type { HttpParameter, ParameterStyle } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { type RawTexts, readCookies, readQuery } from "./query-text.js";
import { type Delimiter, readSequence, writeSequence } from "./style-sequence.js";
import { decoderOf, encoderOf, isObject, itemsOf, membersOf, objectOf, readBack, readMember } from "./style-text.js";

const comma: Delimiter = { written: ",", found: /,/ };

/** `color=R,100`, or `R=100&G=200` where it is exploded; in a cookie too (RFC 6570, 3.2.8). */
export const form: ParameterStyle = {
  write: (parameter, value) => checked(parameter, value, writePairs(parameter, value, comma), form),
  read: (parameter, raw) => readPairs(parameter, raw, comma),
};

/** `color=blue%20black`: a space parts the items. */
export const spaceDelimited: ParameterStyle = delimited({ written: "%20", found: /%20|\+/ });

/** `color=blue%7Cblack`: a bar parts the items. */
export const pipeDelimited: ParameterStyle = delimited({ written: "%7C", found: /%7C|\|/i });

function delimited(delimiter: Delimiter): ParameterStyle {
  const style: ParameterStyle = {
    write: (parameter, value) => checked(parameter, value, writePairs(parameter, value, delimiter), style),
    read: (parameter, raw) => readPairs(parameter, raw, delimiter),
  };
  return style;
}

function writePairs(parameter: HttpParameter, value: unknown, delimiter: Delimiter): readonly string[] {
  const encode = encoderOf({ name: parameter.name, in: parameter.in, property: "", required: false, reads: "string" });
  const encodeValue = encoderOf(parameter);
  const name = encode(parameter.name);
  if (parameter.list === "exploded" && Array.isArray(value)) return itemsOf(value).map((item) => `${name}=${encodeValue(item)}`);
  if (parameter.members?.exploded === true && isObject(value)) {
    return membersOf(value).flatMap(([member, texts]) => texts.map((text) => `${encode(member)}=${encodeValue(text)}`));
  }
  return [`${name}=${writeSequence(parameter, value, delimiter)}`];
}

function readPairs(parameter: HttpParameter, raw: RawTexts, delimiter: Delimiter): unknown {
  const { members, name } = parameter;
  if (members?.exploded === true) return readMembers(parameter, members, raw);
  const texts = raw.get(name);
  const [first = ""] = texts ?? [];
  if (parameter.list === "exploded") return texts?.map((text) => readValue(decoderOf(parameter)(text), parameter.reads));
  return texts?.length === 1 ? readSequence(parameter, first, delimiter) : texts;
}

function readMembers(parameter: HttpParameter, members: NonNullable<HttpParameter["members"]>, raw: RawTexts): unknown {
  const decode = decoderOf(parameter);
  const found = [...raw].flatMap(([name, texts]) => {
    if (!Object.hasOwn(members.reads, name) && members.except?.includes(name) === true) return [];
    const value = readMember(members, name, texts.map(decode));
    return value === undefined ? [] : [[name, value] as const];
  });
  return found.length === 0 ? undefined : objectOf(found);
}

function checked(parameter: HttpParameter, value: unknown, pairs: readonly string[], style: ParameterStyle): readonly string[] | undefined {
  const raw = parameter.in === "cookie" ? readCookies(pairs.join("; ")) : readQuery(pairs.join("&"));
  return readBack(parameter, value, pairs, raw, style.read);
}
