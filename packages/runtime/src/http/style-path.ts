import type { HttpParameter, ParameterStyle } from "./operation.js";
import { readValue } from "./parameter-text.js";
import type { RawTexts } from "./query-text.js";
import { type Delimiter, readSequence, writeSequence } from "./style-sequence.js";
import { decoderOf, encoderOf, isObject, itemsOf, membersOf, objectOf, readBack, readMember, textUnder } from "./style-text.js";

const comma: Delimiter = { written: ",", found: /,/ };
const dot: Delimiter = { written: ".", found: /\./ };

/** `blue,black` and `R,100` or `R=100`, in a path or a header (RFC 6570, 3.2.2). */
export const simple: ParameterStyle = {
  write: (parameter, value) => checked(parameter, value, writeSequence(parameter, value, comma), simple),
  read(parameter, raw) {
    const text = textUnder(raw, parameter.name);
    return text === undefined ? undefined : readSequence(parameter, text, comma);
  },
};

/** `.blue,black`, or `.blue.black` where it is exploded (RFC 6570, 3.2.5). */
export const label: ParameterStyle = {
  begins: ".",
  write: (parameter, value) => checked(parameter, value, `.${writeSequence(parameter, value, labelDelimiter(parameter))}`, label),
  read(parameter, raw) {
    const text = textUnder(raw, parameter.name);
    if (text === undefined || !text.startsWith(".")) return text;
    return readSequence(parameter, text.slice(1), labelDelimiter(parameter));
  },
};

/** `;color=blue,black`, or `;color=blue;color=black` where it is exploded (RFC 6570, 3.2.7). */
export const matrix: ParameterStyle = {
  begins: ";",
  write: (parameter, value) => checked(parameter, value, writeMatrix(parameter, value), matrix),
  read(parameter, raw) {
    const text = textUnder(raw, parameter.name);
    return text === undefined ? undefined : readMatrix(parameter, text);
  },
};

function labelDelimiter(parameter: HttpParameter): Delimiter {
  return isExploded(parameter) ? dot : comma;
}

function writeMatrix(parameter: HttpParameter, value: unknown): string {
  const encode = encoderOf(parameter);
  const name = encode(parameter.name);
  const pair = (key: string, text: string): string => `;${key}${text === "" ? "" : `=${text}`}`;
  if (!isExploded(parameter)) return pair(name, writeSequence(parameter, value, comma));
  if (Array.isArray(value)) return itemsOf(value).map((item) => pair(name, encode(item))).join("");
  if (!isObject(value)) return pair(name, encode(String(value)));
  return membersOf(value).map(([member, texts]) => pair(encode(member), encode(texts.join()))).join("");
}

function readMatrix(parameter: HttpParameter, text: string): unknown {
  if (!text.startsWith(";")) return text;
  const decode = decoderOf(parameter);
  const pairs = text.slice(1).split(";").map((pair): readonly [string, string] => {
    const split = pair.indexOf("=");
    return split === -1 ? [decode(pair), ""] : [decode(pair.slice(0, split)), pair.slice(split + 1)];
  });
  const { members, list, reads, name } = parameter;
  if (isExploded(parameter) && members !== undefined) {
    return objectOf(pairs.map(([member, piece]) => [member, readMember(members, member, [decode(piece)])] as const));
  }
  const own = pairs.filter(([key]) => key === name).map(([, piece]) => piece);
  if (isExploded(parameter) && list !== undefined) return own.map((piece) => readValue(decode(piece), reads));
  return own.length === 1 && pairs.length === 1 ? readSequence(parameter, own[0] ?? "", comma) : text;
}

function isExploded({ list, members }: HttpParameter): boolean {
  return members?.exploded ?? list === "exploded";
}

function checked(parameter: HttpParameter, value: unknown, text: string, style: ParameterStyle): readonly string[] | undefined {
  const raw: RawTexts = new Map([[parameter.name, [text]]]);
  return readBack(parameter, value, [text], raw, style.read);
}
