import type { Problem, Cause } from "@parley/compiler";

type Column = number | readonly string[] | undefined;

/** The columns that a row of the registry has beside its title, as the runtime takes them. */
export function columnsOf({ sentBy, sip, q850, ...row }: Pick<Cause, "sentBy" | "sip" | "q850"> & Partial<Pick<Problem, "rank" | "sipEverywhere">>) {
  const columns: Readonly<Record<string, Column>> = { sentBy, rank: row.rank, sip, sipEverywhere: row.sipEverywhere, q850 };
  return Object.fromEntries(Object.entries(columns).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
