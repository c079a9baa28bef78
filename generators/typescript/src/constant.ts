import type { Json, Protocol, Schema, SchemaId } from "@parley/compiler";

/** The one value that a schema allows, through `$ref` and `allOf`; boxed, because null is a value too. */
export function constantOf(protocol: Protocol, id: SchemaId): { readonly value: Json } | undefined {
  for (const { rules } of conjunctsOf(protocol, id)) {
    if (rules.const !== undefined) return rules.const;
    const [only] = rules.enum ?? [];
    if (rules.enum?.length === 1 && only !== undefined) return { value: only };
  }
  return undefined;
}

/** The one value that a property must have, where the schema requires the property. */
export function requiredConstant(protocol: Protocol, id: SchemaId, property: string): Json | undefined {
  const schemas = conjunctsOf(protocol, id);
  if (!schemas.some(({ rules }) => rules.required?.includes(property) === true)) return undefined;
  for (const { rules } of schemas) {
    for (const { name, schema } of rules.properties ?? []) {
      const constant = name === property ? constantOf(protocol, schema) : undefined;
      if (constant !== undefined) return constant.value;
    }
  }
  return undefined;
}

/** The properties whose values a schema fixes. */
export function requiredConstants(protocol: Protocol, id: SchemaId): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const { rules } of conjunctsOf(protocol, id)) {
    for (const { name } of rules.properties ?? []) {
      const value = found.has(name) ? undefined : requiredConstant(protocol, id, name);
      if (value !== undefined) found.set(name, value);
    }
  }
  return found;
}

/** Every property that a schema declares, with all of `$ref` and `allOf`; the last word on a name counts. */
export function propertiesOf(protocol: Protocol, id: SchemaId): ReadonlyMap<string, SchemaId> {
  return new Map(conjunctsOf(protocol, id).flatMap(({ rules }) => (rules.properties ?? []).map(({ name, schema }) => [name, schema])));
}

export function itemsOf(protocol: Protocol, id: SchemaId): SchemaId | undefined {
  return conjunctsOf(protocol, id).find(({ rules }) => rules.items !== undefined)?.rules.items;
}

/** A schema with all that it takes in by `$ref` and `allOf`, each once, in that order. */
export function conjunctsOf(protocol: Pick<Protocol, "schemas">, id: SchemaId): readonly Schema[] {
  const found = new Map<SchemaId, Schema>();
  const visit = (each: SchemaId): void => {
    const schema = protocol.schemas.get(each);
    if (schema === undefined || found.has(each)) return;
    found.set(each, schema);
    if (schema.rules.ref !== undefined) visit(schema.rules.ref);
    for (const part of schema.rules.allOf ?? []) visit(part);
  };
  visit(id);
  return [...found.values()];
}

/** The properties that every valid value has, by `$ref` and `allOf`. */
export function requiredOf(protocol: Protocol, id: SchemaId): readonly string[] {
  return [...new Set(conjunctsOf(protocol, id).flatMap(({ rules }) => rules.required ?? []))];
}
