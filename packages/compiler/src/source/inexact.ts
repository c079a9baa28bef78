/** Whether a number as it is written is another one once it is read: a double has about 16 digits. */
export function isInexact(text: string, value: number): boolean {
  // Fifteen digits always fit; an exponent may be out of reach.
  if (text.length <= 15 && !/[eE]/.test(text)) return false;
  if (/^0[xo]/.test(text)) return BigInt(text) !== BigInt(value);
  // 2 to the power of 64 is a double, though fewer digits name it as well.
  if (/^[-+]?[0-9]+$/.test(text) && BigInt(text.replace("+", "")) === BigInt(value)) return false;
  if (value === 0) return /^[-+]?[0.]*[1-9]/.test(text);
  return decimal(text) !== decimal(String(value));
}

/** The digits that count, and the power of ten of the last one: the same for numbers of one size, which are not zero. */
function decimal(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[-+]/, "").split(".");
  const all = whole + fraction;
  let start = 0;
  let end = all.length;
  while (all[start] === "0") start++;
  while (end > start && all[end - 1] === "0") end--;
  const power = Number(exponent) - fraction.length + all.length - end;
  return `${all.slice(start, end)}e${String(power)}`;
}
