import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { specifiedRules } from "./specified-rules.js";

/**
 * Judges a protocol by every rule. The diagnostics are in the order of the rules; whoever gathers them sorts them. `judged` holds the schemas
 * of the protocols before: what many documents share is judged once.
 */
export function check(protocol: Protocol, judged: Set<Schema> = new Set()): readonly Diagnostic[] {
  const fresh = [...protocol.schemas.values()].filter((schema) => !judged.has(schema));
  for (const schema of fresh) judged.add(schema);
  return specifiedRules.flatMap((rule) => [...rule(protocol, fresh)]);
}
