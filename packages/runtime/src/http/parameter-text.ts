import type { HttpParameter, TextKind } from "./operation.js";
import { decodeText, encodeText } from "./percent.js";
import { decodeQuery } from "./query-text.js";

/** Reads a text of the wire as what it stands for; a text that stands for nothing of the kind stays a text. */
export function readValue(text: string, kind: TextKind): unknown {
  if (kind === "scalar") return text === "true" || text === "false" ? text === "true" : readValue(text, "number");
  if (kind === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (kind === "number" && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  return text;
}

/** Reads the texts under one name, still encoded by the rules of their place: several only for a list. */
export function readParameter(parameter: HttpParameter, texts: readonly string[]): unknown {
  const decode = parameter.in === "header" ? String : parameter.in === "query" ? decodeQuery : decodeText;
  const read = (text: string): unknown => readValue(decode(text), parameter.reads);
  if (parameter.list === undefined) return texts.length === 1 ? read(texts[0] ?? "") : texts.map(decode);
  const items = parameter.list === "exploded" ? texts : texts.flatMap((text) => (text === "" ? [] : text.split(",")));
  return items.map(read);
}

/**
 * The texts that a value is sent as, one for each time the name is written; each item is encoded by itself. Undefined where they would be read as
 * another value: `null`, or the text `"5"` where a number may stand too.
 */
export function writeParameter(parameter: HttpParameter, value: unknown): readonly string[] | undefined {
  const encode = parameter.in === "header" ? String : encodeText;
  const isList = parameter.list !== undefined && Array.isArray(value);
  const items: readonly unknown[] = isList ? value : [value];
  if (items.some((item) => readValue(String(item), parameter.reads) !== item)) return undefined;
  const texts = items.map((item) => encode(String(item)));
  return isList && parameter.list !== "exploded" ? [texts.join(",")] : texts;
}
