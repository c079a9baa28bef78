import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { linkTargets } from "./link-target.js";
import { placeOf } from "./place.js";

/**
 * Unknown link target.
 *
 * A link leads to an operation of the document. What lies in another one is not judged.
 *
 * @see OpenAPI 3.1.1, Link Object
 */
export function* unknownLinkTarget(protocol: Protocol): Iterable<Diagnostic> {
  const targetOf = linkTargets(protocol);
  const names = Array.from(protocol.operations.values(), ({ name }) => name);
  for (const { http } of protocol.operations.values()) {
    for (const link of (http?.responses ?? []).flatMap(({ links = [] }) => links)) {
      const { name, operation: target, origin } = link;
      const elsewhere = target.includes("#") && !target.startsWith("#");
      if (elsewhere || targetOf(link) !== undefined) continue;
      const place = placeOf(origin, target.startsWith("#") ? "/operationRef" : "/operationId");
      yield diagnostic("unknown-link-target", place, { link: name, target, near: target.startsWith("#") ? undefined : nearest(target, names) });
    }
  }
}
