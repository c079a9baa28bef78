import type { EndCause } from "./session-handle.js";

/** A cause that came from the wire, or was given as the reason of a signal; undefined where the value is none. */
export function causeFrom(value: unknown): EndCause | undefined {
  const isCause = typeof value === "object" && value !== null && "reason" in value && typeof value.reason === "string";
  return isCause ? (value as EndCause) : undefined;
}
