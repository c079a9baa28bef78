import { diagnostic, type Diagnostic } from "@parley/compiler";
import type { PartiesPlan } from "./parties.js";

/** Tells which messages have headers and pass over WebSockets only, whose frames have none. */
export function reportUncarriedHeaders(of: PartiesPlan, report: (found: Diagnostic) => void): void {
  const said = new Set<string>();
  for (const { channel, messages, reply } of of.operations) {
    for (const [place, each] of [[channel, messages], [reply?.channel, reply?.messages ?? []]] as const) {
      const wires = place?.channel.protocols ?? [];
      if (wires.length === 0 || wires.some((wire) => wire !== "ws")) continue;
      for (const { message } of each) {
        if (message.headers === undefined || said.has(message.id)) continue;
        said.add(message.id);
        const why = 'it has a payload only; both sides may agree on frames: "envelope"';
        report(diagnostic("not-expressible", message.origin, { target: "A frame of a WebSocket", what: "the headers", where: `message "${message.name}"`, instead: why }));
      }
    }
  }
}
