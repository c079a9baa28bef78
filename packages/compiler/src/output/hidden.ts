// Controls but for line feed and tab, halves of a surrogate pair, other line ends, marks of direction, the byte order mark.
const hidden = /(?![\n\t])[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Text without the characters that an editor would not show, or that turn around what it shows. */
export function withoutHidden(text: string): string {
  return text.replace(hidden, "");
}

/** Text on one line, with an escape for each character that an editor would not show: `a\u2028b`. */
export function withHiddenEscaped(text: string): string {
  return text.replace(hidden, escapeUnit).replace(/[\n\t]/g, escapeUnit);
}

/** `\u2028` */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
