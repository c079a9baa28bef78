import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { nodeAt } from "./place.js";

/**
 * Operation without channel.
 *
 * Every operation names the channel that its messages pass through.
 *
 * @see AsyncAPI 3.0.0, Operation Object, `channel`: "REQUIRED"
 */
export function* operationWithoutChannel(protocol: Protocol): Iterable<Diagnostic> {
  for (const { name, origin, channel, http } of protocol.operations.values()) {
    // A reference that leads nowhere has its own diagnostic.
    if (channel !== undefined || http !== undefined || nodeAt(origin, "/channel") !== undefined) continue;
    yield diagnostic("operation-without-channel", origin, { operation: name });
  }
}
