import { matchesPattern } from "../text/pattern-form.js";
import { readPattern, type Term } from "../text/pattern-term.js";
import { strictPattern } from "../text/strict-pattern.js";

/** A text that a pattern matches, of a length within the bounds; undefined where none was found. */
export function textOfPattern(pattern: string, least: number, most: number): string | undefined {
  const strict = strictPattern(pattern);
  const term = strict === undefined ? undefined : readPattern(strict);
  if (term === undefined) return undefined;
  for (let repeats = 0; repeats <= Math.min(Math.max(least, 1), longest); repeats += 1) {
    for (let branch = 0; branch < branchesTried; branch += 1) {
      const text = textOf(term, { repeats, branch });
      const length = text === undefined ? -1 : [...text].length;
      if (text !== undefined && length >= least && length <= most && matchesPattern(pattern, text) === true) return text;
    }
  }
  return undefined;
}

const longest = 4_096;
const branchesTried = 3;

interface Choice {
  /** How often a part is there that may be there any number of times. */
  readonly repeats: number;
  readonly branch: number;
}

/** Undefined where it holds what only a search would meet. */
function textOf(term: Term, choice: Choice): string | undefined {
  switch (term.kind) {
    case "character":
      return characterOf(term.source);
    case "sequence":
      return joined(term.parts.map((part) => textOf(part, choice)));
    case "choice":
      return textOf(term.branches[Math.min(choice.branch, term.branches.length - 1)] ?? { kind: "sequence", parts: [] }, choice);
    case "repeat": {
      const times = Math.min(Math.max(term.least, choice.repeats), term.most);
      return joined(Array.from({ length: times }, () => textOf(term.part, choice)));
    }
    case "echo":
      return undefined;
    // A look ahead or behind, or a boundary, takes no character; whether it holds, the match itself says.
    default:
      return "";
  }
}

function joined(texts: readonly (string | undefined)[]): string | undefined {
  return texts.some((text) => text === undefined) ? undefined : texts.join("");
}

const characters = [..."a0A-_.:/@+=~!? ,;#%&*()'\"<>[]{}|\\^$`\u00e9\u4e2d\n\t"];

function characterOf(source: string): string | undefined {
  const expression = new RegExp(`^(?:${source})$`, "su");
  const found = characters.find((character) => expression.test(character));
  if (found !== undefined) return found;
  for (let unit = 0x21; unit < 0x3000; unit += 1) if (expression.test(String.fromCharCode(unit))) return String.fromCharCode(unit);
  return undefined;
}
