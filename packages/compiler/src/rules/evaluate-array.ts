import type { Json } from "../model/json.js";
import { issue, type Issue, type Visit } from "./issue.js";
import { canonicalJson } from "./json-value.js";

/** Validation 6.4 and Core 10.3.1: keywords for arrays. */
export function* arrayIssues(visit: Visit<readonly Json[]>): Iterable<Issue> {
  const { value, pointer, judge } = visit;
  const { minItems, maxItems, uniqueItems, prefixItems = [], items } = visit.schema.rules;
  const found = count(value.length);
  if (minItems !== undefined && value.length < minItems) yield issue(visit, "minItems", `at least ${count(minItems)}`, found);
  if (maxItems !== undefined && value.length > maxItems) yield issue(visit, "maxItems", `at most ${count(maxItems)}`, found);
  if (uniqueItems === true) yield* repeated(visit);
  for (const [index, one] of value.entries()) {
    const schema = prefixItems[index] ?? items;
    if (schema === undefined) continue;
    visit.evaluated?.add(String(index));
    yield* judge(schema, one, `${pointer}/${String(index)}`);
  }
  yield* containsIssues(visit);
}

function* containsIssues(visit: Visit<readonly Json[]>): Iterable<Issue> {
  const { contains, minContains = 1, maxContains } = visit.schema.rules;
  if (contains === undefined) return;
  let matching = 0;
  for (const [index, one] of visit.value.entries()) {
    if (visit.judge(contains, one, `${visit.pointer}/${String(index)}`).length > 0) continue;
    matching += 1;
    visit.evaluated?.add(String(index));
  }
  if (matching < minContains) {
    const keyword = visit.schema.rules.minContains === undefined ? "contains" : "minContains";
    yield issue(visit, keyword, `at least ${String(minContains)} matching "contains"`, String(matching));
  }
  if (maxContains !== undefined && matching > maxContains) {
    yield issue(visit, "maxContains", `at most ${String(maxContains)} matching "contains"`, String(matching));
  }
}

function* repeated(visit: Visit<readonly Json[]>): Iterable<Issue> {
  const first = new Map<string, number>();
  for (const [index, one] of visit.value.entries()) {
    const text = canonicalJson(one);
    const before = first.get(text);
    if (before === undefined) first.set(text, index);
    else yield issue(visit, "uniqueItems", "no item twice", `item ${String(index)} equal to item ${String(before)}`);
  }
}

function count(items: number): string {
  return items === 1 ? "1 item" : `${String(items)} items`;
}
