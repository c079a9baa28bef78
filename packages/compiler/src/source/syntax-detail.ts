import type { YAMLError } from "yaml";

/** A mistake of YAML or JSON in the words of this project; `mend` where there is one way to mend it. */
export interface SyntaxDetail {
  readonly detail: string;
  readonly mend?: string;
}

/** Says what the `yaml` package has found. */
export function syntaxDetail(error: Pick<YAMLError, "code" | "message">): SyntaxDetail {
  const bracket = /must .*end with a ([}\]])/.exec(error.message)?.[1];
  if (bracket !== undefined) {
    return { detail: `A "${bracket}" is missing before this place`, mend: `Close the bracket with "${bracket}", and indent its lines deeper than the key.` };
  }
  const known = sentences[error.code];
  if (known !== undefined) return known;
  if (error.message.startsWith("Implicit map keys")) return { detail: "The line is neither a key with its value nor part of the value before", mend: 'Write "key: value", or indent the line.' };
  if (error.message.startsWith("Comments must")) return { detail: 'A "#" without a space before it starts no comment', mend: "Remove it, or put a space before it." };
  if (error.message.startsWith("Missing closing")) return { detail: "The quote is never closed", mend: "Close the quote." };
  return { detail: error.message };
}

const sentences: { readonly [code: string]: SyntaxDetail | undefined } = {
  BLOCK_AS_IMPLICIT_KEY: {
    detail: "A map or list may not start here, behind a key on the same line",
    mend: "Put the value in quotes, or start the map or list on the next line.",
  },
  BLOCK_IN_FLOW: { detail: "Inside brackets, a map or list needs brackets of its own", mend: "Write it in brackets, or everything without." },
  BAD_INDENT: { detail: "The line does not start in the column of the lines that it belongs to", mend: "Indent the keys of one map, and the items of one list, alike." },
  MULTILINE_IMPLICIT_KEY: { detail: "A key must stand on one line", mend: 'Check that the line before ends as it should, and that the key is followed by ":".' },
  KEY_OVER_1024_CHARS: { detail: "A key may have at most 1024 characters" },
  BAD_SCALAR_START: { detail: "A value may not start with this character", mend: "Put the value in quotes." },
};
