import { access, type Code, concat, type Fragment, type SchemaId, stringLiteral } from "@parley/compiler";
import { support } from "./print-support.js";
import { type Names, testOf, type TestContext } from "./print-test.js";
import { type Closure, programOf } from "./program.js";
import { atom, always, isAlways, isNever, type Test } from "./test-expression.js";

/** A member of an object; what every object inherits is none. */
export function member(at: string, name: string): Code {
  return name in Object.prototype ? concat(support("own"), `(${at}, ${stringLiteral(name)})`) : concat(access(at, name));
}

/** The conditions on members by patterns of their names, and on those that a schema does not name. */
export function closureTests(context: TestContext, closure: Closure, at: string): readonly Test[] {
  const patterns = closure.patterns.map(({ pattern }) => ({ rule: pattern, schema: closure.schema }));
  const tests = closure.patterns.map(({ schema }, index) => {
    const placed = patterns[index];
    const constant = placed === undefined ? undefined : context.pattern(placed);
    if (constant === undefined) return always;
    return forAll(context, [schema], (is) => concat(support("everyMatching"), `(${at}, `, constant, ", ", is, ")"));
  });
  if (closure.others === undefined) return tests;
  return [...tests, othersTest(context, closure.schema.id, { names: closure.names, patterns }, closure.others, at)];
}

/** The condition on all members but some. */
export function othersTest(context: TestContext, by: SchemaId, but: Names, others: SchemaId, at: string): Test {
  if (isNever(testOf(context, programOf(context, [others]), "member"))) return atom(concat(support("hasOnly"), `(${at}, `, context.names(by, but), ")"));
  if (but.names.length + but.patterns.length === 0) return forAll(context, [others], (is) => concat(support("everyMember"), `(${at}, `, is, ")"));
  return forAll(context, [others], (is) => concat(support("everyOther"), `(${at}, `, context.names(by, but), ", ", is, ")"));
}

/** The condition on all items from one on. */
export function itemsTest(context: TestContext, start: number, items: SchemaId, at: string): Test {
  if (isNever(testOf(context, programOf(context, [items]), "item"))) return atom(`${at}.length <= ${start}`, `${at}.length > ${start}`);
  if (start === 0) return forAll(context, [items], (is) => concat(`${at}.every(`, is, ")"));
  return forAll(context, [items], (is) => concat(support("everyItemFrom"), `(${at}, ${start}, `, is, ")"));
}

export function forAll(context: TestContext, ids: readonly SchemaId[], call: (is: Fragment) => Code): Test {
  return isAlways(testOf(context, programOf(context, ids), "value")) ? always : atom(call(context.predicate(ids)));
}
