import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of what only OpenAPI documents say: paths, security, pages. */
export const httpCodes = {
  "path-variable-mismatch": entry(
    "error",
    (p: PathVariableMismatch) => {
      switch (p.fault) {
        case "undeclared":
          return `The path "${p.path}" has the variable "${p.variable}", but operation "${p.operation}" has no such path parameter.`;
        case "unused":
          return `Operation "${p.operation}" has the path parameter "${p.variable}", which its path "${p.path}" does not have.`;
        case "twice":
          return `The path "${p.path}" has the variable "${p.variable}" twice.`;
        case "optional":
          return `The path parameter "${p.variable}" is not required, but a path cannot leave it out.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "undeclared":
          return `Declare it in parameters${didYouMean(p.near)}`;
        case "unused":
          return `Correct the name, or put it in the path${didYouMean(p.near)}`;
        case "twice":
          return "Give the second a name of its own.";
        case "optional":
          return "Add required: true.";
      }
    },
  ),
  "unknown-security-scheme": entry(
    "error",
    (p: { scheme: string; near: string | undefined }) => `The components declare no security scheme "${p.scheme}".`,
    (p) => `Declare it in components.securitySchemes${didYouMean(p.near)}`,
  ),
  "pages-mismatch": entry(
    "error",
    (p: PagesMismatch) => {
      switch (p.fault) {
        case "parameter":
          return `The pages of operation "${p.operation}" are asked for by "${p.parameter}", which is no query parameter of it.`;
        case "items":
          return `The pages of operation "${p.operation}" hold their entries at "${p.pointer}", where its success declares no list.`;
        case "next":
          return `The pages of operation "${p.operation}" tell the next page at "${p.pointer}", which its success does not declare.`;
      }
    },
    (p) =>
      p.fault === "parameter" ? `Name one of its query parameters${didYouMean(p.near)}` : "Point at a declared property of the body.",
  ),
  "unjudged-content": entry(
    "warning",
    (p: { mediaType: string }) => `The schema of "${p.mediaType}" judges nothing: generated code hands the bytes on as they are.`,
    () => "Use a JSON media type where the content must be judged.",
  ),
} as const;

/** What is wrong between a path and its parameters. */
export type PathVariableMismatch =
  | {
      readonly fault: "undeclared" | "unused";
      readonly path: string;
      readonly variable: string;
      readonly operation: string;
      readonly near: string | undefined;
    }
  | { readonly fault: "twice"; readonly path: string; readonly variable: string }
  | { readonly fault: "optional"; readonly variable: string };

/** What is wrong with `x-parley-pages`. */
export type PagesMismatch =
  | { readonly fault: "parameter"; readonly operation: string; readonly parameter: string; readonly near: string | undefined }
  | { readonly fault: "items" | "next"; readonly operation: string; readonly pointer: string };
