import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about the registry of problems and causes, and about what is held equal to it. */
export const registryCodes = {
  "unknown-problem": entry(
    "error",
    (p: { by: string; problem: string; near: string | undefined }) => `${p.by} names the problem "${p.problem}", which the registry does not have.`,
    (p) => `Add it to the registry of problems${didYouMean(p.near)}`,
  ),
  "problem-example-mismatch": entry(
    "error",
    (p: ProblemExampleMismatch) => {
      switch (p.fault) {
        case "unknown":
          return `The example is of the problem "${p.type}", which the registry does not have.`;
        case "unlisted":
          return `The example is of the problem "${p.type}", which the response "${p.status}" does not list.`;
        case "status":
          return `The problem "${p.problem}" has the status ${String(p.wanted)} in the registry, and ${String(p.shown)} in this example.`;
        case "title":
          return `The problem "${p.problem}" has the title "${p.wanted}" in the registry, and "${p.shown}" in this example.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "unknown":
          return `Correct the type, or add the problem to the registry${didYouMean(p.near)}`;
        case "unlisted":
          return `Show a problem that the response lists, or list this one in its x-parley-problems${didYouMean(p.near)}`;
        default:
          return `Write ${JSON.stringify(p.wanted)}.`;
      }
    },
  ),
  "unknown-cause": entry(
    "error",
    (p: { by: string; cause: string; near: string | undefined }) => `${p.by} names the cause "${p.cause}", which the registry does not have.`,
    (p) => `Add it to the causes of the registry${didYouMean(p.near)}`,
  ),
  "unknown-sender": entry(
    "error",
    (p: { name: string; role: string; near: string | undefined }) => `"${p.name}" is sent by the role "${p.role}", which is not one of the roles of the registry.`,
    (p) => `Add it to roles${didYouMean(p.near)}`,
  ),
  "unsent-problem": entry(
    "error",
    (p: { operation: string; problem: string; roles: readonly string[] }) =>
      `Operation "${p.operation}" may be refused with the problem "${p.problem}", which ${quoted(p.roles)} may not send.`,
    () => "Remove the problem from the operation, or add the role that answers it to its sentBy in the registry.",
  ),
  "duplicate-problem": entry(
    "error",
    (p: { problem: string }) => `The registry has the problem "${p.problem}" twice.`,
    () => "Rename one of the two, or remove it.",
  ),
  "duplicate-cause": entry(
    "error",
    (p: { cause: string }) => `The registry has the cause "${p.cause}" twice.`,
    () => "Rename one of the two, or remove it.",
  ),
  "overlapping-codes": entry(
    "error",
    (p: { code: number; network: string }) => `Two rows say what ${String(p.code)} of ${p.network} means.`,
    () => "Leave one. A row of one code comes before a range, but not before another row of the same code.",
  ),
  "one-way-code": entry(
    "error",
    (p: { what: string; code: number; scope: "device" | "everywhere"; back: { name: string; code: number | undefined; scope: "device" | "everywhere" } | undefined }) => {
      const sent = `${p.what} goes to SIP as ${String(p.code)}`;
      if (p.back === undefined) return `${sent}, and no row of "fromSip" brings it back.`;
      if (p.back.scope !== p.scope) return `${sent} with the scope "${p.scope}", and comes back with "${p.back.scope}".`;
      return `${sent}, and comes back as "${p.back.name}", which ${p.back.code === undefined ? "has no code" : `goes as ${String(p.back.code)}`}.`;
    },
    (p) => `Give the row of ${String(p.code)} something that goes to SIP as ${String(p.code)}, or choose another code.`,
  ),
  "enumeration-drift": entry(
    "error",
    (p: { registry: string; lacking: readonly string[]; foreign: readonly string[] }) =>
      [
        `The enumeration is not that of the ${p.registry} of the registry`,
        ...(p.lacking.length === 0 ? [] : [`it lacks ${quoted(p.lacking)}`]),
        ...(p.foreign.length === 0 ? [] : [`the registry does not have ${quoted(p.foreign)}`]),
      ].join("; ") + ".",
    () => "Write the same names in both.",
  ),
} as const;

/** What is wrong with an example of a problem. */
export type ProblemExampleMismatch =
  | { readonly fault: "unknown"; readonly type: string; readonly near: string | undefined }
  | { readonly fault: "unlisted"; readonly status: string; readonly type: string; readonly near: string | undefined }
  | { readonly fault: "status"; readonly problem: string; readonly wanted: number; readonly shown: number }
  | { readonly fault: "title"; readonly problem: string; readonly wanted: string; readonly shown: string };

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
