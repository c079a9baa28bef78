import type { Json } from "../model/json.js";
import type { SchemaId } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { issue, type Issue, type Visit } from "./issue.js";
import { isArray, isObject, show } from "./json-value.js";

/** Core 11: what no keyword of the schema, or of those that it applies to the same value, has judged. Comes last of all keywords. */
export function* unevaluatedIssues(visit: Visit<Json>): Iterable<Issue> {
  const { value, evaluated = new Set() } = visit;
  const { unevaluatedItems, unevaluatedProperties } = visit.schema.rules;
  const left = (names: readonly string[]): readonly string[] => names.filter((name) => !evaluated.has(name));
  if (isArray(value) && unevaluatedItems !== undefined) {
    for (const name of left([...value.keys()].map(String))) yield* restIssues(visit, "unevaluatedItems", unevaluatedItems, name, value[Number(name)] ?? null);
  } else if (isObject(value) && unevaluatedProperties !== undefined) {
    for (const name of left(Object.keys(value))) yield* restIssues(visit, "unevaluatedProperties", unevaluatedProperties, name, value[name] ?? null);
  }
}

function restIssues(visit: Visit<Json>, keyword: string, schema: SchemaId, name: string, value: Json): readonly Issue[] {
  const place = `${visit.pointer}/${escapeToken(name)}`;
  visit.evaluated?.add(name);
  if (visit.schemaOf(schema)?.rules.always !== false) return visit.judge(schema, value, place);
  return [issue(visit, keyword, keyword === "unevaluatedItems" ? "no such item" : "no such property", keyword === "unevaluatedItems" ? show(value) : show(name), place)];
}
