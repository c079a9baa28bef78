export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function isMap(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a value (core 4.2.1). */
export function typeOf(value: Json): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

/** Equality of values (core 4.2.2). */
export function equal(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index] as Json));
  if (!isMap(a) || !isMap(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name] as Json, b[name] as Json));
}

/** Whether a division gives an integer, of the decimal numbers that were written. */
export function isMultipleOf(value: number, by: number): boolean {
  const [a, b] = [decimal(value), decimal(by)];
  const exponent = Math.min(a.exponent, b.exponent);
  const [dividend, divisor] = [a, b].map((each) => each.digits * 10n ** BigInt(each.exponent - exponent));
  return (dividend ?? 0n) % (divisor ?? 1n) === 0n;
}

function decimal(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
