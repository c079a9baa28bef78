import type { CodeSymbol } from "@parley/compiler";

const runtime = "@parley/runtime/http";

/** A type of the runtime's HTTP half. */
export function httpType(name: string): CodeSymbol {
  return { name, from: runtime, kind: "type" };
}

/** A function or class of the runtime's HTTP half. */
export function httpValue(name: string): CodeSymbol {
  return { name, from: runtime, kind: "value" };
}
