import type { Related } from "../diagnostics/diagnostic.js";
import type { Correlation, Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { lookUp, type FoundProperty } from "./property-lookup.js";

/** What the schema of a message says of its correlation id; undefined where the message has no id, or its part no schema. */
export function correlationOf(protocol: Protocol, message: Message): FoundProperty | undefined {
  const { correlation } = message;
  const schema = correlation?.in === "headers" ? message.headers : message.payload;
  return correlation === undefined || schema === undefined ? undefined : lookUp(protocol.schemas, schema, correlation.pointer);
}

/** One correlation id, as it is written once, and the messages of which something is wrong with it. */
export interface SharedCorrelation {
  readonly correlation: Correlation;
  readonly message: Message;
  readonly found: FoundProperty;
  /** How many messages more share the fault. */
  readonly others: number;
  /** The places of some of the messages. */
  readonly related: readonly Related[];
}

/** Gathers messages by the place where their correlation id is written: a fault in it is said once. */
export function byCorrelation(protocol: Protocol, messages: Iterable<Message>, isWrong: (found: FoundProperty) => boolean): readonly SharedCorrelation[] {
  const groups = new Map<string, { readonly correlation: Correlation; readonly found: FoundProperty; readonly messages: Message[] }>();
  for (const message of messages) {
    const { correlation } = message;
    const found = correlationOf(protocol, message);
    if (correlation === undefined || found === undefined || !isWrong(found)) continue;
    const key = `${correlation.origin.file.path}#${correlation.origin.pointer}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { correlation, found, messages: [message] });
    else group.messages.push(message);
  }
  return [...groups.values()].flatMap(({ correlation, found, messages: [message, ...others] }) => {
    if (message === undefined) return [];
    const related = [message, ...others].slice(0, 3).map((one) => ({ message: `message "${one.name}"`, location: one.origin }));
    return [{ correlation, message, found, others: others.length, related }];
  });
}
