import { asMap, asText, checkKeys, itemsAt, mapsAt, requiredTextAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Json } from "../model/json.js";
import type { SecurityRequirement, SecurityScheme } from "../model/operation.js";
import { pointerOf, type MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { keys } from "./openapi-keys.js";
import { originOf } from "./origin-of.js";

/** The security schemes that the components declare. */
export function lowerSecuritySchemes(documents: DocumentSet, components: MapNode | undefined): readonly SecurityScheme[] {
  if (components === undefined) return [];
  return mapsAt(documents, components, "securitySchemes").flatMap(([name, map]) => {
    checkKeys(documents, map, keys.securityScheme);
    const type = requiredTextAt(documents, map, "type");
    if (type === undefined) return [];
    const settings: Record<string, Json> = {};
    for (const { key, value } of map.entries.values()) if (key !== "type") settings[key] = jsonOf(value);
    return [{ name, type, settings, origin: originOf(map) }];
  });
}

/** The `security` of an operation or of the document: the ways in, of which one is enough. */
export function lowerSecurity(documents: DocumentSet, owner: MapNode, schemes: readonly SecurityScheme[]): readonly SecurityRequirement[] {
  return itemsAt(documents, owner, "security").flatMap((item) => {
    const map = asMap(documents, item);
    return map === undefined ? [] : [lowerRequirement(documents, map, schemes)];
  });
}

function lowerRequirement(documents: DocumentSet, map: MapNode, schemes: readonly SecurityScheme[]): SecurityRequirement {
  return Array.from(map.entries.values(), ({ key, keyRange, value }) => {
    if (!schemes.some(({ name }) => name === key)) {
      const known = schemes.map(({ name }) => name);
      documents.bag.add(
        "unknown-security-scheme",
        { file: value.file, range: keyRange, pointer: pointerOf(value) },
        { scheme: key, near: nearest(key, known) },
      );
    }
    return { scheme: key, scopes: itemsAt(documents, map, key).flatMap((scope) => asText(documents, scope) ?? []) };
  });
}
