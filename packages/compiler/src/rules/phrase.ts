import type { Message } from "../model/message.js";
import type { Schema } from "../model/schema.js";
import { parsePointer } from "../source/json-pointer.js";

/** A schema in a sentence: `schema "Address"`; one that has no name is told by its property, or else by its place. */
export function schemaPhrase({ name, origin }: Schema): string {
  if (name !== undefined) return `schema "${name}"`;
  const tokens = parsePointer(origin.pointer) ?? [];
  return tokens.at(-2) === "properties" ? `property "${tokens.at(-1) ?? ""}"` : `the schema at "${origin.pointer}"`;
}

export function messagePhrase(message: Message): string {
  return `message "${message.name}"`;
}

/** The same phrase at the start of a sentence. */
export function capital(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
