import type { CodeSymbol } from "@parley/compiler";

const runtime = "@parley/runtime/messages";

/** A type of the runtime's half for messages. */
export function partyType(name: string): CodeSymbol {
  return { name, from: runtime, kind: "type" };
}

/** A function or class of the runtime's half for messages. */
export function partyValue(name: string): CodeSymbol {
  return { name, from: runtime, kind: "value" };
}
