import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";

/** One judgement on the model: what it finds wrong, each with its place. */
export type Rule = (protocol: Protocol) => Iterable<Diagnostic>;
