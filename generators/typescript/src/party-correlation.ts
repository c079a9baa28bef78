import type { JsonType, Message, Protocol } from "@parley/compiler";
import { conjunctsOf, propertiesOf } from "./constant.js";

/** The property of a message that has its correlation id, where it is one of its payload or headers themselves. */
export interface CorrelationProperty {
  readonly in: "payload" | "headers";
  readonly name: string;
  readonly types: readonly JsonType[];
}

/** Undefined where the message has none, or has it deeper. */
export function lookUpProperty(protocol: Protocol, { correlation, payload, headers }: Message): CorrelationProperty | undefined {
  const schema = correlation?.in === "payload" ? payload : headers;
  const name = nameIn(correlation?.pointer);
  if (correlation === undefined || schema === undefined || name === undefined) return undefined;
  const property = propertiesOf(protocol, schema).get(name);
  if (property === undefined) return undefined;
  return { in: correlation.in, name, types: conjunctsOf(protocol, property).flatMap(({ rules }) => rules.type ?? []) };
}

/** The one name in a pointer. */
export function nameIn(pointer: string | undefined): string | undefined {
  const name = /^\/([^/]+)$/.exec(pointer ?? "")?.[1];
  return name?.replaceAll("~1", "/").replaceAll("~0", "~");
}
