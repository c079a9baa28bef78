/** What a pattern is made of, as far as matching it goes. */
export type Term =
  /** One character, by the text that stands for it: `a`, `\d`, `[^/]`. */
  | { readonly kind: "character"; readonly source: string }
  | { readonly kind: "sequence"; readonly parts: readonly Term[] }
  | { readonly kind: "choice"; readonly branches: readonly Term[] }
  | { readonly kind: "repeat"; readonly part: Term; readonly least: number; readonly most: number }
  /** A lookahead or lookbehind: whether its part matches from here on, or up to here. */
  | { readonly kind: "look"; readonly part: Term; readonly behind: boolean; readonly wanted: boolean }
  /** A backreference: what a group took, of any length. */
  | { readonly kind: "echo" }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  /** Between a character of a word and one of none, or not so. */
  | { readonly kind: "boundary"; readonly wanted: boolean };

/**
 * Reads a pattern that is known to be a regular expression; undefined where it has what is not read (modifiers), or is too long or
 * nested too deep.
 *
 * @see ECMA-262, Patterns, with the u flag
 */
export function readPattern(pattern: string): Term | undefined {
  if (pattern.length > longest) return undefined;
  const reading: Reading = { pattern, at: 0, depth: 0 };
  const term = readChoice(reading);
  return reading.at === pattern.length ? term : undefined;
}

const longest = 20_000;
const deepest = 100;

interface Reading {
  readonly pattern: string;
  at: number;
  depth: number;
}

function readChoice(reading: Reading): Term | undefined {
  const branches: Term[] = [];
  do {
    const parts: Term[] = [];
    while (reading.at < reading.pattern.length && !/[|)]/.test(reading.pattern.charAt(reading.at))) {
      const part = readQuantified(reading);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    branches.push({ kind: "sequence", parts });
  } while (take(reading, /\|/y) !== undefined);
  const [only] = branches;
  return branches.length === 1 ? only : { kind: "choice", branches };
}

function readQuantified(reading: Reading): Term | undefined {
  const part = readPart(reading);
  const quantifier = take(reading, /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
  if (part === undefined || quantifier === undefined) return part;
  const [whole, least = "", comma, most = ""] = quantifier;
  if (whole.startsWith("*")) return { kind: "repeat", part, least: 0, most: Infinity };
  if (whole.startsWith("+")) return { kind: "repeat", part, least: 1, most: Infinity };
  if (whole.startsWith("?")) return { kind: "repeat", part, least: 0, most: 1 };
  return { kind: "repeat", part, least: Number(least), most: comma === "" ? Number(least) : most === "" ? Infinity : Number(most) };
}

function readPart(reading: Reading): Term | undefined {
  if (take(reading, /\^/y) !== undefined) return { kind: "start" };
  if (take(reading, /\$/y) !== undefined) return { kind: "end" };
  const boundary = take(reading, /\\[bB]/y);
  if (boundary !== undefined) return { kind: "boundary", wanted: boundary[0] === "\\b" };
  if (take(reading, /\\(?:[1-9]\d*|k<[^>]*>)/y) !== undefined) return { kind: "echo" };
  const opening = take(reading, /\((?:\?(?::|<?[=!]|<(?![=!])[^>]*>))?(?!\?)/y);
  if (opening !== undefined) return readGroup(reading, opening[0]);
  const character = take(reading, /\[(?:\\.|[^\]\\])*\]/suy) ?? take(reading, escape) ?? take(reading, /[^()[\]\\{}*+?|]/uy);
  return character === undefined ? undefined : { kind: "character", source: character[0] };
}

// Two escapes of a surrogate pair are one character.
const escape = /\\(?:u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|x..|c.|[pP]\{[^}]*\}|.)/suy;

function readGroup(reading: Reading, opening: string): Term | undefined {
  reading.depth += 1;
  const part = reading.depth > deepest ? undefined : readChoice(reading);
  reading.depth -= 1;
  if (part === undefined || take(reading, /\)/y) === undefined) return undefined;
  return /[=!]$/.test(opening) ? { kind: "look", part, behind: opening.includes("<"), wanted: opening.endsWith("=") } : part;
}

function take(reading: Reading, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reading.at;
  const found = expression.exec(reading.pattern) ?? undefined;
  if (found !== undefined) reading.at = expression.lastIndex;
  return found;
}
