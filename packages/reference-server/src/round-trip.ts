import type { Metrics } from "./metrics.js";
import type { Terminal } from "./terminal.js";

/** Measures what passes: the function's own `ping` against its response, and what a terminal says of its last one. */
export function measureRoundTrip(metrics: Metrics, context: Terminal, direction: "sent" | "received", message: object, at: number): void {
  const { method, kind, id, roundTrip } = message as { readonly [key: string]: unknown };
  if (method !== "ping") return;
  if (direction === "sent" && kind === "request") context.asked = { id, at };
  if (direction !== "received") return;
  if (kind === "request" && typeof roundTrip === "number" && roundTrip >= 0) metrics.roundTrip.observe(roundTrip / 1000);
  const { asked } = context;
  if (kind !== "response" || asked === undefined || asked.id !== id) return;
  metrics.roundTrip.observe((at - asked.at) / 1000);
  context.asked = undefined;
}
