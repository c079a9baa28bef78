import type { Json } from "../model/json.js";
import { escapeToken } from "../source/json-pointer.js";
import { matchesPattern } from "../text/pattern-form.js";
import { issue, type Issue, type Visit } from "./issue.js";
import { show, type JsonObject } from "./json-value.js";

/** Validation 6.5 and Core 10.3.2: keywords for objects. */
export function* objectIssues(visit: Visit<JsonObject>): Iterable<Issue> {
  const { value, pointer, judge } = visit;
  const { rules } = visit.schema;
  yield* sizeIssues(visit);
  for (const name of rules.required ?? []) {
    if (!Object.hasOwn(value, name)) yield issue(visit, "required", `property "${name}"`, "nothing", below(pointer, name));
  }
  for (const { property, required } of rules.dependentRequired ?? []) {
    if (!Object.hasOwn(value, property)) continue;
    for (const name of required) {
      if (!Object.hasOwn(value, name)) yield issue(visit, "dependentRequired", `property "${name}"`, "nothing", below(pointer, name));
    }
  }
  for (const { name, schema } of rules.properties ?? []) {
    if (!Object.hasOwn(value, name)) continue;
    visit.evaluated?.add(name);
    yield* judge(schema, value[name] ?? null, below(pointer, name));
  }
  yield* otherIssues(visit);
  for (const { name, schema } of rules.dependentSchemas ?? []) {
    if (Object.hasOwn(value, name)) yield* judge(schema, value, pointer, visit.evaluated);
  }
}

// patternProperties, additionalProperties and propertyNames: demands on properties by their names.
function* otherIssues(visit: Visit<JsonObject>): Iterable<Issue> {
  const { value, pointer, judge } = visit;
  const { properties = [], patternProperties = [], additionalProperties, propertyNames } = visit.schema.rules;
  if (patternProperties.length === 0 && additionalProperties === undefined && propertyNames === undefined) return;
  const declared = new Set(properties.map((one) => one.name));
  for (const [name, one] of Object.entries(value)) {
    const place = below(pointer, name);
    const verdicts = patternProperties.map(({ pattern, schema }) => ({ schema, matching: matchesPattern(pattern, name) }));
    for (const { schema, matching } of verdicts) {
      if (matching === false) continue;
      visit.evaluated?.add(name);
      if (matching === true) yield* judge(schema, one, place);
    }
    if (additionalProperties !== undefined && !declared.has(name) && verdicts.every(({ matching }) => matching === false)) {
      visit.evaluated?.add(name);
      yield* additionalIssues(visit, additionalProperties, name, one);
    }
    if (propertyNames !== undefined) {
      // A name is a value of its own: the place is one that no pointer has.
      for (const wrong of judge(propertyNames, name, `${place}~name`)) {
        yield issue(visit, "propertyNames", `a name that is ${wrong.expected}`, show(name), place);
      }
    }
  }
}

function additionalIssues(visit: Visit<JsonObject>, schema: string, name: string, value: Json): readonly Issue[] {
  const place = below(visit.pointer, name);
  if (visit.schemaOf(schema)?.rules.always !== false) return visit.judge(schema, value, place);
  return [issue(visit, "additionalProperties", "no such property", `"${name}"`, place)];
}

function* sizeIssues(visit: Visit<JsonObject>): Iterable<Issue> {
  const { minProperties, maxProperties } = visit.schema.rules;
  if (minProperties === undefined && maxProperties === undefined) return;
  const size = Object.keys(visit.value).length;
  if (minProperties !== undefined && size < minProperties) yield issue(visit, "minProperties", `at least ${count(minProperties)}`, count(size));
  if (maxProperties !== undefined && size > maxProperties) yield issue(visit, "maxProperties", `at most ${count(maxProperties)}`, count(size));
}

function below(pointer: string, name: string): string {
  return `${pointer}/${escapeToken(name)}`;
}

function count(properties: number): string {
  return properties === 1 ? "1 property" : `${String(properties)} properties`;
}
