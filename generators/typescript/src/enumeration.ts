import type { Json, Schema, SchemaId } from "@parley/compiler";

/**
 * The known values of an enumeration that may grow: `anyOf: [{ enum: [...] }, { type: string }]`.
 * Undefined for every other schema.
 */
export function extensibleValues(schemas: ReadonlyMap<SchemaId, Schema>, schema: Schema): readonly string[] | undefined {
  const branches = schema.rules.anyOf?.map((id) => schemas.get(id)?.rules);
  if (branches?.length !== 2) return undefined;
  const known = branches.find((rules) => rules?.enum !== undefined || rules?.const !== undefined);
  const rest = branches.find((rules) => rules !== known);
  const values = known?.enum ?? (known?.const === undefined ? undefined : [known.const.value]);
  if (values === undefined || rest?.type?.length !== 1 || rest.type[0] !== "string" || rest.enum !== undefined) return undefined;
  return values.every(isText) ? values : undefined;
}

function isText(value: Json): value is string {
  return typeof value === "string";
}
