import { isDeeper } from "./json-depth.js";
import { utf8Length } from "./utf8-length.js";
import type { WireKeys } from "./wire-protocol.js";

export type MessageKind = "request" | "response" | "notification";

/** One received message whose envelope could be read; its body is not validated yet. */
export interface Envelope {
  readonly kind: MessageKind;
  readonly method: string;
  /** Of a request or response; empty for a notification. */
  readonly id: string;
  /** Of a response. */
  readonly success: boolean;
  /** Absent, or wrong, in a counted message: then it is not valid. */
  readonly count: number | undefined;
  readonly acknowledged: number | undefined;
  readonly message: object;
}

/** Why something received is no message, in words for its sender, with what could be read of it all the same. */
export interface Unreadable {
  readonly problem: "unreadable" | "too-large";
  readonly detail: string;
  readonly method?: string;
  /** Its sender has counted it, and goes on from there. */
  readonly count?: number | undefined;
  readonly message?: object;
}

export interface EnvelopeLimits {
  /** UTF-8. */
  readonly messageBytes: number;
  /** Of arrays and objects in one another. */
  readonly depth: number;
}

/** Reads a message within the limits. Size and depth are known before anything is built. */
export function readEnvelope(data: string | Uint8Array, keys: WireKeys, limits: EnvelopeLimits): Envelope | Unreadable {
  if (typeof data !== "string") return unreadable("Binary messages are not part of the protocol.");
  if (utf8Length(data, limits.messageBytes) > limits.messageBytes) {
    return { problem: "too-large", detail: `A message has at most ${limits.messageBytes} bytes.` };
  }
  if (isDeeper(data, limits.depth)) return unreadable(`Arrays and objects may be ${limits.depth} deep.`);
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return unreadable("The message is not JSON.");
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) return unreadable("A message is a JSON object.");
  return classify(message as Readonly<Record<string, unknown>>, keys);
}

function classify(message: Readonly<Record<string, unknown>>, keys: WireKeys): Envelope | Unreadable {
  const kind = own(message, keys.kind);
  const method = own(message, keys.method);
  const count = counter(own(message, keys.count), 1);
  if (typeof method !== "string" || method === "" || method.length > 64) return unreadable(`"${keys.method}" is missing or no name.`, { count, message });
  if (kind !== "request" && kind !== "response" && kind !== "notification") {
    return unreadable(`"${keys.kind}" is not request, response or notification.`, { method, count, message });
  }
  const id = kind === "notification" ? "" : own(message, keys.id);
  if (typeof id !== "string" || id.length > 64 || (id === "" && kind !== "notification")) {
    return unreadable(`"${keys.id}" is missing or no correlation id.`, { method, count, message });
  }
  const success = own(message, keys.success);
  if (kind === "response" && typeof success !== "boolean") return unreadable(`"${keys.success}" is missing or not a boolean.`, { method, count, message });
  return {
    kind,
    method,
    id,
    success: success === true,
    count,
    acknowledged: counter(own(message, keys.acknowledge), 0),
    message,
  };
}

function unreadable(detail: string, read: Pick<Unreadable, "method" | "count" | "message"> = {}): Unreadable {
  return { problem: "unreadable", detail, ...read };
}

function own(message: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(message, key) ? message[key] : undefined;
}

function counter(value: unknown, least: number): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least ? value : undefined;
}
