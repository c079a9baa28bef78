import type { Terminal } from "./terminal.js";

/** Notes by how much a connection is behind in taking what it is sent. True where it has caught up with something. */
export function noteDelivery({ delivered }: Terminal, direction: "sent" | "received", message: object): boolean {
  const { seq, ack } = message as { readonly seq?: unknown; readonly ack?: unknown };
  if (direction === "sent") {
    if (typeof seq === "number") delivered.sent = Math.max(delivered.sent, seq);
    return false;
  }
  // An acknowledgement of what was never sent says nothing.
  if (typeof ack !== "number" || ack <= delivered.acknowledged || ack > delivered.sent) return false;
  delivered.acknowledged = ack;
  return true;
}

/** How many counted messages it has been sent and has not acknowledged. */
export function lagOf({ delivered }: Terminal): number {
  return delivered.sent - delivered.acknowledged;
}
