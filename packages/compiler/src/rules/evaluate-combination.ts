import type { Json } from "../model/json.js";
import type { SchemaId } from "../model/schema.js";
import { issue, type Issue, type Visit } from "./issue.js";
import { show } from "./json-value.js";

/** Core 10.2: schemas that are applied to the same value. */
export function* combinationIssues(visit: Visit<Json>): Iterable<Issue> {
  const { value, pointer, judge, evaluated } = visit;
  const { allOf = [], anyOf, oneOf, not, if: condition, then, else: otherwise } = visit.schema.rules;
  for (const branch of allOf) yield* judge(branch, value, pointer, evaluated);
  if (anyOf !== undefined) {
    const verdicts = anyOf.map((branch) => judge(branch, value, pointer, evaluated));
    if (verdicts.every((issues) => issues.length > 0)) yield* nearestBranch(visit, "anyOf", anyOf, verdicts);
  }
  if (oneOf !== undefined) {
    const verdicts = oneOf.map((branch) => judge(branch, value, pointer, evaluated));
    const matching = verdicts.filter((issues) => issues.length === 0).length;
    if (matching === 0) yield* nearestBranch(visit, "oneOf", oneOf, verdicts);
    if (matching > 1) yield issue(visit, "oneOf", `exactly one of ${namesOf(visit, oneOf)}`, `${String(matching)} of them`);
  }
  if (not !== undefined && judge(not, value, pointer).length === 0) yield issue(visit, "not", "anything else", show(value));
  if (condition !== undefined) {
    const next = judge(condition, value, pointer, evaluated).length === 0 ? then : otherwise;
    if (next !== undefined) yield* judge(next, value, pointer, evaluated);
  }
}

// Of the branches that agree with the value's type and constants, the one with the fewest issues is the one its author meant: they say more.
function nearestBranch(visit: Visit<Json>, keyword: "anyOf" | "oneOf", branches: readonly SchemaId[], verdicts: readonly (readonly Issue[])[]): readonly Issue[] {
  const meant = verdicts.filter((issues) => !issues.some((one) => tellsApart(one, visit.pointer))).sort((one, other) => one.length - other.length);
  const [nearest, next] = meant;
  if (nearest !== undefined && nearest.length !== next?.length) return nearest;
  return [issue(visit, keyword, `${keyword === "anyOf" ? "any" : "one"} of ${namesOf(visit, branches)}`, show(visit.value))];
}

function tellsApart(one: Issue, pointer: string): boolean {
  if (one.keyword === "type" || one.keyword === "false") return one.pointer === pointer;
  return one.keyword === "const" || (one.keyword === "enum" && one.pointer === pointer);
}

function namesOf(visit: Visit<Json>, branches: readonly SchemaId[]): string {
  const names = branches.map((branch) => {
    const schema = visit.schemaOf(branch);
    const target = schema?.rules.ref === undefined ? schema : visit.schemaOf(schema.rules.ref);
    return schema?.name ?? target?.name ?? schema?.notes.title;
  });
  return names.every((name) => name !== undefined) ? names.join(", ") : `${String(branches.length)} alternatives`;
}
