import type { Json, Schema, SchemaId } from "@parley/compiler";
import type { Open } from "./intersect-shapes.js";
import { type Shape, unionOf } from "./shape.js";

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

/** A union; where one of its forms is any text and others are known texts, these still complete in an editor. */
export function openUnion(forms: readonly Shape[], open: Open): Shape {
  if (!forms.some(({ kind }) => kind === "string")) return unionOf(forms);
  const values: string[] = [];
  const others: Shape[] = [];
  for (const form of forms) {
    const opened = open(form);
    const known = opened.kind === "union" ? opened.of : [opened];
    if (!known.some(({ kind }) => kind === "literal")) {
      others.push(form);
      continue;
    }
    for (const each of known) {
      if (each.kind === "literal" && typeof each.value === "string") values.push(each.value);
      else others.push(each);
    }
  }
  if (values.length === 0) return unionOf(forms);
  return unionOf([{ kind: "extensible", values: [...new Set(values)] }, ...others.filter(({ kind }) => kind !== "string")]);
}

function isText(value: Json): value is string {
  return typeof value === "string";
}
