/**
 * A pattern as ECMA-262 has it with the u flag. Escapes and braces that only the older syntax takes (`\_`, `[\w-.]`, a lone `}`) are
 * written as what they stand for; undefined where the pattern is no regular expression, or has what means something else elsewhere (`\Z`).
 *
 * @see JSON Schema 2020-12, Core 6.4; ECMA-262, annex B.1.2
 */
export function strictPattern(pattern: string): string | undefined {
  if (whyInvalid(pattern) === undefined) return pattern;
  const strict = mended(pattern);
  return strict === undefined || whyInvalid(strict) !== undefined ? undefined : strict;
}

/** Why a text is no regular expression of ECMA-262 with the u flag; undefined where it is one. */
export function whyInvalid(pattern: string): string | undefined {
  try {
    return void new RegExp(pattern, "u");
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: .*\/u?: /s, "") : "it is not understood";
  }
}

/** Escapes of one character that mean the same with the u flag. */
const kept = /^[dDwWsSbBnrtvf^$\\.*+?()[\]{}|/]$/;

function mended(pattern: string): string | undefined {
  const pieces: string[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; ) {
    const piece = pieceAt(pattern, at);
    const text = inClass ? mendedInClass(pattern, at, piece) : mendedOutside(piece);
    if (text === undefined) return undefined;
    pieces.push(text);
    if (!inClass && piece === "[") inClass = true;
    else if (inClass && piece === "]") inClass = false;
    at += piece.length;
  }
  return pieces.join("");
}

/** An escape, a repetition, or one character. */
function pieceAt(pattern: string, at: number): string {
  pieces.lastIndex = at;
  return pieces.exec(pattern)?.[0] ?? pattern.charAt(at);
}

const pieces = /\\(?:u\{[\dA-Fa-f]+\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[1-9]\d*|0(?!\d)|[^])|\{\d+(?:,\d*)?\}|\{,\d+\}|[^]/uy;

function mendedOutside(piece: string): string | undefined {
  // Who writes {,5} means another dialect's {0,5}.
  if (piece.startsWith("{,")) return undefined;
  if (piece === "{" || piece === "}" || piece === "]") return `\\${piece}`;
  return piece.startsWith("\\") ? mendedEscape(piece, kept) : piece;
}

function mendedInClass(pattern: string, at: number, piece: string): string | undefined {
  if (piece.startsWith("\\")) return mendedEscape(piece, keptInClass);
  // A hyphen beside a class of characters begins no range.
  const isBeside = /\\[dDwWsS]$/.test(pattern.slice(Math.max(at - 2, 0), at)) || /^\\[dDwWsS]/.test(pattern.slice(at + 1, at + 3));
  return piece === "-" && isBeside ? "\\-" : piece;
}

const keptInClass = /^[dDwWsSbnrtvf^$\\.*+?()[\]{}|/-]$/;

function mendedEscape(piece: string, known: RegExp): string | undefined {
  const escaped = piece.slice(1);
  if (known.test(escaped) || /^(?:[1-9]\d*|0|[uxcpPk].+)$/su.test(escaped)) return piece;
  // A letter without a meaning has one in another dialect.
  return /^(?:\w|)$/.test(escaped) && escaped !== "_" ? undefined : escaped;
}
