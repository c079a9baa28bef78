import type { Protocol } from "../model/protocol.js";
import type { ForeignCode } from "../model/registry.js";

/** Every row that says what a code of another network means, with its name in a sentence. */
export function codeRows(protocol: Protocol): readonly { readonly by: string; readonly network: string; readonly row: ForeignCode }[] {
  const { fromSip = [], fromQ850 = [] } = protocol.registry ?? {};
  const named = (rows: readonly ForeignCode[], network: string) =>
    rows.map((row) => ({ by: `The row of ${codesOf(row)} of ${network}`, network, row }));
  return [...named(fromSip, "SIP"), ...named(fromQ850, "Q.850")];
}

function codesOf({ from, to }: ForeignCode): string {
  return from === to ? String(from) : `${String(from)} to ${String(to)}`;
}
