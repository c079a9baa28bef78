import { nearest } from "../diagnostics/nearest.js";
import type { Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { formatPointer, parsePointer } from "../source/json-pointer.js";
import { lookUp } from "./property-lookup.js";

/** That none of some messages declares a property, with the pointer that was most likely meant; undefined where one does, or says nothing of its properties. */
export function missingProperty({ schemas }: Protocol, messages: readonly Message[], pointer: string): { readonly near: string | undefined } | undefined {
  if (messages.length === 0) return undefined;
  const tokens = parsePointer(pointer);
  // Most likely the slash was forgotten.
  if (tokens === undefined) return { near: `/${pointer}` };
  const near = new Set<string>();
  for (const { payload } of messages) {
    if (payload === undefined) return undefined;
    const found = lookUp(schemas, payload, pointer);
    if (found.schemas.length > 0 || found.names.size === 0) return undefined;
    const at = tokens.findIndex((_, index) => lookUp(schemas, payload, formatPointer(tokens.slice(0, index + 1))).schemas.length === 0);
    const name = nearest(tokens[at] ?? "", found.names);
    if (name !== undefined) near.add(formatPointer([...tokens.slice(0, at), name, ...tokens.slice(at + 1)]));
  }
  return { near: near.values().next().value };
}
