import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { pointerOf, valueOf } from "../source/node.js";
import { nodeAt } from "./place.js";
import { usesProvenance } from "./missing-provenance.js";

/**
 * Outside the common dialect.
 *
 * Schemas in a folder `common` or `schemas` are shared by AsyncAPI and OpenAPI documents: they use only what means the same in both,
 * and nothing beside `$ref` that demands anything. Only specifications are judged that use `x-parley-*` themselves.
 *
 * @see specs/README.md, "How to change it", 2; AsyncAPI 3.0.0, Schema Object (a superset of draft 7); JSON Schema 2020-12, Core 8.2.3.1
 */
export function* outsideCommonDialect(protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  if (!isOfTheHouse(protocol)) return;
  for (const { origin } of fresh) {
    if (!/(^|\/)(common|schemas)\/[^/]+$/.test(origin.file.path)) continue;
    const node = nodeAt(origin);
    if (node?.kind !== "map") continue;
    const isReference = valueOf(node, "$ref") !== undefined;
    for (const { key, keyRange, value } of node.entries.values()) {
      const foreign = outside.has(key);
      if (!foreign && !(isReference && key !== "$ref" && !saysOnly(key))) continue;
      const place = { file: value.file, range: keyRange, pointer: pointerOf(value) };
      yield diagnostic("outside-common-dialect", place, { keyword: key, beside: foreign ? undefined : "$ref" });
    }
  }
}

/** Keywords that are absent from one of the two, or mean something else there. */
const outside: ReadonlySet<string> = new Set([
  "discriminator", "nullable", "xml", "example", "externalDocs",
  "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$anchor", "$id", "definitions",
  "prefixItems", "additionalItems", "unevaluatedItems", "unevaluatedProperties", "dependencies",
]);

const annotations: ReadonlySet<string> = new Set(["$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "summary"]);

function saysOnly(key: string): boolean {
  return annotations.has(key) || key.startsWith("x-");
}

function isOfTheHouse(protocol: Protocol): boolean {
  const info = nodeAt({ ...protocol.origin, pointer: "/info" });
  return usesProvenance(protocol) || (info?.kind === "map" && [...info.entries.keys()].some((key) => key.startsWith("x-parley-")));
}
