import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { specifiedRules } from "./specified-rules.js";

/** Judges a protocol by every rule. The diagnostics are in the order of the rules; whoever gathers them sorts them. */
export function check(protocol: Protocol): readonly Diagnostic[] {
  return specifiedRules.flatMap((rule) => [...rule(protocol)]);
}
