import { access, concat, type Fragment, type Json, type JsonType, literal, type SchemaId, stringLiteral } from "@parley/compiler";
import { areDisjoint, isFree, usefulBranches } from "./branches.js";
import { closureTests, forAll, itemsTest, member } from "./print-members.js";
import { needsVerdicts, restTests } from "./print-rests.js";
import { hasType } from "./plan-shapes.js";
import { support } from "./print-support.js";
import { commonTypes, type Objects, type Placed, type Program, type ProgramContext, programOf } from "./program.js";
import { sameJson } from "./same-json.js";
import { boundTests, formatTests, keepsRules, numberTests, stepTests, stringTests, typeTest } from "./scalar-tests.js";
import { tagOf } from "./tag.js";
import { all, always, any, atom, isAlways, isNever, negated, never, printTest, type Test } from "./test-expression.js";

/** What the tests of one file share: the constants and functions that stand beside the validators. */
export interface TestContext extends ProgramContext {
  /** A function that judges a value by schemas. */
  readonly predicate: (ids: readonly SchemaId[]) => Fragment;
  /** The constant of a pattern; undefined where it is no regular expression. */
  readonly pattern: (pattern: Placed<string>) => Fragment | undefined;
  /** A constant for a value that is compared as a whole, or for a long list of values. */
  readonly constant: (value: Json, by: SchemaId) => Fragment;
  readonly choice: (values: readonly Json[], by: SchemaId) => Fragment;
  /** A constant for names of members, called for a schema. */
  readonly names: (by: SchemaId, members: Names) => Fragment;
  /** What a schema would be called. */
  readonly nameOf: (id: SchemaId) => string;
  /** Names of conditions on the value itself that have been judged before. */
  readonly verdicts?: ReadonlyMap<SchemaId, string>;
}

/** Members of an object by their names: these, and all that match a pattern. */
export interface Names {
  readonly names: readonly string[];
  readonly patterns: readonly Placed<string>[];
}

/** What is known of a value before it is tested. */
export interface Known {
  readonly types?: ReadonlySet<JsonType>;
  readonly values?: readonly Json[];
}

/** The condition that a value, at an expression, keeps all rules of a program. */
export function testOf(context: TestContext, program: Program, at: string, known: Known = {}): Test {
  if (program.never) return never;
  if (needsVerdicts(context, program)) return atom(concat(context.predicate(program.ids), `(${at})`));
  const types = program.types === undefined ? known.types : commonTypes(known.types, program.types);
  if (types?.size === 0) return never;
  const values = program.values ?? known.values;
  const inner: Known = { ...(types === undefined ? {} : { types }), ...(values === undefined ? {} : { values }) };
  const tests = program.values === undefined ? [typedTest(context, program, at, known)] : [valuesTest(context, program, program.values, at, known)];
  for (const { is } of program.calls) tests.push(atom(concat(is, `(${at})`)));
  for (const ids of program.any) tests.push(any(branchTests(context, usefulBranches(context, ids), at, inner)));
  for (const ids of program.one) tests.push(oneTest(context, ids, at, inner));
  for (const id of program.not) tests.push(negated(branchTest(context, id, at, inner)));
  for (const { when, met, unmet } of program.conditions) {
    const holds = branchTest(context, when, at, inner);
    if (met !== undefined) tests.push(any([negated(holds), testOf(context, programOf(context, [met]), at, inner)]));
    if (unmet !== undefined) tests.push(any([holds, testOf(context, programOf(context, [unmet]), at, inner)]));
  }
  return all(tests);
}

/** The condition that a value is valid by another schema too; one that is judged already has a name. */
function branchTest(context: TestContext, id: SchemaId, at: string, known: Known): Test {
  const judged = at === "value" ? context.verdicts?.get(id) : undefined;
  return judged === undefined ? testOf(context, programOf(context, [id]), at, known) : atom(judged);
}

/**
 * The conditions of the branches of a union. Where a constant tells them apart, it is looked at before anything else of a branch, so that
 * no member is judged for a branch that was not meant; most validators look at their constants first themselves.
 */
function branchTests(context: TestContext, ids: readonly SchemaId[], at: string, known: Known): readonly Test[] {
  const tag = tagOf(context.protocol, ids);
  return ids.map((id, index) => {
    const test = branchTest(context, id, at, known);
    const value = tag?.values[index] ?? null;
    if (tag === undefined || typeof value === "object" || (test.kind === "atom" && startsWithTag(context, id, tag.name))) return test;
    const isObject = known.types?.size === 1 && known.types.has("object") ? always : typeTest("object", at);
    const name = textOf(at, tag.name);
    return all([any([negated(isObject), atom(concat(name, " === ", literal(value)), concat(name, " !== ", literal(value)))]), test]);
  });
}

/** True for a branch that is a declared object whose validator looks at the tag first. */
function startsWithTag(context: TestContext, id: SchemaId, tag: string): boolean {
  const [declaration, ...others] = programOf(context, [id]).calls;
  if (declaration === undefined || others.length > 0 || tag in Object.prototype) return false;
  const program = programOf(context, [declaration.schema.id], declaration);
  const isObject = program.types?.size === 1 && program.types.has("object");
  return isObject && program.objects.required.has(tag) && programOf(context, program.objects.properties.get(tag) ?? []).values?.length === 1;
}

/** The condition on one member of an object, or its absence where that is allowed. */
export function memberTest(context: TestContext, objects: Objects, name: string, at: string): Test {
  const program = programOf(context, objects.properties.get(name) ?? []);
  const test = testOf(context, program, at);
  if (!objects.required.has(name)) return isAlways(test) ? always : any([atom(`${at} === undefined`, `${at} !== undefined`), test]);
  return rejectsUndefined(context, program) ? test : all([atom(`${at} !== undefined`, `${at} === undefined`), test]);
}

/** The conditions on an object beside those on its members one by one. */
export function wholeTests(context: TestContext, objects: Objects, at: string): readonly Test[] {
  const tests: Test[] = [];
  for (const id of objects.names) tests.push(forAll(context, [id], (is) => concat(support("everyName"), `(${at}, `, is, ")")));
  for (const closure of objects.closures) tests.push(...closureTests(context, closure, at));
  tests.push(...restTests(context, objects.rests, "properties", at));
  tests.push(...boundTests(objects, concat(support("memberCount"), `(${at})`)));
  const absent = (name: string): Test => atom(concat(member(at, name), " === undefined"), concat(member(at, name), " !== undefined"));
  for (const { property, required } of objects.dependentRequired) tests.push(any([absent(property), all(required.map((name) => negated(absent(name))))]));
  for (const { name, schema } of objects.dependentSchemas) {
    tests.push(any([absent(name), testOf(context, programOf(context, [schema]), at, { types: new Set(["object"]) })]));
  }
  return tests.filter((test) => !isAlways(test));
}

/** True where no value that is absent passes. */
export function rejectsUndefined(context: ProgramContext, program: Program, seen = new Set<string>()): boolean {
  if (program.never || program.types !== undefined || program.values !== undefined) return true;
  const rejects = (ids: readonly SchemaId[]): boolean => {
    const key = ids.join("\n");
    if (seen.has(key)) return false;
    seen.add(key);
    return rejectsUndefined(context, programOf(context, ids), seen);
  };
  if ([...program.calls].some((declaration) => !seen.has(declaration.name) && rejectsCall(declaration))) return true;
  return [...program.any, ...program.one].some((branches) => branches.every((id) => rejects([id])));

  function rejectsCall(declaration: Parameters<Program["calls"]["add"]>[0]): boolean {
    seen.add(declaration.name);
    return rejectsUndefined(context, programOf(context, [declaration.schema.id], declaration), seen);
  }
}

const allTypes: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

function typedTest(context: TestContext, program: Program, at: string, known: Known): Test {
  const rulesFor = (type: JsonType): Test => all(testsOfType(context, program, type, at));
  const isKnown = (type: JsonType): boolean => known.types?.size === 1 && commonTypes(known.types, new Set([type])).has([...known.types][0] ?? "null");
  if (program.types === undefined) {
    if (isFree(program)) return always;
    const possible = known.types === undefined ? allTypes : [...known.types];
    return all(possible.map((type) => (isKnown(type) ? rulesFor(type) : guarded(typeTest(type, at), rulesFor(type)))));
  }
  const types = [...commonTypes(known.types, program.types)];
  return any(types.map((type) => all([isKnown(type) ? always : typeTest(type, at), rulesFor(type)])));
}

function guarded(test: Test, rules: Test): Test {
  return isAlways(rules) ? always : any([negated(test), rules]);
}

function testsOfType(context: TestContext, program: Program, type: JsonType, at: string): readonly Test[] {
  if (type === "string") return stringTests(program, at, context.pattern);
  if (type === "number" || type === "integer") return numberTests(program, type, at);
  if (type === "array") return arrayTests(context, program, at);
  if (type !== "object") return [];
  const names = new Set([...program.objects.properties.keys(), ...program.objects.required]);
  const members = [...names].map((name) => memberTest(context, program.objects, name, textOf(at, name)));
  return [...members.filter((test) => !isAlways(test)), ...wholeTests(context, program.objects, at)];
}

// Only reached for objects that are not declared; a name that objects inherit is read by hasOwn, so no import is needed.
function textOf(at: string, name: string): string {
  return name in Object.prototype ? `(Object.hasOwn(${at}, ${stringLiteral(name)}) ? ${access(at, name)} : undefined)` : access(at, name);
}

function arrayTests(context: TestContext, { arrays }: Program, at: string): readonly Test[] {
  const tests: Test[] = [];
  tests.push(...boundTests(arrays, concat(at, ".length")));
  for (const { first, rest } of arrays.sequences) {
    first.forEach((id, index) => {
      const there = atom(`${at}.length > ${index}`, `${at}.length <= ${index}`);
      tests.push(guarded(there, testOf(context, programOf(context, [id]), `${at}[${index}]`)));
    });
    if (rest === undefined) continue;
    tests.push(itemsTest(context, first.length, rest, at));
  }
  if (arrays.unique) tests.push(atom(concat(support("allDifferent"), `(${at})`)));
  for (const { schema, least, most } of arrays.contains) {
    tests.push(atom(concat(support("countWithin"), `(${at}, `, context.predicate([schema]), `, ${least}, ${most})`)));
  }
  tests.push(...restTests(context, arrays.rests, "items", at));
  return tests.filter((test) => !isAlways(test));
}

/** Few values are compared one by one; what a value's rules decide already is decided here. */
function valuesTest(context: TestContext, program: Program, values: readonly Json[], at: string, known: Known): Test {
  const possible = values.filter((value) => known.types === undefined || [...known.types].some((type) => hasType(value, type)));
  const kept = possible.filter((value) => keepsRules(program, value) && (known.values === undefined || isAmong(value, known.values)));
  if (known.values?.every((value) => isAmong(value, kept)) === true) return always;
  const primitive = kept.every((value) => typeof value !== "object" || value === null);
  if (primitive && kept.length > 6) return all([atom(concat(context.choice(kept, program.valuesOf ?? ""), `.has(${at})`)), ...laterTests(program, at)]);
  const tests = kept.map((value) => {
    if (typeof value === "object" && value !== null) return atom(concat(support("equal"), `(${at}, `, context.constant(value, program.valuesOf ?? ""), ")"));
    return atom(concat(`${at} === `, literal(value)), concat(`${at} !== `, literal(value)));
  });
  const structured = primitive ? [] : [typedTest(context, { ...program, types: program.types ?? new Set(allTypes) }, at, {})];
  return all([any(tests), ...laterTests(program, at), ...structured]);
}

/** What cannot be judged in advance of a value that is known in advance. */
function laterTests({ strings, numbers }: Program, at: string): readonly Test[] {
  const formats = all(formatTests(strings.formats, at));
  const steps = all(stepTests(numbers.steps, at));
  return [guarded(typeTest("string", at), formats), guarded(typeTest("number", at), steps)].filter((test) => !isAlways(test));
}

function isAmong(value: Json, values: readonly Json[]): boolean {
  return values.some((candidate) => sameJson(candidate, value));
}

function oneTest(context: TestContext, ids: readonly SchemaId[], at: string, known: Known): Test {
  const tests = branchTests(context, ids, at, known);
  const open = tests.filter((test) => !isAlways(test) && !isNever(test));
  const certain = tests.filter(isAlways).length;
  if (certain > 0) return certain > 1 ? never : all(open.map(negated));
  if (open.length < 2 || areDisjoint(context, ids, known.types)) return any(open);
  const sum = open.flatMap((test, index) => [index === 0 ? "" : " + ", concat("Number(", printTest(test), ")")]);
  return atom(concat(...sum, " === 1"), concat(...sum, " !== 1"));
}
