import { concat, type Fragment, type Json, type JsonType, matchesPattern } from "@parley/compiler";
import { support } from "./print-support.js";
import type { Placed, Program } from "./program.js";
import { formatFunctions } from "./gen/text-sections.js";
import { atom, type Test } from "./test-expression.js";

/** The condition that a value, at an expression, is of a type. */
export function typeTest(type: JsonType, at: string): Test {
  switch (type) {
    case "null":
      return atom(`${at} === null`, `${at} !== null`);
    case "array":
      return atom(`Array.isArray(${at})`);
    case "object":
      return atom(concat(support("isRecord"), `(${at})`));
    case "number":
      return atom(concat(support("isNumber"), `(${at})`));
    case "integer":
      return atom(concat(support("isInteger"), `(${at})`));
    default:
      return atom(`typeof ${at} === "${type}"`, `typeof ${at} !== "${type}"`);
  }
}

/** The conditions on a value that is a text. */
export function stringTests({ strings }: Program, at: string, pattern: (pattern: Placed<string>) => Fragment | undefined): readonly Test[] {
  const tests: Test[] = [];
  if (strings.least === 1 && strings.most === Infinity) tests.push(atom(`${at} !== ""`, `${at} === ""`));
  else if (strings.least > 0 || strings.most < Infinity) tests.push(atom(concat(support("codePointsWithin"), `(${at}, ${strings.least}, ${strings.most})`)));
  for (const each of strings.patterns) {
    const constant = pattern(each);
    if (constant !== undefined) tests.push(atom(concat(constant, `.test(${at})`)));
  }
  return [...tests, ...formatTests(strings.formats, at)];
}

export function formatTests(formats: readonly string[], at: string): readonly Test[] {
  const names = [...new Set(formats)].map((format) => formatFunctions.get(format)).filter((name) => name !== undefined);
  return names.map((name) => atom(concat(support(name), `(${at})`)));
}

/** The conditions on a value that is a number. */
export function numberTests({ numbers }: Program, type: JsonType, at: string): readonly Test[] {
  const tests: Test[] = [];
  if (numbers.least > -Infinity) tests.push(atom(`${at} >= ${numbers.least}`, `${at} < ${numbers.least}`));
  if (numbers.above > -Infinity) tests.push(atom(`${at} > ${numbers.above}`, `${at} <= ${numbers.above}`));
  if (numbers.most < Infinity) tests.push(atom(`${at} <= ${numbers.most}`, `${at} > ${numbers.most}`));
  if (numbers.below < Infinity) tests.push(atom(`${at} < ${numbers.below}`, `${at} >= ${numbers.below}`));
  return [...tests, ...stepTests(numbers.steps.filter((step) => type !== "integer" || step !== 1), at)];
}

/** The conditions on how many items or members there are. */
export function boundTests({ least, most }: { readonly least: number; readonly most: number }, count: Fragment): readonly Test[] {
  if (least === most) return [atom(concat(count, ` === ${least}`), concat(count, ` !== ${least}`))];
  return [
    ...(least > 0 ? [atom(concat(count, ` >= ${least}`), concat(count, ` < ${least}`))] : []),
    ...(most < Infinity ? [atom(concat(count, ` <= ${most}`), concat(count, ` > ${most}`))] : []),
  ];
}

export function stepTests(steps: readonly number[], at: string): readonly Test[] {
  return steps.map((step) => atom(concat(support("isMultipleOf"), `(${at}, ${step})`)));
}

/** Whether a value that is known in advance keeps the rules that can be judged in advance: all but formats and steps. */
export function keepsRules({ strings, numbers }: Program, value: Json): boolean {
  if (typeof value === "string") {
    const length = [...value].length;
    const matches = strings.patterns.every(({ rule }) => matchesPattern(rule, value) !== false);
    return matches && length >= strings.least && length <= strings.most;
  }
  if (typeof value !== "number") return true;
  return value >= numbers.least && value > numbers.above && value <= numbers.most && value < numbers.below;
}
