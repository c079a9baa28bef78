import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about schemas and their examples. */
export const schemaCodes = {
  "example-rejected": entry(
    "error",
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
    "error",
    (p: { schema: string; property: string; near: string | undefined }) =>
      `${p.schema} requires the property "${p.property}" but does not declare it.`,
    (p) => `Declare it in properties${didYouMean(p.near)}`,
  ),
} as const;

const instead: { readonly [keyword: string]: string } = {
  nullable: 'Add "null" to type.',
  discriminator: "Tell the branches of oneOf apart by a required const.",
  prefixItems: "Use an object with named properties.",
  unevaluatedProperties: "Use additionalProperties.",
  unevaluatedItems: "Use items.",
  $dynamicRef: "Use $ref.",
  $dynamicAnchor: "Use $ref.",
};
