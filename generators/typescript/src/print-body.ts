import { access, type Code, code, type Fragment, literal, objectLiteral, propertyKey } from "@parley/compiler";
import { localNames } from "./local-names.js";
import { member } from "./print-members.js";
import { needsVerdicts, restStatements, withoutRests } from "./print-rests.js";
import { support } from "./print-support.js";
import { type Known, memberTest, testOf, type TestContext, wholeTests } from "./print-test.js";
import { type Program, programOf } from "./program.js";
import { typeTest } from "./scalar-tests.js";
import { tagOf } from "./tag.js";
import { any, isAlways, isConstant, negated, printFailure, printTest, type Test } from "./test-expression.js";

/** What a function holds that says whether its value keeps all rules of a program. */
export interface Body {
  /** False where the value does not matter. */
  readonly reads: boolean;
  readonly statements: Fragment;
}

export function bodyOf(context: TestContext, program: Program): Body {
  if (isObjectOnly(program) && program.objects.properties.size + program.objects.required.size > 0) {
    return { reads: true, statements: printMembers(context, program) };
  }
  if (needsVerdicts(context, program)) return { reads: true, statements: printVerdicts(context, program) };
  const test = testOf(context, program, "value");
  if (isConstant(test)) return { reads: false, statements: code`return ${printTest(test)};` };
  return { reads: true, statements: printSwitch(context, program) ?? code`return ${printTest(test)};` };
}

/** A value of any type of which some members are judged only where branches hold. */
function printVerdicts(context: TestContext, program: Program): Fragment {
  const [only, ...others] = program.types ?? [];
  const type = others.length === 0 && (only === "array" || only === "object") ? only : undefined;
  const known: Known = type === undefined ? {} : { types: new Set([type]) };
  const { verdicts, judging, ofMembers } = restStatements(context, program, known, new Set());
  const { properties, items } = ofMembers;
  const test = testOf({ ...context, verdicts }, withoutRests(program), "value", known);
  const within = (test: Test, statements: readonly Code[]): Fragment => {
    if (statements.length === 0) return "";
    return code`
      if (${printTest(test)}) {
        ${statements}
      }
    `;
  };
  return [
    ...(type === undefined ? [] : [printFailure(negated(typeTest(type, "value")))]),
    ...judging,
    // Before the tests: these may leave the compiler with a type that has no index.
    type === "object" ? properties : within(typeTest("object", "value"), properties),
    type === "array" ? items : within(typeTest("array", "value"), items),
    code`return ${printTest(test)};`,
  ];
}

/** An object, member by member: constants first, for they tell most messages apart. */
function printMembers(context: TestContext, program: Program): Fragment {
  const { objects } = program;
  const names = [...new Set([...objects.properties.keys(), ...objects.required])];
  const isTag = (name: string): boolean => objects.required.has(name) && programOf(context, objects.properties.get(name) ?? []).values?.length === 1;
  const tags = names.filter((name) => isTag(name) && !(name in Object.prototype));
  const locals = localNames(names);
  const local = (name: string): string => locals.get(name) ?? name;
  const tests = names
    .filter((name) => !tags.includes(name))
    .map((name) => ({ name, test: memberTest(context, objects, name, local(name)) }))
    .filter(({ test }) => !isAlways(test));
  const read = tests.map(({ name }) => name);
  const plain = read.filter((name) => !(name in Object.prototype));
  const bindings = plain.map((name) => (local(name) === name ? name : `${propertyKey(name)}: ${local(name)}`));
  const inherited = read.filter((name) => name in Object.prototype);
  const known: Known = { types: new Set(["object"]) };
  const rests = needsVerdicts(context, program) ? restStatements(context, program, known, new Set(tests.map(({ name }) => local(name)))) : undefined;
  const inner = rests === undefined ? context : { ...context, verdicts: rests.verdicts };
  const others = testOf(inner, { ...withoutRests(program), objects: { ...programOf(context, []).objects } }, "value", known);
  return [
    code`if (!${support("isRecord")}(value)) return false;`,
    ...failures(tags.map((name) => memberTest(context, objects, name, access("value", name)))),
    bindings.length === 0 ? "" : code`const ${objectLiteral(bindings)} = value;`,
    ...inherited.map((name) => code`const ${local(name)} = ${member("value", name)};`),
    ...tests.flatMap(({ test }) => failures([test])),
    ...wholeTests(context, rests === undefined ? objects : withoutRests(program).objects, "value").flatMap((test) => failures([test])),
    ...(rests?.judging ?? []),
    ...failures([others]),
    ...(rests?.ofMembers.properties ?? []),
    "return true;",
  ];
}

function failures(tests: readonly Test[]): readonly Code[] {
  const failed = any(tests.filter((test) => !isAlways(test)).map(negated));
  return isAlways(negated(failed)) ? [] : [printFailure(failed)];
}

/** A union that is told apart by a constant goes straight to the branch that is meant. */
function printSwitch(context: TestContext, program: Program): Fragment | undefined {
  const [branches, ...others] = program.one;
  if (branches === undefined || others.length > 0 || !isAlways(testOf(context, { ...untyped(program), one: [] }, "value"))) return undefined;
  const tag = tagOf(context.protocol, branches);
  const unions = branches.map((id) => programOf(context, [id]));
  if (tag === undefined || tag.name in Object.prototype || !unions.every((union) => union.calls.size === 1 && isBareCall(context, union))) return undefined;
  if (tag.values.some((value) => typeof value === "object" && value !== null)) return undefined;
  const cases = unions.map((union, index) => {
    const [declaration] = union.calls;
    return code`
      case ${literal(tag.values[index] ?? null)}:
        return ${declaration?.is ?? ""}(value);
    `;
  });
  return code`
    if (!${support("isRecord")}(value)) return false;
    switch (${access("value", tag.name)}) {
      ${cases}
      default:
        return false;
    }
  `;
}

// A branch says itself that it is an object.
function untyped(program: Program): Program {
  const { types, ...others } = program;
  return types === undefined || (types.size === 1 && types.has("object")) ? others : program;
}

/** A branch that is nothing but a declared object. */
function isBareCall(context: TestContext, program: Program): boolean {
  const [declaration] = program.calls;
  return declaration?.schema.rules.type?.join() === "object" && isAlways(testOf(context, { ...program, calls: new Set() }, "value"));
}

function isObjectOnly(program: Program): boolean {
  return !program.never && program.types?.size === 1 && program.types.has("object") && program.values === undefined;
}
