import { type Code, concat, type Fragment, group } from "@parley/compiler";

/** A condition on a value, as a tree that can be negated before it is printed. */
export type Test =
  | { readonly kind: "atom"; readonly yes: Code; readonly no: Code }
  | { readonly kind: "all" | "any"; readonly of: readonly Test[] };

export const always: Test = { kind: "all", of: [] };
export const never: Test = { kind: "any", of: [] };

/** A condition with its opposite, where that is not `!` in front. */
export function atom(yes: Fragment, no?: Fragment): Test {
  return { kind: "atom", yes: concat(yes), no: no === undefined ? concat("!", yes) : concat(no) };
}

export function all(tests: readonly Test[]): Test {
  return combined("all", tests);
}

export function any(tests: readonly Test[]): Test {
  return combined("any", tests);
}

export function negated(test: Test): Test {
  if (test.kind === "atom") return { kind: "atom", yes: test.no, no: test.yes };
  return { kind: test.kind === "all" ? "any" : "all", of: test.of.map(negated) };
}

export function isAlways(test: Test): boolean {
  return test.kind === "all" && test.of.length === 0;
}

export function isNever(test: Test): boolean {
  return test.kind === "any" && test.of.length === 0;
}

/** True where the value does not matter. */
export function isConstant(test: Test): boolean {
  return isAlways(test) || isNever(test);
}

/** As an expression that stands alone; broken at its outermost operator where it is long. */
export function printTest(test: Test): Code {
  if (test.kind === "atom") return test.yes;
  if (test.of.length === 0) return concat(test.kind === "all" ? "true" : "false");
  return group({ open: "(", close: ")", separator: operatorOf(test), placed: "between", padded: false, bare: true }, test.of.map(printOperand));
}

/** `if (...) return false;` */
export function printFailure(test: Test, then = "return false;"): Code {
  const tail = { flat: ` ${then}`, broken: ` {\n  ${then}\n}` };
  const items = test.kind === "atom" ? [test.yes] : test.of.length === 0 ? [printTest(test)] : test.of.map(printOperand);
  return group({ open: "if (", close: ")", separator: operatorOf(test), placed: "between", padded: false, tail }, items);
}

/** As an operand among others: in brackets where it has an operator of its own. */
export function printOperand(test: Test): Code {
  if (test.kind === "atom" || test.of.length === 0) return printTest(test);
  return group({ open: "(", close: ")", separator: operatorOf(test), placed: "between", padded: false }, test.of.map(printOperand));
}

function combined(kind: "all" | "any", tests: readonly Test[]): Test {
  const flat = tests.flatMap((test) => (test.kind === kind ? test.of : [test]));
  if (flat.some(kind === "all" ? isNever : isAlways)) return kind === "all" ? never : always;
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, of: flat };
}

function operatorOf(test: Test): string {
  return test.kind === "all" ? " &&" : " ||";
}
