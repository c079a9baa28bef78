import type { Message } from "../model/message.js";
import type { Schema } from "../model/schema.js";

/** A schema in a sentence: `schema "Address"`; one that has no name is told by its place. */
export function schemaPhrase(schema: Schema): string {
  return `schema "${schema.name ?? schema.origin.pointer}"`;
}

export function messagePhrase(message: Message): string {
  return `message "${message.name}"`;
}

/** The same phrase at the start of a sentence. */
export function capital(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
