import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";

/**
 * One judgement on the model: what it finds wrong, each with its place. `fresh` are the schemas of the protocol that no other protocol of the
 * run has been judged with: a rule that looks at one schema after another looks at these.
 */
export type Rule = (protocol: Protocol, fresh: readonly Schema[]) => Iterable<Diagnostic>;
