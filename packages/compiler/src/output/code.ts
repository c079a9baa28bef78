/** A piece of source code that keeps the symbols it uses, so that imports follow from use. Made by {@link code}. */
export interface Code {
  readonly parts: readonly Part[];
}

/** A name that some file or package declares. */
export interface CodeSymbol {
  readonly name: string;
  /** A file of the output (`models.ts`), or a package (`@parley/runtime`). */
  readonly from: string;
  /** Types are imported with `import type`. */
  readonly kind: "type" | "value";
}

/** What may stand in a template: an array stands for its items, one a line. */
export type Fragment = string | number | CodeSymbol | Code | readonly Fragment[];

export type Part = string | Use | Group;

/** A symbol at the place where it is used. */
export interface Use {
  readonly symbol: CodeSymbol;
  /** True where a value's type alone is meant: a class in a type position. */
  readonly asType: boolean;
}

/** Items that stand on one line where they fit, and else one a line. */
export interface Group {
  readonly open: string;
  readonly close: string;
  /** Stands between items: `,`, ` |`, ` &&`. */
  readonly separator: string;
  /** Where a broken group has its separators: at the end of lines (also the last), between, or in front of each item. */
  readonly placed: "after-each" | "between" | "before-each";
  /** A space inside the brackets when all is on one line: `{ a }`. */
  readonly padded: boolean;
  /** Brackets only where it is broken. */
  readonly bare?: boolean;
  /** What follows, where that differs: `return;` in braces under a broken condition. */
  readonly tail?: { readonly flat: string; readonly broken: string };
  readonly items: readonly Code[];
}

/**
 * Code as a template. Common indentation is removed, a fragment's lines are indented to where it stands,
 * and a line that holds nothing but empty fragments goes away.
 */
export function code(strings: TemplateStringsArray, ...values: readonly Fragment[]): Code {
  const texts = linesOf(strings);
  const lines: Part[][] = [[]];
  let line = lines[0] ?? [];
  let dropped = false;
  texts.forEach((pieces, index) => {
    pieces.forEach((piece, nth) => {
      if (nth > 0) {
        if (dropped && isBlank(line)) lines.pop();
        line = [];
        lines.push(line);
        dropped = false;
      }
      if (piece !== "") line.push(piece);
    });
    if (index === values.length) return;
    const parts = partsOf(values[index] ?? "");
    if (parts.length === 0) dropped = true;
    else for (const part of indented(parts, indentationOf(line))) line.push(part);
  });
  if (dropped && isBlank(line)) lines.pop();
  return { parts: joined(lines) };
}

/** Fragments side by side on one line. */
export function concat(...fragments: readonly Fragment[]): Code {
  const parts: Part[] = [];
  for (const fragment of fragments) for (const part of partsOf(fragment)) parts.push(part);
  return { parts };
}

/** Code blocks with one blank line between them. */
export function blocks(...fragments: readonly Fragment[]): Code {
  const parts: Part[] = [];
  for (const fragment of fragments.flatMap((each) => (isList(each) ? each : [each]))) {
    const next = partsOf(fragment);
    if (next.length === 0) continue;
    if (parts.length > 0) parts.push("\n\n");
    // One by one: what has very many parts is more than one call takes.
    for (const part of next) parts.push(part);
  }
  return { parts };
}

/** The type of a symbol that is a value: `typeOnly(Peer)` in `readonly peer: Peer`. */
export function typeOnly(symbol: CodeSymbol): Code {
  return { parts: [{ symbol, asType: true }] };
}

/** `(a, b)`, or one a line. */
export function parameters(items: readonly Fragment[]): Code {
  return group({ open: "(", close: ")", separator: ",", placed: "after-each", padded: false }, items);
}

/** `[a, b]`, or one a line. */
export function listLiteral(items: readonly Fragment[]): Code {
  return group({ open: "[", close: "]", separator: ",", placed: "after-each", padded: false }, items);
}

/** `{ a, b }`, or one a line. */
export function objectLiteral(items: readonly Fragment[]): Code {
  return group({ open: "{", close: "}", separator: ",", placed: "after-each", padded: true }, items);
}

/** `{ a; b }` of a type, or one a line. */
export function objectType(items: readonly Fragment[]): Code {
  return group({ open: "{", close: "}", separator: ";", placed: "after-each", padded: true }, items);
}

/** `A | B`, or one a line with the bar in front. */
export function union(items: readonly Fragment[]): Code {
  const [only] = items;
  if (items.length === 1 && only !== undefined) return concat(only);
  return group({ open: "", close: "", separator: " |", placed: "before-each", padded: false }, items);
}

export function group(style: Omit<Group, "items">, items: readonly Fragment[]): Code {
  if (items.length === 0) return { parts: [style.open + style.close] };
  return { parts: [{ ...style, items: items.map((item) => concat(item)) }] };
}

/** True where a fragment would print nothing. */
export function isEmpty(fragment: Fragment): boolean {
  return partsOf(fragment).length === 0;
}

function partsOf(fragment: Fragment): readonly Part[] {
  if (typeof fragment === "string") return fragment === "" ? [] : [fragment];
  if (typeof fragment === "number") return [String(fragment)];
  if (isList(fragment)) return joined(fragment.map(partsOf).filter((parts) => parts.length > 0));
  if ("parts" in fragment) return fragment.parts;
  return [{ symbol: fragment, asType: false }];
}

// Array.isArray alone does not narrow a readonly array.
function isList(fragment: Fragment): fragment is readonly Fragment[] {
  return Array.isArray(fragment);
}

function joined(lines: readonly (readonly Part[])[]): readonly Part[] {
  const parts: Part[] = [];
  lines.forEach((line, index) => {
    if (index > 0) parts.push("\n");
    for (const part of line) parts.push(part);
  });
  return parts;
}

function isBlank(line: readonly Part[]): boolean {
  return line.every((part) => typeof part === "string" && part.trim() === "");
}

function indentationOf(line: readonly Part[]): string {
  const [first] = line;
  return typeof first === "string" ? (/^ */.exec(first)?.[0] ?? "") : "";
}

function indented(parts: readonly Part[], by: string): readonly Part[] {
  if (by === "") return parts;
  return parts.map((part) => (typeof part === "string" ? part.replaceAll("\n", `\n${by}`) : part));
}

const templates = new WeakMap<TemplateStringsArray, readonly (readonly string[])[]>();

/** The lines of a template's texts: looked at once, however often the template is filled in. */
function linesOf(strings: TemplateStringsArray): readonly (readonly string[])[] {
  const known = templates.get(strings);
  if (known !== undefined) return known;
  const lines = dedent(strings).map((text) => text.split("\n"));
  templates.set(strings, lines);
  return lines;
}

/** A template that begins with a line break is a block: its margin, and the lines of its backticks, are not part of it. */
function dedent(strings: TemplateStringsArray): readonly string[] {
  if (strings[0]?.startsWith("\n") !== true) return strings;
  const lines = strings.join(gap).slice(1).replace(/\n *$/, "").split("\n");
  const margin = Math.min(...lines.filter((line) => line.trim() !== "").map(leading));
  return lines.map((line) => line.slice(Math.min(margin, leading(line)))).join("\n").split(gap);
}

// No source text holds it.
const gap = "\0";

function leading(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
