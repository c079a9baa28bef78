import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { ForeignCode } from "../model/registry.js";
import { placeOf } from "./place.js";

/**
 * One-way code.
 *
 * What goes to SIP with a status comes back from SIP as something that goes there with the same status, and speaks for as many devices:
 * a call that passes two gateways ends for the same reason on both sides.
 *
 * @see specs/common/problems.yaml, its head, `fromSip`; RFC 3326
 */
export function* oneWayCode(protocol: Protocol): Iterable<Diagnostic> {
  const { causes = [], fromSip = [] } = protocol.registry ?? {};
  const rows = new Map(fromSip.filter(({ from, to }) => from === to).map((row) => [row.from, row]));
  const problems = new Map(protocol.problems.map((problem) => [problem.name, problem]));
  for (const problem of protocol.problems) {
    for (const key of ["sip", "sipEverywhere"] as const) {
      const code = problem[key];
      if (code === undefined) continue;
      const scope = key === "sip" ? "device" : "everywhere";
      const row = rows.get(code);
      const back = backOf(row, row?.problem, problems, key);
      if (back !== undefined && (back.code === code && back.scope === scope)) continue;
      // A name that is not in the registry has its own diagnostic.
      if (row?.problem !== undefined && back === undefined) continue;
      yield diagnostic("one-way-code", placeOf(problem.origin, `/${key}`), { what: `Problem "${problem.name}"`, code, scope, back });
    }
  }
  const named = new Map(causes.map((cause) => [cause.name, cause]));
  for (const cause of causes) {
    if (cause.sip === undefined) continue;
    const row = rows.get(cause.sip);
    const back = backOf(row, row?.reason, named, "sip");
    if (back?.code === cause.sip || (row !== undefined && back === undefined)) continue;
    const { sip: code } = cause;
    yield diagnostic("one-way-code", placeOf(cause.origin, "/sip"), { what: `Cause "${cause.name}"`, code, scope: "device", back: back && { ...back, scope: "device" } });
  }
}

type Named = ReadonlyMap<string, { readonly sip?: number; readonly sipEverywhere?: number }>;

function backOf(row: ForeignCode | undefined, name: string | undefined, named: Named, key: "sip" | "sipEverywhere") {
  const found = name === undefined ? undefined : named.get(name);
  return row === undefined || name === undefined || found === undefined ? undefined : { name, code: found[key], scope: row.scope ?? ("device" as const) };
}
