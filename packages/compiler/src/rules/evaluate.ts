import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { arrayIssues } from "./evaluate-array.js";
import { combinationIssues } from "./evaluate-combination.js";
import { numberIssues } from "./evaluate-number.js";
import { objectIssues } from "./evaluate-object.js";
import { stringIssues } from "./evaluate-string.js";
import { unevaluatedIssues } from "./evaluate-unevaluated.js";
import { issue, type Issue, type Judge, type Visit } from "./issue.js";
import { describeTypes, hasType, isArray, isObject, sameJson, show } from "./json-value.js";

/**
 * Judges a value by a schema, plainly, keyword by keyword: every issue, in the order of the schema; empty where the value is valid.
 * Formats are asserted where they are known. What is nested deeper than the limit is an issue of its own (`depth`).
 *
 * @see JSON Schema 2020-12, Core 10 and Validation 6, 7
 */
export function evaluate(schemas: ReadonlyMap<SchemaId, Schema>, schema: SchemaId, value: Json): readonly Issue[] {
  // A schema that leads back to itself at the same place says nothing new, and one that is reached twice is judged once.
  const known = new Map<string, Known>();
  let depth = 0;
  const schemaOf = (id: SchemaId) => schemas.get(id);
  const judge: Judge = (id, part, pointer, wanted) => {
    const found = schemas.get(id);
    if (found === undefined) return [];
    const key = `${pointer}\n${id}`;
    let before = known.get(key);
    if (before === undefined || (before.evaluated === undefined && wanted !== undefined)) {
      const evaluated = wanted !== undefined || asksForRest(found) ? new Set<string>() : undefined;
      known.set(key, { issues: [], evaluated });
      depth += 1;
      const visit: Visit<Json> = { schema: found, value: part, pointer, judge, schemaOf, evaluated };
      before = { issues: depth > maxDepth ? [tooDeep(visit)] : unique(issuesOf(visit)), evaluated };
      depth -= 1;
      known.set(key, before);
    }
    if (before.issues.length === 0) for (const member of before.evaluated ?? []) wanted?.add(member);
    return before.issues;
  };
  return judge(schema, value, "");
}

interface Known {
  readonly issues: readonly Issue[];
  readonly evaluated: Set<string> | undefined;
}

function asksForRest({ rules }: Schema): boolean {
  return rules.unevaluatedItems !== undefined || rules.unevaluatedProperties !== undefined;
}

// Deep enough for any message, shallow enough for the stack.
const maxDepth = 512;

function tooDeep(visit: Visit<Json>): Issue {
  return issue(visit, "depth", `at most ${String(maxDepth)} schemas deep`, "more");
}

function* issuesOf(visit: Visit<Json>): Iterable<Issue> {
  const { value, pointer } = visit;
  const { rules } = visit.schema;
  if (rules.always === false) yield issue(visit, "false", "nothing", show(value));
  if (rules.type !== undefined && !rules.type.some((type) => hasType(value, type))) {
    yield issue(visit, "type", describeTypes(rules.type), show(value));
    return;
  }
  if (rules.const !== undefined && !sameJson(rules.const.value, value)) {
    yield issue(visit, "const", show(rules.const.value), show(value));
  }
  if (rules.enum !== undefined && !rules.enum.some((one) => sameJson(one, value))) {
    yield issue(visit, "enum", oneOf(rules.enum), show(value));
  }
  if (rules.ref !== undefined) yield* visit.judge(rules.ref, value, pointer, visit.evaluated);
  if (typeof value === "number") yield* numberIssues({ ...visit, value });
  else if (typeof value === "string") yield* stringIssues({ ...visit, value });
  else if (isArray(value)) yield* arrayIssues({ ...visit, value });
  else if (isObject(value)) yield* objectIssues({ ...visit, value });
  yield* combinationIssues(visit);
  yield* unevaluatedIssues(visit);
}

function oneOf(values: readonly Json[]): string {
  return values.length === 1 ? values.map(show).join() : `one of ${values.map(show).join(", ")}`;
}

// Two branches of allOf may lead to the same demand.
function unique(issues: Iterable<Issue>): readonly Issue[] {
  const seen = new Map<string, Issue>();
  for (const one of issues) {
    const key = `${one.pointer}\n${one.at}\n${one.expected}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
