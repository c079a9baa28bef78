import type { Schema, SchemaId } from "../model/schema.js";
import { branchesOf, lookUp } from "./property-lookup.js";

/** The values of the `state` of a resource in which its work goes on: `x-parley-under-way` of its schemas. */
export function statesUnderWay(schemas: ReadonlyMap<SchemaId, Schema>, resource: SchemaId): ReadonlySet<string> {
  const passed = new Set(lookUp(schemas, resource, "/state").schemas);
  for (const id of passed) for (const part of partsOf(schemas, id)) passed.add(part);
  return new Set(Array.from(passed).flatMap((id) => schemas.get(id)?.notes.underWay ?? []));
}

/** The texts that a schema enumerates, by itself and in its branches. */
export function enumeratedTexts(schemas: ReadonlyMap<SchemaId, Schema>, schema: SchemaId): readonly string[] {
  const passed = new Set([schema]);
  for (const id of passed) for (const part of partsOf(schemas, id)) passed.add(part);
  return Array.from(passed).flatMap((id) => (schemas.get(id)?.rules.enum ?? []).flatMap((value) => (typeof value === "string" ? [value] : [])));
}

function partsOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId): readonly SchemaId[] {
  const { all, choices } = branchesOf(schemas.get(id)?.rules ?? {});
  return [...all, ...choices.flat()];
}
