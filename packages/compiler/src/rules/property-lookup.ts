import { parsePointer } from "../source/json-pointer.js";
import type { JsonType, Rules, Schema, SchemaId } from "../model/schema.js";

/** What a schema says of the value at a pointer. */
export interface FoundProperty {
  /** The schemas of the value; none where no property of that name is declared. */
  readonly schemas: readonly SchemaId[];
  /** True where every valid value has it. */
  readonly required: boolean;
  /** The names beside which the first missing one was looked for. */
  readonly names: ReadonlySet<string>;
}

/** Follows a pointer through the properties that a schema declares, by itself, through `$ref` and through its branches. */
export function lookUp(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId, pointer: string): FoundProperty {
  let found: FoundProperty = { schemas: [start], required: true, names: new Set() };
  for (const token of parsePointer(pointer) ?? []) {
    const steps = found.schemas.map((id) => declared(schemas, id, token, new Map()));
    const next = {
      schemas: steps.flatMap((step) => step.schemas),
      required: found.required && steps.some((step) => step.required),
      names: new Set(steps.flatMap((step) => [...step.names])),
    };
    if (next.schemas.length === 0) return { ...next, required: false };
    found = next;
  }
  return found;
}

/** The types that a value may have by its schemas, sorted; undefined where they do not say. */
export function typesOf(schemas: ReadonlyMap<SchemaId, Schema>, ids: readonly SchemaId[]): readonly JsonType[] | undefined {
  const told = ids.flatMap((id) => typesOfOne(schemas, id, new Set()) ?? []);
  return told.length === 0 ? undefined : [...new Set(told)].sort();
}

/** The schemas that a schema applies to the same value, each as its keyword does: all of them, or one of them. */
export function branchesOf(rules: Rules): { readonly all: readonly SchemaId[]; readonly choices: readonly (readonly SchemaId[])[] } {
  const all = [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])];
  const choices = [rules.anyOf, rules.oneOf].filter((branches) => branches !== undefined);
  return { all, choices };
}

/** What one schema declares under a name. Each schema is looked at once: in a ring, the second time says nothing. */
function declared(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, name: string, known: Map<SchemaId, FoundProperty>): FoundProperty {
  const before = known.get(id);
  const rules = schemas.get(id)?.rules;
  if (rules === undefined || before !== undefined) return before ?? nothing;
  known.set(id, nothing);
  const of = (one: SchemaId) => declared(schemas, one, name, known);
  const own = (rules.properties ?? []).filter((one) => one.name === name).map((one) => one.schema);
  const { all, choices } = branchesOf(rules);
  const whole = all.map(of);
  const chosen = choices.map((branches) => branches.map(of));
  const conditional = [rules.then, rules.else].filter((one) => one !== undefined).map(of);
  const parts = [...whole, ...chosen.flat(), ...conditional];
  const found: FoundProperty = {
    schemas: [...new Set([...own, ...parts.flatMap((one) => one.schemas)])],
    required:
      (rules.required ?? []).includes(name) ||
      whole.some((one) => one.required) ||
      chosen.some((branches) => branches.every((one) => one.required)),
    names: new Set([...(rules.properties ?? []).map((one) => one.name), ...parts.flatMap((one) => [...one.names])]),
  };
  known.set(id, found);
  return found;
}

const nothing: FoundProperty = { schemas: [], required: false, names: new Set() };

function typesOfOne(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, passed: Set<SchemaId>): readonly JsonType[] | undefined {
  const rules = schemas.get(id)?.rules;
  if (rules === undefined || passed.has(id)) return undefined;
  passed.add(id);
  if (rules.type !== undefined) return rules.type;
  const { all, choices } = branchesOf(rules);
  for (const one of all) {
    const types = typesOfOne(schemas, one, passed);
    if (types !== undefined) return types;
  }
  const alternatives = choices.flat().flatMap((one) => typesOfOne(schemas, one, passed) ?? []);
  return alternatives.length === 0 ? undefined : alternatives;
}
