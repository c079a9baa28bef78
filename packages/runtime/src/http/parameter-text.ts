import type { HttpParameter, TextKind } from "./operation.js";

/** Reads a text of the wire as what it stands for; a text that stands for nothing of the kind stays a text. */
export function readValue(text: string, kind: TextKind): unknown {
  if (kind === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (kind === "number" && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  return text;
}

/** Reads the texts under one name: several only for a list. */
export function readParameter(parameter: HttpParameter, texts: readonly string[]): unknown {
  if (parameter.list === undefined) return texts.length === 1 ? readValue(texts[0] ?? "", parameter.reads) : texts;
  const items = parameter.list === "exploded" ? texts : texts.flatMap((text) => (text === "" ? [] : text.split(",")));
  return items.map((item) => readValue(item, parameter.reads));
}

/** The texts that a value is sent as, one for each time the name is written. */
export function writeParameter(parameter: HttpParameter, value: unknown): readonly string[] {
  if (parameter.list === undefined || !Array.isArray(value)) return [String(value)];
  const items = value.map(String);
  return parameter.list === "exploded" ? items : [items.join(",")];
}
