import type { Json, Message, MessageId, Operation, Protocol } from "@parley/compiler";
import { propertiesOf, requiredConstant, requiredConstants } from "./constant.js";

/** The keys by which the messages of a protocol are told apart and bound together. */
export interface Envelope {
  /** Names the operation: `method`. */
  readonly method: string;
  /** `request`, `response` or `notification`: `kind`. */
  readonly kind: string;
  /** Tells a response that grants from one that refuses: `success`. */
  readonly success: string;
  /** The correlation id: `id`. */
  readonly id: string;
  /** Counts messages: `seq`. */
  readonly count: string;
  /** Acknowledges them: `ack`. */
  readonly acknowledge: string;
  /** Says why a response refuses: `problemDetails`. */
  readonly problem: string;
}

/** What a message is in its operation. */
export type MessagePart = "request" | "success" | "failure" | "response" | "notification";

/** Finds the envelope in the constants that the messages require; undefined where they have none in common. */
export function planEnvelope(protocol: Protocol): Envelope | undefined {
  const operations = [...protocol.operations.values()];
  const messages = [...protocol.messages.values()].filter((message) => message.payload !== undefined);
  if (protocol.dialect !== "asyncapi-3" || messages.length === 0) return undefined;
  const constants = messages.map((message) => requiredConstants(protocol, message.payload ?? ""));
  const shared = [...(constants[0]?.keys() ?? [])].filter((key) => constants.every((of) => of.has(key)));
  const kind = shared.find((key) => constants.every((of) => isKind(of.get(key))));
  const method = shared.find((key) => key !== kind && operations.every((operation) => sameForAll(protocol, operation, key)));
  const success = successKey(protocol, operations);
  const id = messages.map((message) => message.correlation?.pointer.slice(1)).find((key) => key !== undefined && !key.includes("/"));
  if (kind === undefined || method === undefined || success === undefined || id === undefined) return undefined;
  const delivery = protocol.behaviour?.delivery;
  return {
    method,
    kind,
    success,
    id,
    count: delivery?.count ?? "seq",
    acknowledge: delivery?.acknowledge ?? "ack",
    problem: problemKey(protocol, operations, success) ?? "problemDetails",
  };
}

/** What each message is in the operations that carry it. */
export function partOfMessage(protocol: Protocol, operation: Operation, message: Message, envelope: Envelope | undefined): MessagePart {
  if (operation.messages.includes(message.id)) return operation.kind;
  const success = envelope === undefined || message.payload === undefined ? undefined : requiredConstant(protocol, message.payload, envelope.success);
  return success === true ? "success" : success === false ? "failure" : "response";
}

function isKind(value: Json | undefined): boolean {
  return value === "request" || value === "response" || value === "notification";
}

/** A request and all its replies have the same value under the key. */
function sameForAll(protocol: Protocol, operation: Operation, key: string): boolean {
  const values = payloadsOf(protocol, [...operation.messages, ...(operation.reply?.messages ?? [])]).map((id) => requiredConstant(protocol, id, key));
  return values.every((value) => typeof value === "string" && value === values[0]);
}

function successKey(protocol: Protocol, operations: readonly Operation[]): string | undefined {
  for (const operation of operations) {
    for (const payload of payloadsOf(protocol, operation.reply?.messages ?? [])) {
      for (const [key, value] of requiredConstants(protocol, payload)) if (typeof value === "boolean") return key;
    }
  }
  return undefined;
}

/** What refusals declare and grants do not. */
function problemKey(protocol: Protocol, operations: readonly Operation[], success: string): string | undefined {
  const replies = operations.flatMap((operation) => payloadsOf(protocol, operation.reply?.messages ?? []));
  const keysOf = (granted: boolean): readonly ReadonlySet<string>[] =>
    replies.filter((id) => requiredConstant(protocol, id, success) === granted).map((id) => new Set(propertiesOf(protocol, id).keys()));
  const [first, ...others] = keysOf(false);
  const granted = keysOf(true);
  return [...(first ?? [])].find((key) => others.every((keys) => keys.has(key)) && !granted.some((keys) => keys.has(key)));
}

function payloadsOf(protocol: Protocol, ids: readonly MessageId[]): readonly string[] {
  return ids.map((id) => protocol.messages.get(id)?.payload).filter((id) => id !== undefined);
}
