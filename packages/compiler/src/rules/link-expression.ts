import type { Json } from "../model/json.js";

/** A runtime expression that takes a part of the request, or of its response: `$response.body#/id`. */
export interface LinkExpression {
  readonly text: string;
  readonly of: "request" | "response";
  readonly in: "header" | "query" | "path" | "body";
  /** The name; of a body, the JSON pointer, which is empty for the whole of it. */
  readonly name: string;
}

/** The expressions in a value of a link: the value itself, or those that stand in braces in a text. */
export function expressionsIn(value: Json): readonly LinkExpression[] {
  if (typeof value !== "string") return [];
  const texts = value.startsWith("$") ? [value] : Array.from(value.matchAll(/\{(\$[^{}]+)\}/g), ([, text = ""]) => text);
  return texts.flatMap((text) => expressionOf(text) ?? []);
}

function expressionOf(text: string): LinkExpression | undefined {
  const [, side, named, name, body, pointer] = /^\$(request|response)\.(?:(header|query|path)\.(.+)|(body)(?:#(.*))?)$/s.exec(text) ?? [];
  const of = side === "request" ? "request" : "response";
  if (body !== undefined) return { text, of, in: "body", name: pointer ?? "" };
  return (named === "header" || named === "query" || named === "path") && name !== undefined ? { text, of, in: named, name } : undefined;
}
