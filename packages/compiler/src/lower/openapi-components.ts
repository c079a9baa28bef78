import type { MapNode } from "../source/node.js";
import { lowerBody, lowerResponse } from "./openapi-content.js";
import { mapIn, namedIn } from "./openapi-context.js";
import { lowerMediaType } from "./openapi-media-type.js";
import { lowerOperation, sharedParameters, type OpenApiSetting } from "./openapi-operation.js";
import { lowerHeader, lowerParameter } from "./openapi-parameter.js";
import { componentItems, operationsOf } from "./openapi-place.js";

/** What no operation refers to is lowered too: its schemas are of the document, and its mistakes are told. */
export function lowerComponents(setting: OpenApiSetting, components: MapNode, lowered: ReadonlySet<MapNode>): void {
  const { context } = setting;
  for (const { key, value } of mapIn(context, components, "schemas")?.entries.values() ?? []) {
    // An extension stands beside the names, as long as it can be no schema.
    if (!key.startsWith("x-") || value.kind === "map" || (value.kind === "scalar" && typeof value.value === "boolean")) context.schemas.add(value);
  }
  const unnamed = { name: "", provenance: undefined };
  for (const { name, map } of namedIn(context, components, "requestBodies")) lowerBody(context, map, { ...unnamed, name });
  for (const { name, map } of namedIn(context, components, "responses")) lowerResponse(context, "default", map, { ...unnamed, name });
  for (const header of namedIn(context, components, "headers")) lowerHeader(context, header.name, header);
  for (const { node } of namedIn(context, components, "parameters")) lowerParameter(context, node);
  for (const { name, map } of namedIn(context, components, "mediaTypes")) lowerMediaType(context, name, map);
  for (const item of componentItems(context, components)) {
    for (const operation of operationsOf(item)) if (!lowered.has(operation.map)) lowerOperation(setting, operation, sharedParameters(setting, item));
  }
}
