import { positionOf } from "../source/source-file.js";
import type { Diagnostic, Location } from "./diagnostic.js";
import { excerpt } from "./excerpt.js";
import { printable } from "./printable.js";

/**
 * A diagnostic as people read it:
 *
 * ```
 * specs/signalling/uni.asyncapi.yaml:118:3: error request-without-reply
 *   Operation "msetup" expects a reply but declares none.
 *   118 |   msetup:
 *       |   ^^^^^^
 *   hint: Add reply.messages, or make the operation a notification.
 * ```
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: TextOptions = {}): string {
  const paint = options.colour === true ? colours : plain;
  const severity = diagnostic.severity === "error" ? paint.error : paint.warning;
  const lines = [`${paint.place(`${place(diagnostic.location)}:`)} ${severity(diagnostic.severity)} ${diagnostic.code}`];
  lines.push(`  ${printable(diagnostic.message)}`);
  const shown = excerpt(diagnostic.location);
  if (shown !== undefined) {
    const margin = " ".repeat(String(shown.line).length);
    lines.push(`  ${paint.faint(`${String(shown.line)} |`)} ${shown.text}`.trimEnd());
    lines.push(`  ${paint.faint(`${margin} |`)} ${severity(shown.carets, shown.carets.search(/\^/))}`);
  }
  if (diagnostic.hint !== undefined) lines.push(`  ${paint.label("hint:")} ${printable(diagnostic.hint)}`);
  for (const related of diagnostic.related) {
    lines.push(`  ${paint.label("note:")} ${printable(related.message)}: ${place(related.location)}`);
  }
  return lines.join("\n");
}

/** The place and the message, in one line. */
export function formatBrief({ location, message }: Diagnostic): string {
  return `${place(location)}: ${printable(message)}`;
}

/** How a diagnostic is printed. */
export interface TextOptions {
  /** Uses the colours of a terminal. */
  readonly colour?: boolean;
}

/** `specs/uni.yaml:118:3`, or the path alone where the whole file is meant. */
export function place(location: Location): string {
  const path = printable(location.file.path);
  if (location.range === undefined) return path;
  const { line, column } = positionOf(location.file, location.range.start);
  return `${path}:${String(line)}:${String(column)}`;
}

interface Paint {
  readonly error: Brush;
  readonly warning: Brush;
  readonly place: Brush;
  readonly label: Brush;
  readonly faint: Brush;
}

type Brush = (text: string, from?: number) => string;

const plain: Paint = { error: same, warning: same, place: same, label: same, faint: same };
const colours: Paint = { error: brush(31, 39), warning: brush(33, 39), place: brush(1, 22), label: brush(36, 39), faint: brush(2, 22) };

function same(text: string): string {
  return text;
}

function brush(on: number, off: number): Brush {
  return (text, from = 0) => `${text.slice(0, from)}\u001b[${String(on)}m${text.slice(from)}\u001b[${String(off)}m`;
}
