import type { CodeModule, Diagnostic } from "@parley/compiler";
import { planParties } from "./party-plan.js";
import { reportUncarriedHeaders } from "./party-headers.js";
import type { Plan } from "./plan.js";
import { printParty } from "./print-party.js";
import { printPartyTables } from "./print-party-tables.js";

/** The sides of a document whose messages have no envelope: a file for each role, and what they share. */
export function printParties(plan: Plan, report: (found: Diagnostic) => void): readonly CodeModule[] {
  const of = planParties(plan, report);
  if (of === undefined) return [];
  reportUncarriedHeaders(of, report);
  return [printPartyTables(of), ...of.parties.map((party) => printParty(of, party))];
}
