import type { MergePatchMismatch } from "../diagnostics/convention-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { heldOperations, type HeldOperation } from "./held-operations.js";
import { keyPlaceOf } from "./place.js";

const mergePatch = "application/merge-patch+json";

/**
 * Merge patch mismatch: the convention `merge-patches`.
 *
 * The body of each PATCH is a merge patch, and is nothing else: a server reads by its media type what a change leaves as it was. What creates,
 * replaces or acts takes none.
 *
 * @see specs/README.md, "Conventions"; RFC 5789, 2; RFC 7396
 */
export function* mergePatchMismatch(protocol: Protocol): Iterable<Diagnostic> {
  for (const held of heldOperations(protocol, "merge-patches")) {
    for (const [place, fault] of faultsOf(held)) yield diagnostic("merge-patch-mismatch", place, fault);
  }
}

function* faultsOf({ operation: { name, origin }, http: { method, body } }: HeldOperation): Iterable<readonly [Location, MergePatchMismatch]> {
  const operation = name;
  if (method === "patch" && (body === undefined || body.content.length === 0)) yield [keyPlaceOf(origin, "/requestBody"), { fault: "none", operation }];
  for (const media of body?.content ?? []) {
    if ((method === "patch") === (media.name === mergePatch)) continue;
    const { name: mediaType } = media;
    yield [media.origin, method === "patch" ? { fault: "other", operation, mediaType } : { fault: "stray", operation, method }];
  }
}
