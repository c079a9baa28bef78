import { type Diagnostic, diagnostic, type Discriminator, type Json, type Protocol, type Schema, type SchemaId } from "@parley/compiler";
import { conjunctsOf } from "./constant.js";
import { sameJson } from "./same-json.js";

/** The member that says which of several schemas a value is of, and the values that mean this one. */
export interface Tagged {
  readonly property: string;
  readonly values: readonly string[];
}

/** What discriminators say of schemas, beyond what the schemas demand themselves. */
export interface Discriminated {
  /** What a branch of a schema's union has to say besides; undefined where it says enough itself, or contradicts. */
  readonly branch: (union: Schema, branch: SchemaId) => Tagged | undefined;
  /** The same of a schema that is built by allOf on others that have a discriminator, and no union. */
  readonly heir: (id: SchemaId) => readonly Tagged[];
}

/** Reads the discriminators of all schemas. Where types tell apart what validators do not, that is reported at the discriminator. */
export function planDiscriminated(
  { schemas }: Pick<Protocol, "schemas">,
  nameOf: (id: SchemaId) => string,
  report: (schema: Schema, found: Diagnostic) => void,
): Discriminated {
  const heirs = new Map<SchemaId, Tagged[]>();
  for (const schema of schemas.values()) {
    const { discriminator } = schema.notes;
    if (discriminator === undefined) continue;
    const union = unionIn(schema);
    const told = union ?? inherit(schema, discriminator);
    const unproven = told.filter((id) => {
      const values = valuesFor(discriminator, targetOf(id));
      return values.length > 0 && !proves(allowedIn(schemas, id, discriminator.property), values);
    });
    if (unproven.length === 0) continue;
    const names = [...new Set(unproven.map((id) => `"${nameOf(targetOf(id))}"`))];
    report(schema, diagnostic("discriminator-not-asserted", schema.origin, { property: discriminator.property, of: `"${nameOf(schema.id)}"`, branches: names }));
  }
  return {
    branch: (union, id) => {
      const { discriminator } = union.notes;
      if (discriminator === undefined) return undefined;
      return missing(id, discriminator.property, valuesFor(discriminator, targetOf(id)));
    },
    heir: (id) => (heirs.get(id) ?? []).flatMap(({ property, values }) => missing(id, property, values) ?? []),
  };

  /** Each value means its own schema, and those between it and the one that has the discriminator. */
  function inherit(base: Schema, { property, mapping }: Discriminator): readonly SchemaId[] {
    const named: SchemaId[] = [];
    for (const { value, schema: id } of mapping) {
      const between = conjunctsOf({ schemas }, id).filter((each) => each.id !== base.id && isBuiltOn(each.id, base.id));
      for (const each of between) {
        const tags = heirs.get(each.id) ?? [];
        heirs.set(each.id, tags);
        const known = tags.findIndex((tag) => tag.property === property);
        if (known === -1) tags.push({ property, values: [value] });
        else tags[known] = { property, values: [...new Set([...(tags[known]?.values ?? []), value])] };
      }
      if (between.length > 0) named.push(id);
    }
    return named;
  }

  function isBuiltOn(id: SchemaId, base: SchemaId): boolean {
    return conjunctsOf({ schemas }, id).some((each) => each.id === base);
  }

  function missing(id: SchemaId, property: string, values: readonly string[]): Tagged | undefined {
    if (values.length === 0) return undefined;
    const allowed = allowedIn(schemas, id, property);
    if (allowed === undefined) return { property, values };
    const both = values.filter((value) => allowed.includes(value));
    // A value that the schema does not allow is not said of it: the schema is right.
    return both.length === 0 || both.length === allowed.length ? undefined : { property, values: both };
  }

  function targetOf(id: SchemaId): SchemaId {
    const rules = schemas.get(id)?.rules;
    return rules?.ref !== undefined && Object.keys(rules).length === 1 ? rules.ref : id;
  }
}

function unionIn({ rules }: Schema): readonly SchemaId[] | undefined {
  const union = [...(rules.oneOf ?? []), ...(rules.anyOf ?? [])];
  return union.length === 0 ? undefined : union;
}

function valuesFor({ mapping }: Discriminator, id: SchemaId): readonly string[] {
  return mapping.filter(({ schema }) => schema === id).map(({ value }) => value);
}

function proves(allowed: readonly Json[] | undefined, values: readonly string[]): boolean {
  return allowed !== undefined && allowed.every((value) => typeof value === "string" && values.includes(value));
}

/** The values that a schema allows for a member, by const and enum; of a union, those of all branches. Undefined where any will do. */
function allowedIn(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, property: string, seen: ReadonlySet<SchemaId> = new Set()): readonly Json[] | undefined {
  if (seen.has(id)) return undefined;
  const inner = new Set([...seen, id]);
  let allowed: readonly Json[] | undefined;
  const narrow = (values: readonly Json[] | undefined): void => {
    if (values !== undefined) allowed = allowed === undefined ? values : allowed.filter((value) => values.some((other) => sameJson(value, other)));
  };
  for (const { rules } of conjunctsOf({ schemas }, id)) {
    for (const { name, schema } of rules.properties ?? []) if (name === property) narrow(valuesOf(schemas, schema));
    for (const union of [rules.oneOf, rules.anyOf]) narrow(allOf((union ?? []).map((branch) => allowedIn(schemas, branch, property, inner))));
  }
  return allowed;
}

function allOf(lists: readonly (readonly Json[] | undefined)[]): readonly Json[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return lists.length === 0 || known.length < lists.length ? undefined : known.flat();
}

function valuesOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId): readonly Json[] | undefined {
  for (const { rules } of conjunctsOf({ schemas }, id)) {
    if (rules.const !== undefined) return [rules.const.value];
    if (rules.enum !== undefined) return rules.enum;
  }
  return undefined;
}
