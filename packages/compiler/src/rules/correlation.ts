import type { Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { lookUp, type FoundProperty } from "./property-lookup.js";

/** What the schema of a message says of its correlation id; undefined where the message has no id, or its part no schema. */
export function correlationOf(protocol: Protocol, message: Message): FoundProperty | undefined {
  const { correlation } = message;
  const schema = correlation?.in === "headers" ? message.headers : message.payload;
  return correlation === undefined || schema === undefined ? undefined : lookUp(protocol.schemas, schema, correlation.pointer);
}
