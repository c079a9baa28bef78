import type { Coverage } from "../model/coverage.js";

/** The places that the elements of all requirements stand for. */
export function coveredPlaces({ requirements }: Coverage): ReadonlySet<string> {
  return new Set(requirements.flatMap(({ elements }) => elements.flatMap(({ places }) => places)));
}
