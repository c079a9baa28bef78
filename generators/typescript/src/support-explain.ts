import { section, type SupportSection } from "./support-section.js";

/** The one function that says why a value breaks a table of rules, and its parts: a keyword has its place in one of them. */
export const explainSections: readonly SupportSection[] = [
  section("explain", ["Issue", "Rules", "Visit", "judge"], String.raw`
/** Why the value breaks the rules: every issue, in the order of the specification. Empty when it keeps them. */
export function explain(rules: Rules, value: unknown): readonly Issue[] {
  return judge(() => rules, "", value, "", { known: new Map() });
}
`),
  section("Visit", ["Issue", "Rules"], String.raw`
/** What of a value has been judged: names of members, indices of items. */
type Evaluated = Set<string | number>;

/** Goes along while one value is explained. */
interface Run {
  /** What is known of objects and arrays by their rules and their place: none is judged twice by the same rules. */
  readonly known: Map<Rules, Map<string, Judged>>;
  /** Takes what rules judge of a value, where another rule asks for the rest. */
  readonly evaluated?: Evaluated | undefined;
}

interface Judged {
  readonly issues: Issue[];
  readonly evaluated: Evaluated | undefined;
}

/** One value at its place, and the rules for it at theirs. */
interface Visit extends Run {
  readonly rules: Rules;
  readonly at: string;
  readonly pointer: string;
  readonly value: unknown;
  readonly issues: Issue[];
}
`, "type"),
  section("judge", ["Visit", "Schema", "judgeOnce", "show", "isRecord"], String.raw`
function judge(schema: Schema, at: string, value: unknown, pointer: string, run: Run): Issue[] {
  if (schema === true) return [];
  const rules: Rules = typeof schema === "function" ? schema() : schema === false ? { never: true } : schema;
  // Several ways may lead to rules that have a name, and to no others.
  const places = typeof schema === "function" && typeof value === "object" && value !== null ? placesOf(rules, run) : undefined;
  let judged = places?.get(pointer);
  if (judged === undefined || (judged.evaluated === undefined && run.evaluated !== undefined)) {
    const asks = run.evaluated !== undefined || rules.unevaluatedItems !== undefined || rules.unevaluatedProperties !== undefined;
    const evaluated = asks ? new Set<string | number>() : undefined;
    // Rules that lead back to themselves at the same place say nothing new.
    places?.set(pointer, { issues: [], evaluated });
    judged = { issues: judgeOnce(rules, at, value, pointer, { known: run.known, evaluated }), evaluated };
    places?.set(pointer, judged);
  }
  if (judged.issues.length === 0) for (const member of judged.evaluated ?? []) run.evaluated?.add(member);
  return judged.issues;
}

function placesOf(rules: Rules, { known }: Run): Map<string, Judged> {
  const places = known.get(rules) ?? new Map<string, Judged>();
  known.set(rules, places);
  return places;
}
`),
  section("judgeOnce", ["append", "Visit", "Schema", "explainNumber", "explainString", "explainArray", "explainObject", "explainForms", "explainRests", "hasType", "equal", "isRecord", "show", "add"], String.raw`
function judgeOnce(rules: Rules, at: string, value: unknown, pointer: string, run: Run): Issue[] {
  const issues: Issue[] = [];
  const visit: Visit = { ...run, rules, at: rules.at ?? at, pointer, value, issues };
  if (rules.never === true) {
    issues.push({ pointer, keyword: "false", expected: "nothing", found: show(value), at: visit.at });
    return issues;
  }
  const types = typeof rules.type === "string" ? [rules.type] : rules.type;
  if (types !== undefined && !types.some((type) => hasType(value, type))) {
    add(visit, "type", types.map((type) => articles[type] ?? type).join(" or "));
    return issues;
  }
  if ("const" in rules && !equal(rules.const, value)) add(visit, "const", show(rules.const));
  if (rules.enum !== undefined && !rules.enum.some((one) => equal(one, value))) add(visit, "enum", rules.enum.map(show).join(", "));
  if (rules.$ref !== undefined) within(visit, rules.$ref, "/$ref");
  if (typeof value === "number") explainNumber(visit, value);
  else if (typeof value === "string") explainString(visit, value);
  else if (Array.isArray(value)) explainArray(visit, value);
  else if (isRecord(value)) explainObject(visit, value);
  explainForms(visit);
  explainRests(visit);
  const combines = rules.$ref ?? rules.allOf ?? rules.anyOf ?? rules.oneOf ?? rules.if ?? rules.dependentSchemas;
  return combines === undefined ? issues : different(issues);
}

/** Two branches of allOf may lead to the same demand. */
function different(issues: Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ pointer, keyword, expected }) => {
    const key = pointer + " " + keyword + " " + expected;
    return seen.size !== seen.add(key).size;
  });
}

const articles: { readonly [type: string]: string } = {
  array: "an array",
  boolean: "a boolean",
  integer: "an integer",
  number: "a number",
  object: "an object",
  string: "a string",
};
`),
  section("hasType", ["isRecord", "isNumber", "isInteger"], String.raw`
function hasType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return isInteger(value);
  return type === "number" ? isNumber(value) : typeof value === type;
}
`),
  section("explainNumber", ["Visit", "add", "isMultipleOf"], String.raw`
function explainNumber(visit: Visit, value: number): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = visit.rules;
  if (minimum !== undefined && value < minimum) add(visit, "minimum", ">= " + minimum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) add(visit, "exclusiveMinimum", "> " + exclusiveMinimum);
  if (maximum !== undefined && value > maximum) add(visit, "maximum", "<= " + maximum);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) add(visit, "exclusiveMaximum", "< " + exclusiveMaximum);
  if (multipleOf !== undefined && !isMultipleOf(value, multipleOf)) add(visit, "multipleOf", "a multiple of " + multipleOf);
}
`),
  section("explainString", ["Visit", "add", "codePoints"], String.raw`
function explainString(visit: Visit, value: string): void {
  const { minLength = 0, maxLength = Infinity, pattern, format } = visit.rules;
  if (minLength > 0 || maxLength < Infinity) {
    const points = codePoints(value);
    if (points < minLength) add(visit, "minLength", "at least " + counted(minLength, "character"), counted(points, "character"));
    if (points > maxLength) add(visit, "maxLength", "at most " + counted(maxLength, "character"), counted(points, "character"));
  }
  if (pattern !== undefined && !pattern.test(value)) add(visit, "pattern", "text matching " + pattern.source);
  if (format !== undefined && formats[format]?.(value) === false) add(visit, "format", "a text of format " + format);
}
`),
  section("explainArray", ["Visit", "add", "judge", "allDifferent", "counted"], String.raw`
function explainArray(visit: Visit, value: readonly unknown[]): void {
  const { minItems = 0, maxItems = Infinity, uniqueItems, prefixItems = [], items, contains } = visit.rules;
  if (value.length < minItems) add(visit, "minItems", "at least " + counted(minItems, "item"), counted(value.length, "item"));
  if (value.length > maxItems) add(visit, "maxItems", "at most " + counted(maxItems, "item"), counted(value.length, "item"));
  if (uniqueItems === true && !allDifferent(value)) add(visit, "uniqueItems", "no item twice", "equal items");
  value.forEach((item, index) => {
    const first = prefixItems[index];
    if (first !== undefined) below(visit, first, "/prefixItems/" + index, item, index);
    else if (items !== undefined) below(visit, items, "/items", item, index);
  });
  if (contains === undefined) return;
  const { minContains = 1, maxContains = Infinity } = visit.rules;
  let count = 0;
  value.forEach((item, index) => {
    if (judge(contains, "", item, visit.pointer + "/" + index, { known: visit.known }).length > 0) return;
    count += 1;
    visit.evaluated?.add(index);
  });
  const keyword = visit.rules.minContains === undefined ? "contains" : "minContains";
  if (count < minContains) add(visit, keyword, "at least " + minContains + " matching", String(count));
  if (count > maxContains) add(visit, "maxContains", "at most " + maxContains + " matching", String(count));
}
`),
  section("explainObject", ["Visit", "add", "below", "explainOthers", "judge", "counted", "memberCount", "read"], String.raw`
function explainObject(visit: Visit, value: Record<string, unknown>): void {
  const { required = [], properties = {}, minProperties = 0, maxProperties = Infinity } = visit.rules;
  const missing = new Set(required.filter((name) => read(value, name) === undefined));
  for (const name of Object.keys(properties)) {
    const member = read(value, name);
    if (member !== undefined) below(visit, properties[name] ?? true, "/properties/" + escaped(name), member, name);
    else if (missing.delete(name)) explainMissing(visit, "required", name);
  }
  for (const name of missing) explainMissing(visit, "required", name);
  explainOthers(visit, value);
  const count = memberCount(value);
  if (count < minProperties) add(visit, "minProperties", "at least " + minProperties + " properties", String(count));
  if (count > maxProperties) add(visit, "maxProperties", "at most " + maxProperties + " properties", String(count));
  for (const [name, others] of Object.entries(visit.rules.dependentRequired ?? {})) {
    if (read(value, name) === undefined) continue;
    for (const other of others) if (read(value, other) === undefined) explainMissing(visit, "dependentRequired", other);
  }
  for (const [name, schema] of Object.entries(visit.rules.dependentSchemas ?? {})) {
    if (read(value, name) !== undefined) within(visit, schema, "/dependentSchemas/" + escaped(name));
  }
}

function explainMissing(visit: Visit, keyword: string, name: string): void {
  add(visit, keyword, 'property "' + name + '"', "nothing", visit.pointer + "/" + escaped(name));
}
`),
  section("explainOthers", ["Visit", "below", "judge", "add", "show"], String.raw`
function explainOthers(visit: Visit, value: Record<string, unknown>): void {
  const { properties = {}, patternProperties = [], additionalProperties, propertyNames } = visit.rules;
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (propertyNames !== undefined && judge(propertyNames, "", name, "", visit).length > 0) {
      add(visit, "propertyNames", "another name", show(name), visit.pointer + "/" + escaped(name));
    }
    const matching = patternProperties.filter(({ pattern }) => pattern.test(name));
    for (const { pattern, schema } of matching) below(visit, schema, "/patternProperties/" + escaped(pattern.source), member, name);
    if (additionalProperties === undefined || matching.length > 0 || Object.hasOwn(properties, name)) continue;
    visit.evaluated?.add(name);
    if (additionalProperties !== false) below(visit, additionalProperties, "/additionalProperties", member, name);
    else add(visit, "additionalProperties", "no such property", show(name), visit.pointer + "/" + escaped(name));
  }
}
`),
  section("add", ["Visit", "show"], String.raw`
function add(visit: Visit, keyword: string, expected: string, found = show(visit.value), pointer = visit.pointer): void {
  visit.issues.push({ pointer, keyword, expected, found, at: visit.at + "/" + keyword });
}
`),
  section("append", ["Issue"], String.raw`
/** Not by spreading: there may be more issues than a call takes arguments. */
function append(issues: Issue[], more: readonly Issue[]): void {
  for (const issue of more) issues.push(issue);
}
`),
  section("within", ["append", "Visit", "judge"], String.raw`
function within(visit: Visit, schema: Schema, step: string): void {
  append(visit.issues, judgeHere(visit, schema, step));
}

function judgeHere(visit: Visit, schema: Schema, step: string): Issue[] {
  return judge(schema, visit.at + step, visit.value, visit.pointer, visit);
}
`),
  section("below", ["append", "Visit", "judge", "escaped"], String.raw`
function below(visit: Visit, schema: Schema, step: string, value: unknown, name: string | number): void {
  visit.evaluated?.add(name);
  append(visit.issues, judge(schema, visit.at + step, value, visit.pointer + "/" + escaped(String(name)), { known: visit.known }));
}
`),
  section("read", [], String.raw`
/** A member; what every object inherits is none. */
function read(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) || !(name in Object.prototype) ? record[name] : undefined;
}
`),
  section("escaped", [], String.raw`
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
`),
  section("counted", [], String.raw`
function counted(count: number, noun: string): string {
  return count + " " + noun + (count === 1 ? "" : "s");
}
`),
  section("show", ["isRecord"], String.raw`
/** A value in a few words. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "an array";
  if (isRecord(value)) return Object.keys(value).length === 0 ? "{}" : "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= 60 ? text : text.slice(0, 56).replace(/[\ud800-\udbff]$/, "") + '..."';
}
`),
];
