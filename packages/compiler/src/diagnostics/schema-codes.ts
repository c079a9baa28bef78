import type { Unbounded } from "../text/pattern-form.js";
import { didYouMean } from "./did-you-mean.js";
import type { LongText } from "../text/long-text.js";
import { entry } from "./entry.js";
import { shortened } from "./shortened.js";

/** Codes of rules about schemas and their examples. */
export const schemaCodes = {
  "example-rejected": entry(
    "warning",
    (p: { what: string; pointer: string; keyword: string; expected: string; found: string }) =>
      `${p.what} is rejected by its own schema${p.pointer === "" ? "" : ` at "${p.pointer}"`}: expected ${p.expected}, found ${p.found}.`,
    (p) => `Correct the example, or "${p.keyword}" in the schema.`,
  ),
  "outside-common-dialect": entry(
    "error",
    (p: { keyword: string; beside: "$ref" | undefined }) =>
      p.beside === undefined
        ? `The keyword "${p.keyword}" does not mean the same in AsyncAPI and OpenAPI, so a shared schema may not use it.`
        : `The keyword "${p.keyword}" beside $ref demands something, which AsyncAPI ignores.`,
    (p) => (p.beside === undefined ? instead[p.keyword] ?? "Say it with a keyword that both share." : "Write both as branches of allOf."),
  ),
  "undeclared-required": entry(
    "warning",
    (p: { schema: string; property: string; near: string | undefined }) =>
      `${p.schema} requires the property "${p.property}" but does not declare it.`,
    (p) => `Declare it in properties${didYouMean(p.near)}`,
  ),
  "unsafe-pattern": entry(
    "warning",
    (p: { pattern: string; text: LongText | undefined; why: Unbounded | undefined }) => {
      const takes = p.text === undefined ? "may take without bound" : `takes more than two million steps on ${spelt(p.text)}`;
      const parley = p.why === undefined
        ? "Parley matches it by a table, without going back, but other programs may not."
        : `it has no bounded form, since ${whys[p.why]}: Parley checks only such texts against it as take a moment.`;
      return `The pattern "${shortened(p.pattern)}" ${takes}${p.why === undefined ? ". " : ", and "}${parley}`;
    },
    (p) =>
      p.text === undefined
        ? "Write it shorter, and without backreferences and modifiers."
        : "Let each text match in one way only: repeat nothing that is repeated or optional itself, and no choice whose branches overlap.",
  ),
} as const;

/** Why a pattern has no bounded form, in the words of an editor. */
export const whys: Readonly<Record<Unbounded, string>> = {
  backreference: "it refers back to what a group took",
  "too-large": "it is too large",
  "not-read": "it is too long, nested too deep, or has modifiers",
};

function spelt({ prefix, pump, times, suffix }: LongText): string {
  const middle = `${String(times)} times ${JSON.stringify(pump)}`;
  return [...(prefix === "" ? [] : [JSON.stringify(prefix)]), middle, ...(suffix === "" ? [] : [JSON.stringify(suffix)])].join(", then ");
}

const instead: { readonly [keyword: string]: string } = {
  nullable: 'Add "null" to type.',
  discriminator: "Tell the branches of oneOf apart by a required const.",
  prefixItems: "Use an object with named properties.",
  unevaluatedProperties: "Use additionalProperties.",
  unevaluatedItems: "Use items.",
  $dynamicRef: "Use $ref.",
  $dynamicAnchor: "Use $ref.",
};
