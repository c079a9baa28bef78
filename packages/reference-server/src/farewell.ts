import type { GoawayFields } from "@parley/signalling";
import type { TerminalConnection } from "./terminal.js";

/** Says `goaway` where it can still be said: not on a connection that is over, or lost, or that has been told already. */
export function sayGoaway(connection: TerminalConnection, fields: GoawayFields): void {
  if (speaking.has(connection.state)) connection.goaway(fields);
}

const speaking: ReadonlySet<string> = new Set(["open", "authenticating", "ready", "expired", "draining"]);
