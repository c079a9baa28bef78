import { access, blocks, type Code, code, type CodeModule, type Fragment, objectLiteral, propertyKey } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import { localNames } from "./local-names.js";
import type { SchemaPlan } from "./plan.js";
import { support } from "./print-support.js";
import { member, memberTest, testOf, wholeTests } from "./print-test.js";
import { type Program, programOf } from "./program.js";
import { tagOf } from "./tag.js";
import { any, isAlways, isConstant, negated, printFailure, printTest, type Test } from "./test-expression.js";
import { type PatternTable, ValidatorScope } from "./validator-scope.js";

/** The validators of a part that decide, `isX`, and allocate nothing; beside them, in a file of their own, `explainX` say why not. */
export function printValidators(plan: SchemaPlan, part: Part, patterns: PatternTable): CodeModule {
  const scope = new ValidatorScope(plan, part, patterns);
  const declarations = plan.declarationsIn(part);
  const functions = blocks(
    ...declarations.map((declaration) => {
      const is = plan.endless.has(declaration.schema.id) ? printNestedIs(scope, declaration) : printIs(scope, declaration);
      return blocks(is, ...scope.takeFunctions(is));
    }),
  );
  return {
    path: part.validators,
    body: blocks(code`${[...scope.constantsFor(functions)]}`, functions),
    exports: declarations.map((declaration) => declaration.is),
  };
}

/** The validators of a part that say why not: each reads the table of its rules. */
export function printExplanations(plan: SchemaPlan, part: Part): CodeModule {
  const declarations = plan.declarationsIn(part);
  return {
    path: part.explain,
    body: blocks(...declarations.map((declaration) => printExplain(declaration, plan.endless.has(declaration.schema.id)))),
    exports: declarations.map((declaration) => declaration.explain),
  };
}

function printIs(scope: ValidatorScope, declaration: Declaration): Code {
  const program = programOf(scope, [declaration.schema.id], declaration);
  const body = printBody(scope, program);
  const name = body === undefined ? "_value" : "value";
  return code`
    /** True when the value is a valid {@link ${declaration.type}}. */
    export function ${declaration.is}(${name}: unknown): ${name} is ${declaration.type} {
      ${body ?? `return ${String(isAlways(testOf(scope, program, "value")))};`}
    }
  `;
}

/** Where the value may go deep without end, how deep it goes is looked at first, once. */
function printNestedIs(scope: ValidatorScope, declaration: Declaration): Code {
  const program = programOf(scope, [declaration.schema.id], declaration);
  const body = printBody(scope, program);
  if (body === undefined) return printIs(scope, declaration);
  const inner = scope.nameFunction(`${declaration.is.name}OfAnyDepth`);
  return code`
    /** True when the value is a valid {@link ${declaration.type}}, no deeper than validators go. */
    export function ${declaration.is}(value: unknown): value is ${declaration.type} {
      return ${support("nested")}(value, ${inner});
    }

    function ${inner}(value: unknown): boolean {
      ${body}
    }
  `;
}

function printExplain(declaration: Declaration, isEndless: boolean): Code {
  return code`
    /** Why the value is not a valid \`${declaration.name}\`: every issue. Empty when it is valid. */
    export function ${declaration.explain}(value: unknown): readonly ${support("Issue")}[] {
      return ${support(isEndless ? "explainNested" : "explain")}(${declaration.rules}, value);
    }
  `;
}

/** Undefined where the value does not matter. */
function printBody(scope: ValidatorScope, program: Program): Fragment | undefined {
  if (isObjectOnly(program) && program.objects.properties.size + program.objects.required.size > 0) return printMembers(scope, program);
  const test = testOf(scope, program, "value");
  if (isConstant(test)) return undefined;
  return printSwitch(scope, program) ?? code`return ${printTest(test)};`;
}

/** An object, member by member: constants first, for they tell most messages apart. */
function printMembers(scope: ValidatorScope, program: Program): Fragment {
  const { objects } = program;
  const names = [...new Set([...objects.properties.keys(), ...objects.required])];
  const isTag = (name: string): boolean => objects.required.has(name) && programOf(scope, objects.properties.get(name) ?? []).values?.length === 1;
  const tags = names.filter((name) => isTag(name) && !(name in Object.prototype));
  const locals = localNames(names);
  const local = (name: string): string => locals.get(name) ?? name;
  const tests = names
    .filter((name) => !tags.includes(name))
    .map((name) => ({ name, test: memberTest(scope, objects, name, local(name)) }))
    .filter(({ test }) => !isAlways(test));
  const read = tests.map(({ name }) => name);
  const plain = read.filter((name) => !(name in Object.prototype));
  const bindings = plain.map((name) => (local(name) === name ? name : `${propertyKey(name)}: ${local(name)}`));
  const inherited = read.filter((name) => name in Object.prototype);
  const others = testOf(scope, { ...program, objects: { ...programOf(scope, []).objects } }, "value", { types: new Set(["object"]) });
  return [
    code`if (!${support("isRecord")}(value)) return false;`,
    ...failures(tags.map((name) => memberTest(scope, objects, name, access("value", name)))),
    bindings.length === 0 ? "" : code`const ${objectLiteral(bindings)} = value;`,
    ...inherited.map((name) => code`const ${local(name)} = ${member("value", name)};`),
    ...tests.flatMap(({ test }) => failures([test])),
    ...wholeTests(scope, objects, "value").flatMap((test) => failures([test])),
    ...failures([others]),
    "return true;",
  ];
}

function failures(tests: readonly Test[]): readonly Code[] {
  const failed = any(tests.filter((test) => !isAlways(test)).map(negated));
  return isAlways(negated(failed)) ? [] : [printFailure(failed)];
}

/** A union that is told apart by a constant goes straight to the branch that is meant. */
function printSwitch(scope: ValidatorScope, program: Program): Fragment | undefined {
  const [branches, ...others] = program.one;
  if (branches === undefined || others.length > 0 || !isAlways(testOf(scope, { ...untyped(program), one: [] }, "value"))) return undefined;
  const tag = tagOf(scope.protocol, branches);
  const unions = branches.map((id) => programOf(scope, [id]));
  if (tag === undefined || tag.name in Object.prototype || !unions.every((union) => union.calls.size === 1 && isBareCall(scope, union))) return undefined;
  if (tag.values.some((value) => typeof value === "object" && value !== null)) return undefined;
  const cases = unions.map((union, index) => {
    const [declaration] = union.calls;
    return code`
      case ${JSON.stringify(tag.values[index])}:
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
function isBareCall(scope: ValidatorScope, program: Program): boolean {
  const [declaration] = program.calls;
  return declaration?.schema.rules.type?.join() === "object" && isAlways(testOf(scope, { ...program, calls: new Set() }, "value"));
}

function isObjectOnly(program: Program): boolean {
  return !program.never && program.types?.size === 1 && program.types.has("object") && program.values === undefined;
}
