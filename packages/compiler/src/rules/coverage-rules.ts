import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage } from "../model/coverage.js";
import type { Protocol } from "../model/protocol.js";
import { duplicateRequirement } from "./duplicate-requirement.js";
import { missingRequirement } from "./missing-requirement.js";
import { requirementWithoutElement } from "./requirement-without-element.js";
import { uncoveredMessage } from "./uncovered-message.js";
import { uncoveredOperation } from "./uncovered-operation.js";
import { unknownElement } from "./unknown-element.js";
import { unknownSource } from "./unknown-source.js";

/** One judgement on a coverage file and the specifications it speaks of. */
type CoverageRule = (coverage: Coverage, protocols: readonly Protocol[]) => Iterable<Diagnostic>;

/** Every rule about coverage: first the file in itself, then what it says of the specifications. */
const coverageRules: readonly CoverageRule[] = [
  duplicateRequirement,
  unknownSource,
  missingRequirement,
  requirementWithoutElement,
  unknownElement,
  uncoveredOperation,
  uncoveredMessage,
];

/** Judges a coverage file by every rule. */
export function checkCoverage(coverage: Coverage, protocols: readonly Protocol[]): readonly Diagnostic[] {
  return coverageRules.flatMap((rule) => [...rule(coverage, protocols)]);
}
