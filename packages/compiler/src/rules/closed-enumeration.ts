import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Rules, Schema, SchemaId } from "../model/schema.js";
import { holdsItselfTo } from "./held-operations.js";
import { schemaPhrase } from "./phrase.js";
import { keyPlaceOf } from "./place.js";

/**
 * Closed enumeration: the convention `extensible-enumerations`.
 *
 * An enumeration of several texts stands in anyOf beside a plain string, so that a later version may add to it, unless its schema says why it
 * never grows. What `if` and `not` ask is no enumeration, and neither is one text alone.
 *
 * @see specs/README.md, "Conventions"; TS 29.501, 5.3.5; JSON Schema 2020-12, Validation 6.1.2
 */
export function* closedEnumeration(protocol: Protocol): Iterable<Diagnostic> {
  if (!holdsItselfTo(protocol, "extensible-enumerations")) return;
  const { schemas } = protocol;
  const passing = new Set([...openBranches(schemas), ...conditions(schemas)]);
  for (const schema of schemas.values()) {
    const { rules, notes, id, origin } = schema;
    const texts = (rules.enum ?? []).filter((value) => typeof value === "string");
    if (texts.length < 2 || notes.closed !== undefined || passing.has(id)) continue;
    yield diagnostic("closed-enumeration", keyPlaceOf(origin, "/enum"), { what: schemaPhrase(schema) });
  }
}

/** The branches of anyOf that have a plain string beside them, and what they refer to. */
function* openBranches(schemas: ReadonlyMap<SchemaId, Schema>): Iterable<SchemaId> {
  for (const { rules } of schemas.values()) {
    const branches = rules.anyOf ?? [];
    if (!branches.some((id) => isPlainString(schemas, id))) continue;
    for (const branch of branches) yield* chain(schemas, branch);
  }
}

function isPlainString(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId): boolean {
  const rules = [...chain(schemas, id)].flatMap((one) => schemas.get(one)?.rules ?? []);
  const told = rules.some(({ type }) => type?.includes("string"));
  return told && rules.every((one) => one.enum === undefined && one.const === undefined);
}

/** A schema and those that it refers to, one after the other. */
function chain(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId): ReadonlySet<SchemaId> {
  const passed = new Set<SchemaId>();
  for (let id: SchemaId | undefined = start; id !== undefined && !passed.has(id); id = schemas.get(id)?.rules.ref) passed.add(id);
  return passed;
}

/** The schemas that are written inside `if` and `not`: not those that they refer to. */
function conditions(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const found = new Set<SchemaId>();
  const waiting = Array.from(schemas.values()).flatMap(({ rules }) => present([rules.if, rules.not]));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const rules = schemas.get(id)?.rules;
    if (rules === undefined || found.has(id)) continue;
    found.add(id);
    waiting.push(...inside(rules));
  }
  return found;
}

function inside(rules: Rules): readonly SchemaId[] {
  const named = [...(rules.properties ?? []), ...(rules.patternProperties ?? []), ...(rules.dependentSchemas ?? [])].map(({ schema }) => schema);
  const branches = [rules.allOf, rules.anyOf, rules.oneOf, rules.prefixItems].flatMap((list) => list ?? []);
  return [...named, ...branches, ...present([rules.items, rules.contains, rules.additionalProperties, rules.not, rules.if, rules.then, rules.else])];
}

function present(ids: readonly (SchemaId | undefined)[]): readonly SchemaId[] {
  return ids.filter((id) => id !== undefined);
}
