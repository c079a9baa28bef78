// What controls a terminal, ends a line in some program, turns the direction of text, or is half a character.
const controls = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Text of an author on one line, safe to print on a terminal: a character that controls it, or turns the direction of text, becomes `?`, a tab a space. */
export function printable(text: string): string {
  return text.replace(/\t/g, " ").replace(controls, "?");
}

/** The same of text that has lines of its own. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A JSON document of two spaces a level, in which such characters are escapes: it means the same, and can be printed. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(controls, (each) => (each === "\n" ? each : `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
