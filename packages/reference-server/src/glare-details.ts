import type { RefusalDetails } from "@parley/runtime";

/** What goes with the refusal of a setup that has lost against another one: which setup goes on. Two equal ones are both refused, and name none. */
export function glareDetails(tieBreak: string | undefined): RefusalDetails {
  return { scope: "everywhere", ...(tieBreak === undefined ? {} : { exclusive: { tieBreak } }) };
}
