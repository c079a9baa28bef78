import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of what only OpenAPI documents say: paths, security, pages, links. */
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
  "link-mismatch": entry(
    "warning",
    (p: LinkMismatch) => {
      switch (p.fault) {
        case "parameter":
          return `The link "${p.link}" gives the parameter "${p.parameter}", which operation "${p.operation}" does not take.`;
        case "body":
          return `The link "${p.link}" gives a body, and operation "${p.operation}" takes none.`;
        case "member":
          return `The link "${p.link}" takes "${p.pointer}" of the body of ${p.holder}, whose schema declares no such member.`;
        case "empty":
          return `The link "${p.link}" takes "${p.expression}", and ${p.holder} has no body.`;
        case "named":
          return `The link "${p.link}" takes the ${partNames[p.part]} "${p.name}" of ${p.holder}, which does not declare it.`;
        case "source":
          return `The link "${p.link}" takes "${p.expression}", and a response has no ${p.part}.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "parameter":
          return `Name one of its parameters${didYouMean(p.near)}`;
        case "body":
          return "Remove requestBody, or lead to an operation with a body.";
        case "member":
          return `Point at a member that the schema declares${didYouMean(p.near)}`;
        case "empty":
          return "Take it from elsewhere, or declare the content.";
        case "named":
          return `Name one that is declared${didYouMean(p.near)}`;
        case "source":
          return `Take it from the request: $request.${p.part}.`;
      }
    },
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

const partNames = { header: "header", query: "query parameter", path: "path parameter" } as const;

/** What a link takes and is not there. */
export type MissingPart =
  | { readonly fault: "member"; readonly pointer: string; readonly holder: string; readonly near: string | undefined }
  | { readonly fault: "empty"; readonly holder: string }
  | { readonly fault: "named"; readonly part: "header" | "query" | "path"; readonly name: string; readonly holder: string; readonly near: string | undefined }
  | { readonly fault: "source"; readonly part: "query" | "path" };

/** What is wrong between a link and the operations that it joins. */
export type LinkMismatch =
  | { readonly fault: "parameter"; readonly link: string; readonly operation: string; readonly parameter: string; readonly near: string | undefined }
  | { readonly fault: "body"; readonly link: string; readonly operation: string }
  | (MissingPart & { readonly link: string; readonly expression: string });
