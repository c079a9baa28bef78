import { checkKeys, mapAt, textAt, wrong } from "../document/reader.js";
import { reportNowhere } from "../document/nowhere.js";
import { placeOf, resolveText } from "../document/resolve.js";
import type { Discriminator, Schema, SchemaId } from "../model/schema.js";
import { valueOf, type Node, type ScalarNode } from "../source/node.js";
import type { Draft } from "./schema-draft.js";

type Row = Discriminator["mapping"][number];

/** AsyncAPI names the member; OpenAPI writes an object that may map its values. */
export function readDiscriminator(draft: Draft, node: Node): void {
  if (node.kind === "scalar" && typeof node.value === "string") draft.notes.discriminator = { property: node.value, mapping: [] };
  else readObject(draft, node);
}

/**
 * Adds to each discriminator the values that names imply: of the branches of its union, and of the schemas that are built on it by allOf.
 * A branch that is mapped to under another value has no implied one.
 */
export function impliedMapping(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlyMap<SchemaId, Schema> {
  const discriminated = [...schemas.values()].filter(({ notes }) => notes.discriminator !== undefined);
  if (discriminated.length === 0) return schemas;
  const builtOn = new Map<SchemaId, SchemaId[]>();
  for (const { id, rules } of schemas.values()) {
    for (const part of rules.allOf ?? []) {
      const base = targetOf(schemas, part);
      const before = builtOn.get(base);
      if (before === undefined) builtOn.set(base, [id]);
      else before.push(id);
    }
  }
  const changed = new Map(schemas);
  for (const schema of discriminated) {
    const { discriminator } = schema.notes;
    if (discriminator === undefined) continue;
    const union = [...(schema.rules.oneOf ?? []), ...(schema.rules.anyOf ?? [])];
    const branches = (union.length > 0 ? union : (builtOn.get(schema.id) ?? [])).map((branch) => targetOf(schemas, branch));
    const mapping = [...discriminator.mapping, ...impliedRows(schemas, branches, discriminator.mapping)];
    changed.set(schema.id, { ...schema, notes: { ...schema.notes, discriminator: { ...discriminator, mapping } } });
  }
  return changed;
}

function impliedRows(schemas: ReadonlyMap<SchemaId, Schema>, branches: readonly SchemaId[], written: readonly Row[]): readonly Row[] {
  const mapped = new Set(written.map(({ schema }) => schema));
  const values = new Set(written.map(({ value }) => value));
  return branches.flatMap((branch) => {
    const name = schemas.get(branch)?.name;
    if (name === undefined || mapped.has(branch) || values.has(name)) return [];
    values.add(name);
    return [{ value: name, schema: branch }];
  });
}

/** The schema that a branch is, where it is nothing but a reference. */
function targetOf(schemas: ReadonlyMap<SchemaId, Schema>, branch: SchemaId): SchemaId {
  const rules = schemas.get(branch)?.rules;
  return rules?.ref !== undefined && Object.keys(rules).length === 1 ? rules.ref : branch;
}

function readObject(draft: Draft, node: Node): void {
  const { documents } = draft;
  const map = node.kind === "map" ? node : undefined;
  if (map === undefined) return wrong(documents, node, "a map or a string");
  checkKeys(documents, map, { object: "a discriminator", handled: ["propertyName", "mapping", "defaultMapping"] });
  const property = textAt(documents, map, "propertyName");
  if (property === undefined) return;
  const mapping: Row[] = [];
  for (const { key, value } of mapAt(documents, map, "mapping")?.entries.values() ?? []) {
    const schema = schemaNamed(draft, value);
    if (schema !== undefined) mapping.push({ value: key, schema });
  }
  const otherwise = valueOf(map, "defaultMapping");
  const fallback = otherwise && schemaNamed(draft, otherwise);
  draft.notes.discriminator = { property, mapping, ...(fallback === undefined ? {} : { fallback }) };
}

/** A schema by the name that the components give it, else by reference. */
function schemaNamed({ documents, add }: Draft, node: Node): SchemaId | undefined {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const text = node as ScalarNode & { readonly value: string };
  const named = /^[A-Za-z0-9._-]+$/.test(text.value) ? resolveText(documents, node, `#/components/schemas/${text.value}`).node : undefined;
  if (named !== undefined) return add(named);
  const found = resolveText(documents, node, text.value);
  if (found.node !== undefined) return add(found.node);
  reportNowhere(documents, placeOf(text), text.value, found);
  return undefined;
}
