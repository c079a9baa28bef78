import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { ForeignCode } from "../model/registry.js";
import { codeRows } from "./code-rows.js";
import { placeOf } from "./place.js";

/**
 * Overlapping codes.
 *
 * A code of another network means one thing: it has one row of its own at most, and is in one range at most.
 *
 * @see RFC 3261, 21; ITU-T Q.850, table 1
 */
export function* overlappingCodes(protocol: Protocol): Iterable<Diagnostic> {
  const before: { readonly network: string; readonly row: ForeignCode }[] = [];
  for (const { network, row } of codeRows(protocol)) {
    const other = before.find((each) => each.network === network && isRange(each.row) === isRange(row) && each.row.from <= row.to && row.from <= each.row.to);
    if (other === undefined) before.push({ network, row });
    else {
      const related = { message: "The other is here", location: firstCodeOf(other.row) };
      yield diagnostic("overlapping-codes", firstCodeOf(row), { code: Math.max(row.from, other.row.from), network }, [related]);
    }
  }
}

function isRange({ from, to }: ForeignCode): boolean {
  return from !== to;
}

function firstCodeOf(row: ForeignCode) {
  return placeOf(row.origin, isRange(row) ? "/from" : "/code");
}
