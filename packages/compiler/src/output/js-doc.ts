import { type Code, concat } from "./code.js";
import { withHiddenEscaped, withoutHidden } from "./hidden.js";

const textWidth = 120;

/** A doc comment with the author's sentences, and the place they come from. Empty where there is nothing to say. */
export function jsDoc(text: string | undefined, see?: string): Code {
  const lines = text === undefined || text.trim() === "" ? [] : linesOf(text);
  if (see !== undefined) lines.push(`@see ${harmless(withHiddenEscaped(see))}`);
  const [only] = lines;
  if (only === undefined) return concat();
  if (lines.length === 1) return concat(`/** ${only} */`);
  return concat(["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"].join("\n"));
}

/** A doc comment, if there is one, above what it describes. */
export function documented(doc: Code, subject: Code): Code {
  return doc.parts.length === 0 ? subject : concat(doc, "\n", subject);
}

function linesOf(text: string): string[] {
  const lines = text.trim().split(/\r\n|[\n\r\u2028\u2029]/).map((line) => harmless(withoutHidden(line)).trimEnd());
  return joinProse(lines).flatMap(wrap).filter((line, index, all) => line !== "" || all[index - 1] !== "");
}

/** The author's line breaks inside a paragraph or an item mean nothing (as in Markdown), once one of its lines is too long to stay. */
function joinProse(lines: readonly string[]): string[] {
  const paragraphs: string[][] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    const first = last?.[0] ?? "";
    if (last !== undefined && isProse(line) && isProse(first)) last.push(line);
    else if (last !== undefined && /^\s/.test(line) && isProse(line.trim()) && isItem(first)) last.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs.flatMap((paragraph) => (paragraph.some((line) => line.length > textWidth) ? [joined(paragraph)] : paragraph));
}

/** Lines of an item stand under its first: their margin is not text. */
function joined([first = "", ...others]: readonly string[]): string {
  return [first, ...others.map((line) => line.trim())].join(" ");
}

function isItem(line: string): boolean {
  return /^\s*([-*+]|\d+\.) /.test(line);
}

/** Not blank, and no line of a list, a tag, a table or code. */
function isProse(line: string): boolean {
  return /^[^\s|@>#]/.test(line) && !isItem(line) && !line.startsWith("```");
}

/** Prose is wrapped; a line of a table, a list or code keeps its shape as far as it can. */
function wrap(line: string): string[] {
  if (line.length <= textWidth) return [line];
  const margin = /^\s*(?:[-*+] |\d+\. )?/.exec(line)?.[0] ?? "";
  const wrapped: string[] = [];
  let current = margin.trimEnd();
  let fresh = true;
  for (const word of line.slice(margin.length).split(/ +/)) {
    const joint = fresh ? margin.slice(current.length) : " ";
    if (!fresh && current.length + joint.length + word.length > textWidth) {
      wrapped.push(current);
      current = " ".repeat(margin.length) + word;
    } else {
      current += joint + word;
    }
    fresh = false;
  }
  return [...wrapped, current];
}

/** No text of an author ends the comment or the page that it may stand in, nor says to a compiler or a bundler what it may leave out. */
function harmless(text: string): string {
  return text
    .replaceAll("*/", "*\\/")
    .replace(/<(?=\/script|!--)/gi, "<\\")
    .replace(/(?<!\\)@(?=ts-|internal\b|__)|#(?=__[A-Z]|\s*source(Mapping)?URL=)/g, "\\$&");
}
