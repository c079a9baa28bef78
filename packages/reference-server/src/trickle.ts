import type { TerminalConnection } from "./terminal.js";

/** A terminal that takes no candidates: its descriptions are complete. An unknown value is read so, too. */
export function takesNone({ context }: TerminalConnection): boolean {
  const { trickle = "full" } = context.capabilities;
  return trickle !== "full" && trickle !== "half";
}
