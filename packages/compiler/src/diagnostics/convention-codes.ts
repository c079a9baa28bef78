import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of the conventions of an OpenAPI document: one for each that `x-parley-conventions` may name, and one more for examples. */
export const conventionCodes = {
  "problem-response-mismatch": entry(
    "error",
    (p: ProblemResponseMismatch) => {
      switch (p.fault) {
        case "no-default":
          return `Operation "${p.operation}" has no response "default".`;
        case "content":
          return `The response "${p.status}" refuses, but is not "application/problem+json" alone.`;
        case "schema":
          return `The response "${p.status}" has no schema that requires "type", "title" and "status".`;
        case "unlisted":
          return `The response "${p.status}" does not list its problems.`;
        case "status":
          return `The response "${p.status}" lists the problem "${p.problem}", whose status is ${String(p.actual)}.`;
        case "own-response":
          return `The response "default" of operation "${p.operation}" lists the problem "${p.problem}", though it has a response "${p.actual}".`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "no-default":
          return "Add responses.default, which lists every problem that no other response does.";
        case "content":
          return "Give it the content application/problem+json, and no other.";
        case "schema":
          return "Refer to the schema of problem details (RFC 9457).";
        case "unlisted":
          return "Name them in x-parley-problems of the response.";
        case "status":
          return `List it in the response "${String(p.actual)}".`;
        case "own-response":
          return "List it there, and not in the default.";
      }
    },
  ),
  "missing-http-example": entry(
    "error",
    (p: MissingHttpExample) =>
      p.fault === "content" ? `The content "${p.mediaType}" of ${p.of} has no named example.` : `The response "${p.status}" lists the problem "${p.problem}", and has no example of it.`,
    (p) => (p.fault === "content" ? "Add one to its examples." : `Add to its examples one whose type is ${p.type}.`),
  ),
  "idempotency-key-mismatch": entry(
    "error",
    (p: HeaderMismatch | UnlistedAt | { readonly fault: "stray"; readonly operation: string; readonly header: string; readonly method: string }) =>
      p.fault === "stray" ? `Operation "${p.operation}" takes the header "${p.header}", though it is no POST but a ${p.method.toUpperCase()}.` : requirement(p),
    (p) => (p.fault === "stray" ? "Remove the parameter: the method alone says what a repetition does." : mend(p)),
  ),
  "precondition-mismatch": entry(
    "error",
    (p: HeaderMismatch | UnlistedAt | UntoldHeader) => requirement(p),
    (p) => mend(p),
  ),
  "merge-patch-mismatch": entry(
    "error",
    (p: MergePatchMismatch) => {
      switch (p.fault) {
        case "none":
          return `Operation "${p.operation}" is a PATCH, and takes no body.`;
        case "other":
          return `The body of operation "${p.operation}", a PATCH, is "${p.mediaType}".`;
        case "stray":
          return `Operation "${p.operation}" takes a merge patch, though it is no PATCH but a ${p.method.toUpperCase()}.`;
      }
    },
    (p) => (p.fault === "stray" ? "Give it the content application/json, or make it a PATCH." : "Give it the content application/merge-patch+json, and no other."),
  ),
  "list-without-pages": entry(
    "error",
    (p: ListWithoutPages) => {
      switch (p.fault) {
        case "bare":
          return `Operation "${p.operation}" answers with a bare list, which has no place for a way on.`;
        case "untold":
          return `Operation "${p.operation}" answers with a list, but does not say how it is followed.`;
        case "parameter":
          return `Operation "${p.operation}" answers with a list, but takes no query parameter "${p.parameter}".`;
        case "endless":
          return `A page of operation "${p.operation}" has any number of entries.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "bare":
          return "Answer with an object of items and next.";
        case "untold":
          return "Add x-parley-pages to the operation.";
        case "parameter":
          return `Add the parameter, or refer to it${didYouMean(p.near)}`;
        case "endless":
          return "Add maxItems to the list of entries.";
      }
    },
  ),
  "limits-mismatch": entry(
    "error",
    (p: UnlistedAt | UntoldHeader) => requirement(p),
    (p) => mend(p),
  ),
  "unconventional-name": entry(
    "error",
    (p: { what: string; name: string; style: NameStyle; better: string }) => `The ${p.what} "${p.name}" is not in ${p.style}.`,
    (p) => (p.better === "" || p.better === p.name ? `Write it in ${p.style}.` : `Write "${p.better}".`),
  ),
  "scope-mismatch": entry(
    "error",
    (p: ScopeMismatch) =>
      p.fault === "none" ? `Operation "${p.operation}" can be called without a scope.` : `Operation "${p.operation}" asks for the scope "${p.scope}", of which the scheme "${p.scheme}" does not tell.`,
    (p) => (p.fault === "none" ? "Name in each way of its security at least one scope." : `Tell of it in the flows of the scheme, or, in backquotes, in its description${didYouMean(p.near)}`),
  ),
  "unwatched-work": entry(
    "error",
    (p: UnwatchedWork) => {
      switch (p.fault) {
        case "location":
          return `The response "202" of operation "${p.operation}" has no required header "Location".`;
        case "body":
          return `The response "202" of operation "${p.operation}" has no resource to watch.`;
        case "reader":
          return `The resource that operation "${p.operation}" answers with at "202" is read by no GET.`;
        case "state":
          return `The resource that operation "${p.operation}" answers with at "202" need not have a "state".`;
        case "never":
          return `No state of the resource that operation "${p.operation}" answers with at "202" says that work is under way.`;
        case "over":
          return `No example of the response "202" of operation "${p.operation}" shows the work under way.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "location":
          return "Add the header, which says where the work is watched.";
        case "body":
          return "Give it a JSON content that shows how far the work is.";
        case "reader":
          return "Answer with the schema of a GET, or add a link to one.";
        case "state":
          return "Add state to the properties of the resource, and to those that it requires.";
        case "never":
          return "List these states in x-parley-under-way of the schema of state; where there is none, answer with another status.";
        case "over":
          return "Show the resource in one of the states of x-parley-under-way.";
      }
    },
  ),
  "unaccepted-work": entry(
    "error",
    (p: UnacceptedWork) => {
      switch (p.fault) {
        case "made":
          return `Operation "${p.operation}" begins work, which goes on in the states ${p.states.map((state) => `"${state}"`).join(", ")}, and answers with "${p.status}".`;
        case "shown":
          return `An example of the response "${p.status}" of operation "${p.operation}" shows work under way: its state is "${p.state}".`;
        case "unknown":
          return `"${p.state}" is under way, but is none of the states that are enumerated here.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "made":
          return 'Answer with "202".';
        case "shown":
          return 'Show what the operation leaves behind, or answer with "202".';
        case "unknown":
          return `Correct it, or add it to the enumeration${didYouMean(p.near)}`;
      }
    },
  ),
  "closed-enumeration": entry(
    "error",
    (p: { what: string }) => `The enumeration of ${p.what} can take no further value.`,
    () => "Put it in anyOf beside a plain string, or say in x-parley-closed why it never grows.",
  ),
} as const;

/** How a name is spelt: TS 29.501, 5.1. */
export type NameStyle = "UpperCamel" | "lowerCamel" | "lower-with-hyphen";

export type ProblemResponseMismatch =
  | { readonly fault: "no-default"; readonly operation: string }
  | { readonly fault: "content" | "schema" | "unlisted"; readonly status: string }
  | { readonly fault: "status"; readonly status: string; readonly problem: string; readonly actual: number }
  | { readonly fault: "own-response"; readonly operation: string; readonly problem: string; readonly actual: string };

export type MissingHttpExample =
  | { readonly fault: "content"; readonly mediaType: string; readonly of: string }
  | { readonly fault: "problem"; readonly status: string; readonly problem: string; readonly type: string };

/** A header that a request must have. */
export interface HeaderMismatch {
  readonly fault: "header";
  readonly operation: string;
  readonly header: string;
}

/** A problem that an operation must list, and where. */
export interface UnlistedAt {
  readonly fault: "unlisted";
  readonly operation: string;
  readonly problem: string;
  readonly status: string;
}

/** A header that a response must have. */
export interface UntoldHeader {
  readonly fault: "untold-header";
  readonly status: string;
  readonly header: string;
}

export type MergePatchMismatch =
  | { readonly fault: "none"; readonly operation: string }
  | { readonly fault: "other"; readonly operation: string; readonly mediaType: string }
  | { readonly fault: "stray"; readonly operation: string; readonly method: string };

export type ListWithoutPages =
  | { readonly fault: "bare" | "untold" | "endless"; readonly operation: string }
  | { readonly fault: "parameter"; readonly operation: string; readonly parameter: string; readonly near: string | undefined };

export type ScopeMismatch =
  | { readonly fault: "none"; readonly operation: string }
  | { readonly fault: "untold"; readonly operation: string; readonly scope: string; readonly scheme: string; readonly near: string | undefined };

export interface UnwatchedWork {
  readonly fault: "location" | "body" | "reader" | "state" | "never" | "over";
  readonly operation: string;
}

export type UnacceptedWork =
  | { readonly fault: "made"; readonly operation: string; readonly status: string; readonly states: readonly string[] }
  | { readonly fault: "shown"; readonly operation: string; readonly status: string; readonly state: string }
  | { readonly fault: "unknown"; readonly state: string; readonly near: string | undefined };

function requirement(p: HeaderMismatch | UnlistedAt | UntoldHeader): string {
  switch (p.fault) {
    case "header":
      return `Operation "${p.operation}" does not demand the header "${p.header}".`;
    case "unlisted":
      return `Operation "${p.operation}" does not list the problem "${p.problem}" in a response "${p.status}".`;
    case "untold-header":
      return `The response "${p.status}" does not promise the header "${p.header}".`;
  }
}

function mend(p: HeaderMismatch | UnlistedAt | UntoldHeader): string {
  switch (p.fault) {
    case "header":
      return "Add it to the parameters, in: header, with required: true.";
    case "unlisted":
      return "Add the response, or name the problem in its x-parley-problems.";
    case "untold-header":
      return "Add it to the headers of the response, with required: true.";
  }
}
