import type { Metrics } from "./metrics.js";
import type { Terminal } from "./terminal.js";

/** Measures what passes on a connection: round trips, and what becomes of epochs that are asked for again. */
export function measure(metrics: Metrics, context: Terminal, direction: "sent" | "received", message: object, at: number): void {
  const { method } = message as { readonly method?: unknown };
  if (method === "ping") roundTrip(metrics, context, direction, message, at);
  if (method === "auth") resume(metrics, context, message);
}

/** The function's own `ping` against its response, and what a terminal says of its last one. */
function roundTrip(metrics: Metrics, context: Terminal, direction: "sent" | "received", message: object, at: number): void {
  const { kind, id, roundTrip: told } = message as { readonly [key: string]: unknown };
  if (direction === "sent" && kind === "request") context.asked = { id, at };
  if (direction !== "received") return;
  if (kind === "request" && typeof told === "number" && told >= 0) metrics.roundTrip.observe(told / 1000);
  const { asked } = context;
  if (kind !== "response" || asked === undefined || asked.id !== id) return;
  metrics.roundTrip.observe((at - asked.at) / 1000);
  context.asked = undefined;
}

function resume(metrics: Metrics, context: Terminal, message: object): void {
  const { kind, success, resumed, resume: asked } = message as { readonly [key: string]: unknown };
  if (kind === "request") context.wantsBack = asked !== undefined;
  if (kind !== "response" || !context.wantsBack) return;
  context.wantsBack = false;
  metrics.resumes.add([success !== true ? "refused" : resumed === true ? "resumed" : "fresh"]);
}
