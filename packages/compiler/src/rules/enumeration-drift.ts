import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { keyPlaceOf } from "./place.js";

/**
 * Enumeration drift.
 *
 * A schema that says it enumerates the problems or the causes (`x-parley-enumerates`) has exactly the names of the registry.
 *
 * @see specs/README.md, "Extensions of AsyncAPI, OpenAPI and Arazzo", `x-parley-enumerates`
 */
export function* enumerationDrift(protocol: Protocol): Iterable<Diagnostic> {
  const { problems, registry } = protocol;
  for (const { notes, rules, origin } of protocol.schemas.values()) {
    if (notes.enumerates === undefined) continue;
    const names = (notes.enumerates === "problems" ? problems : (registry?.causes ?? [])).map(({ name }) => name);
    const written = (rules.enum ?? []).map(String);
    const lacking = names.filter((name) => !written.includes(name));
    const foreign = written.filter((name) => !names.includes(name));
    if (lacking.length === 0 && foreign.length === 0) continue;
    yield diagnostic("enumeration-drift", keyPlaceOf(origin, "/x-parley-enumerates"), { registry: notes.enumerates, lacking, foreign });
  }
}
