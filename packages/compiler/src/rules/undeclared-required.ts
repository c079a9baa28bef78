import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import type { Rules, Schema, SchemaId } from "../model/schema.js";
import { matchesPattern } from "../text/pattern-form.js";
import { capital, schemaPhrase } from "./phrase.js";
import { placeOf } from "./place.js";

/**
 * Required but not declared.
 *
 * A property that a schema requires is declared by it, by a schema that it refers to or combines, or by one that combines it:
 * else its values have no shape, and most likely its name is misspelt.
 *
 * @see JSON Schema 2020-12, Validation 6.5.3 `required`, Core 10.3.2.1 `properties`
 */
export function* undeclaredRequired(protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  if (fresh.every(({ rules }) => rules.required === undefined)) return;
  const scopes = new Map<SchemaId, Scope | undefined>();
  const above = combinersOf(protocol.schemas);
  for (const schema of fresh) {
    const { required = [], properties = [] } = schema.rules;
    const own = new Set(properties.map(({ name }) => name));
    if (required.every((name) => own.has(name))) continue;
    const scope = knownScopeOf(protocol.schemas, schema.id, above, scopes);
    if (scope === undefined) continue;
    for (const [index, property] of required.entries()) {
      if (scope.names.has(property) || scope.patterns.some((pattern) => matchesPattern(pattern, property) !== false)) continue;
      const place = placeOf(schema.origin, `/required/${String(index)}`);
      yield diagnostic("undeclared-required", place, { schema: capital(schemaPhrase(schema)), property, near: nearest(property, scope.names) });
    }
  }
}

interface Scope {
  readonly names: Set<string>;
  readonly patterns: string[];
}

// What one schema alone combines is judged beside all that this one is: both have one scope, found once.
function knownScopeOf(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId, above: ReadonlyMap<SchemaId, readonly Combiner[]>, scopes: Map<SchemaId, Scope | undefined>): Scope | undefined {
  const way = new Set<SchemaId>();
  let id = start;
  while (!scopes.has(id) && !way.has(id)) {
    way.add(id);
    const [combiner, ...others] = above.get(id) ?? [];
    if (combiner === undefined || combiner.negates || others.length > 0) break;
    id = combiner.id;
  }
  const scope = scopes.has(id) ? scopes.get(id) : scopeOf(schemas, id, above);
  for (const each of way) scopes.set(each, scope);
  return scope;
}

// All schemas that judge the same object as this one: those that combine it, and all that these combine.
// Undefined where any name is welcome, or where the schema forbids rather than demands.
function scopeOf(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId, above: ReadonlyMap<SchemaId, readonly Combiner[]>): Scope | undefined {
  const combiners = new Set([start]);
  for (const id of combiners) {
    for (const combiner of above.get(id) ?? []) {
      if (combiner.negates) return undefined;
      combiners.add(combiner.id);
    }
  }
  const scope: Scope = { names: new Set(), patterns: [] };
  const judging = new Set(combiners);
  for (const id of judging) {
    const rules = schemas.get(id)?.rules;
    if (rules === undefined) continue;
    for (const { name } of rules.properties ?? []) scope.names.add(name);
    for (const { pattern } of rules.patternProperties ?? []) scope.patterns.push(pattern);
    const additional = rules.additionalProperties === undefined ? undefined : schemas.get(rules.additionalProperties);
    if (additional !== undefined && additional.rules.always === undefined) return undefined;
    for (const part of combinedBy(rules)) judging.add(part);
  }
  return scope;
}

interface Combiner {
  readonly id: SchemaId;
  readonly negates: boolean;
}

function combinersOf(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlyMap<SchemaId, readonly Combiner[]> {
  const above = new Map<SchemaId, Combiner[]>();
  for (const { id, rules } of schemas.values()) {
    for (const part of combinedBy(rules)) {
      const combiners = above.get(part) ?? [];
      combiners.push({ id, negates: part === rules.not });
      above.set(part, combiners);
    }
  }
  return above;
}

function combinedBy(rules: Rules): readonly SchemaId[] {
  const single = [rules.ref, rules.not, rules.if, rules.then, rules.else].filter((id) => id !== undefined);
  const dependent = (rules.dependentSchemas ?? []).map((one) => one.schema);
  return [...single, ...(rules.allOf ?? []), ...(rules.anyOf ?? []), ...(rules.oneOf ?? []), ...dependent];
}
