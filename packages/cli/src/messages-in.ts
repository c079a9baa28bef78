import type { Json } from "@parley/compiler";

/** One value of the input: where it began, and what it is, or why it is no JSON. */
export interface Entry {
  /** From 1; of JSON that is one value, its first line. */
  readonly line: number;
  readonly value: { readonly json: Json } | { readonly fault: string };
}

/** The values of a text: one value of JSON, or one on each line (NDJSON). */
export function messagesIn(text: string): readonly Entry[] {
  const clean = text.replace(/^\ufeff/, "");
  const lines = clean.split(/\r?\n/).map((line, index) => ({ text: line, line: index + 1 })).filter((line) => line.text.trim() !== "");
  const [first] = lines;
  if (first === undefined) return [];
  const whole = read(clean);
  if ("json" in whole || lines.length === 1 || "fault" in read(first.text)) return [{ line: first.line, value: whole }];
  return lines.map((line) => ({ line: line.line, value: read(line.text) }));
}

// No protocol nests deeper, and whoever walks a deeper value would exhaust the stack.
const maxDepth = 1000;

function read(text: string): Entry["value"] {
  if (depthOf(text) > maxDepth) return { fault: `it is nested more than ${String(maxDepth)} levels deep` };
  try {
    return { json: JSON.parse(text) as Json };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === backslash) at += 1;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    else if (code === openBrace || code === openBracket) deepest = Math.max(deepest, ++depth);
    else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return deepest;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
