import { issue, type Issue, type Visit } from "./issue.js";

/** Validation 6.2: keywords for numbers. */
export function* numberIssues(visit: Visit<number>): Iterable<Issue> {
  const { value } = visit;
  const { multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = visit.schema.rules;
  const found = String(value);
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    yield issue(visit, "multipleOf", `a multiple of ${String(multipleOf)}`, found);
  }
  if (minimum !== undefined && value < minimum) yield issue(visit, "minimum", `>= ${String(minimum)}`, found);
  if (maximum !== undefined && value > maximum) yield issue(visit, "maximum", `<= ${String(maximum)}`, found);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) yield issue(visit, "exclusiveMinimum", `> ${String(exclusiveMinimum)}`, found);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) yield issue(visit, "exclusiveMaximum", `< ${String(exclusiveMaximum)}`, found);
}

// In decimals, as the author wrote them: 0.3 is a multiple of 0.1, though not in binary fractions.
function isMultiple(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const left = decimal(value);
  const right = decimal(divisor);
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (one: Decimal) => one.digits * 10n ** BigInt(one.exponent - exponent);
  return scaled(right) !== 0n && scaled(left) % scaled(right) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimal(value: number): Decimal {
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
