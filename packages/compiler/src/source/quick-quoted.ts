/** The string inside single quotes; undefined where a line of it is not indented deeper than the parent. */
export function unquoteSingle(inside: string, parentColumn: number): string | undefined {
  return foldLines(inside, parentColumn, false)?.replaceAll("''", "'");
}

/** The string inside double quotes; undefined where it holds an escape that is rare. */
export function unquoteDouble(inside: string, parentColumn: number): string | undefined {
  const folded = foldLines(inside, parentColumn, true);
  if (folded === undefined || !folded.includes("\\")) return folded;
  let value = "";
  let from = 0;
  for (let at = folded.indexOf("\\"); at !== -1; at = folded.indexOf("\\", from)) {
    value += folded.slice(from, at);
    const escape = folded[at + 1] ?? "";
    const digits = hexDigits[escape];
    if (digits === undefined) {
      const character = escapes[escape];
      if (character === undefined) return undefined;
      value += character;
      from = at + 2;
    } else {
      from = at + 2 + digits;
      const hex = folded.slice(at + 2, from);
      const point = Number.parseInt(hex, 16);
      if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex) || point > 0x10ffff) return undefined;
      value += String.fromCodePoint(point);
    }
  }
  return value + folded.slice(from);
}

const hexDigits: { readonly [escape: string]: number } = { x: 2, u: 4, U: 8 };

const escapes: { readonly [escape: string]: string } = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
};

/**
 * A line break is a space, and each further one a line break; white space around them does not count.
 * In double quotes a backslash at the end of a line takes the line break away.
 */
function foldLines(inside: string, parentColumn: number, double: boolean): string | undefined {
  if (!inside.includes("\n")) return inside;
  const lines = inside.split(/\r?\n/);
  const last = lines.length - 1;
  let text = "";
  let breaks = 0;
  let joined = false;
  for (const [index, line] of lines.entries()) {
    const start = index === 0 ? 0 : line.search(/[^ \t]|$/);
    let content = line.slice(start);
    if (index > 0) breaks++;
    // What a blank line means behind such a backslash is for the full reader.
    if (joined && content === "") return undefined;
    if (index > 0 && content === "" && index !== last) continue;
    if (index > 0 && (start <= parentColumn || line.slice(0, start).includes("\t"))) return undefined;
    if (index > 0 && !joined) text += breaks === 1 ? " " : "\n".repeat(breaks - 1);
    joined = double && index !== last && /(?<!\\)(\\\\)*\\$/.test(content);
    if (joined) content = content.slice(0, -1);
    else if (index !== last) content = content.replace(/[ \t]+$/, "");
    // An escaped space at the end of a line is for the full reader.
    if (double && !joined && index !== last && /(?<!\\)(\\\\)*\\$/.test(content)) return undefined;
    text += content;
    breaks = 0;
  }
  return text;
}
