import { problems } from "@parley/signalling";

/** Which refusal of a fork goes up: the one of the lowest rank of the registry. One without a rank comes after all others. */
export function problemRank(name: string): number {
  const known: { readonly [name: string]: { readonly type: string; readonly rank?: number } } = problems;
  return known[name]?.rank ?? 100;
}
