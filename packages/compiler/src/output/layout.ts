import type { Code, CodeSymbol, Group, Part } from "./code.js";

/** The longest line that is printed, where there is a choice. */
export const lineWidth = 140;

/** Prints code as text. `nameOf` gives the local name of a symbol. */
export function layOut(code: Code, nameOf: (symbol: CodeSymbol) => string): string {
  const page: Page = { done: [], line: "", nameOf };
  write(page, code.parts, 0);
  return (page.done.join("") + page.line).replace(/[ \t]+$/gm, "");
}

interface Page {
  /** The text before the current line, in pieces: one text that grows would be copied whenever it is looked at. */
  readonly done: string[];
  line: string;
  readonly nameOf: (symbol: CodeSymbol) => string;
}

/** `tail` is the width of what follows these parts on their last line. */
function write(page: Page, parts: readonly Part[], tail: number): void {
  parts.forEach((part, index) => {
    if (typeof part === "string") put(page, part);
    else if ("symbol" in part) put(page, page.nameOf(part.symbol));
    else writeGroup(page, part, restOfLine(page, parts, index + 1, tail));
  });
}

function put(page: Page, text: string): void {
  const lineBreak = text.lastIndexOf("\n");
  if (lineBreak === -1) {
    page.line += text;
    return;
  }
  page.done.push(page.line, text.slice(0, lineBreak + 1));
  page.line = text.slice(lineBreak + 1);
}

function writeGroup(page: Page, group: Group, tail: number): void {
  const flat = flatGroup(page, group);
  if (flat !== undefined && page.line.length + flat.length + tail <= lineWidth) {
    put(page, flat);
    return;
  }
  const margin = /^ */.exec(page.line)?.[0] ?? "";
  const inner = `${margin}  `;
  put(page, group.open);
  group.items.forEach((item, index) => {
    const isLast = index === group.items.length - 1;
    const after = group.placed === "after-each" || (group.placed === "between" && !isLast) ? group.separator : "";
    put(page, `\n${inner}${group.placed === "before-each" ? `${group.separator.trim()} ` : ""}`);
    write(page, indentLines(item.parts, inner), after.length + (group.close === "" && isLast ? tail : 0));
    put(page, after);
  });
  if (group.close !== "") put(page, `\n${margin}${group.close}`);
  if (group.tail !== undefined) put(page, group.tail.broken.replaceAll("\n", `\n${margin}`));
}

function indentLines(parts: readonly Part[], by: string): readonly Part[] {
  return parts.map((part) => (typeof part === "string" ? part.replaceAll("\n", `\n${by}`) : part));
}

/** The text on one line; undefined where an item has several lines of its own, or where no line would hold it. */
function flatGroup(page: Page, group: Group): string | undefined {
  const items: string[] = [];
  let width = 0;
  for (const item of group.items) {
    const flat = flatParts(page, item.parts);
    if (flat === undefined) return undefined;
    width += flat.length;
    if (width > lineWidth) return undefined;
    items.push(flat);
  }
  if (group.bare === true) return items.join(`${group.separator} `);
  const pad = group.padded ? " " : "";
  return `${group.open}${pad}${items.join(`${group.separator} `)}${pad}${group.close}${group.tail?.flat ?? ""}`;
}

function flatParts(page: Page, parts: readonly Part[]): string | undefined {
  let text = "";
  for (const part of parts) {
    const flat = typeof part === "string" ? part : "symbol" in part ? page.nameOf(part.symbol) : flatGroup(page, part);
    if (flat === undefined || flat.includes("\n")) return undefined;
    text += flat;
    if (text.length > lineWidth) return undefined;
  }
  return text;
}

function restOfLine(page: Page, parts: readonly Part[], from: number, tail: number): number {
  let width = 0;
  for (let index = from; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    if (typeof part !== "string") {
      width += ("symbol" in part ? page.nameOf(part.symbol) : part.open).length;
      // A group that follows may break after its opening bracket.
      if (!("symbol" in part) && part.open !== "") return width;
      continue;
    }
    const lineBreak = part.indexOf("\n");
    if (lineBreak !== -1) return width + lineBreak;
    width += part.length;
  }
  return width + tail;
}
