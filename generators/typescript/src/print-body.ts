import { access, type Code, code, type Fragment, literal, objectLiteral, propertyKey, type SchemaId } from "@parley/compiler";
import { conjunctsOf } from "./constant.js";
import { localNames } from "./local-names.js";
import { member } from "./print-members.js";
import { needsVerdicts, restStatements, withoutRests } from "./print-rests.js";
import { support } from "./print-support.js";
import { type Known, memberTest, testOf, type TestContext, wholeTests } from "./print-test.js";
import { type Program, programOf } from "./program.js";
import { typeTest } from "./scalar-tests.js";
import { isOnlyReference } from "./schema-children.js";
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

/** A union of objects that a constant tells apart goes straight to the branch that is meant. */
function printSwitch(context: TestContext, program: Program): Fragment | undefined {
  const [union, ...others] = [...program.any, ...program.one];
  if (union === undefined || others.length > 0 || !isAlways(testOf(context, { ...untyped(program), any: [], one: [] }, "value"))) return undefined;
  const leaves = flattened(context, union);
  const branches = tagOf(context.protocol, leaves) === undefined ? union : leaves;
  const tag = tagOf(context.protocol, branches);
  if (tag === undefined || tag.name in Object.prototype || tag.values.some((value) => typeof value === "object" && value !== null)) return undefined;
  const known: Known = { types: new Set(["object"]) };
  if (!branches.every((id) => isObject(context, id))) return undefined;
  const cases = branches.map(
    (id, index) => code`
      case ${literal(tag.values[index] ?? null)}:
        return ${printTest(testOf(context, programOf(context, [id]), "value", known))};
    `,
  );
  return code`
    if (!${support("isRecord")}(value)) return false;
    switch (${access("value", tag.name)}) {
      ${cases}
      default:
        return false;
    }
  `;
}

/** The branches of a union, with those of a branch that is a union itself and nothing else. */
function flattened(context: TestContext, union: readonly SchemaId[]): readonly SchemaId[] {
  const found: SchemaId[] = [];
  const seen = new Set<SchemaId>();
  const visit = (id: SchemaId): void => {
    const { oneOf, anyOf, ref, ...others } = context.protocol.schemas.get(id)?.rules ?? {};
    const inner = [ref === undefined ? undefined : [ref], anyOf, oneOf].filter((part) => part !== undefined);
    const [only] = inner;
    // A reference is followed to a union only: an object keeps its own validator.
    if (inner.length !== 1 || only === undefined || Object.keys(others).length > 0 || seen.has(id) || !leadsToUnion(context, id)) {
      found.push(id);
      return;
    }
    seen.add(id);
    for (const part of only) visit(part);
  };
  for (const id of union) visit(id);
  return found;
}

function leadsToUnion({ protocol }: TestContext, id: SchemaId): boolean {
  let rules = protocol.schemas.get(id)?.rules;
  for (const seen = new Set<SchemaId>(); rules?.ref !== undefined && isOnlyReference(rules) && !seen.has(rules.ref); rules = protocol.schemas.get(rules.ref)?.rules) {
    seen.add(rules.ref);
  }
  return rules?.oneOf !== undefined || rules?.anyOf !== undefined;
}

// A branch says itself that it is an object.
function untyped(program: Program): Program {
  const { types, ...others } = program;
  return types === undefined || (types.size === 1 && types.has("object")) ? others : program;
}

function isObject(context: TestContext, id: SchemaId): boolean {
  const types = conjunctsOf(context.protocol, id).map(({ rules }) => rules.type).filter((type) => type !== undefined);
  return types.some((type) => type.join() === "object");
}

function isObjectOnly(program: Program): boolean {
  return !program.never && program.types?.size === 1 && program.types.has("object") && program.values === undefined;
}
