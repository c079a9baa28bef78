import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about what machines and timers take from the rest of the specification, and do to it. */
export const machineCodes = {
  "unknown-role": entry(
    "error",
    (p: { by: string; role: string; near: string | undefined }) => `${p.by} names the role "${p.role}", which no operation has.`,
    (p) => `Correct the role${didYouMean(p.near)}`,
  ),
  "undeclared-property": entry(
    "error",
    (p: { by: string; property: string; of: string; near: string | undefined }) =>
      `${p.by} takes "${p.property}" from ${p.of}, where no such property is declared.`,
    (p) => `Correct the name, or declare the property${didYouMean(p.near)}`,
  ),
  "ambiguous-transition": entry(
    "error",
    (p: { machine: string; state: string; trigger: string }) =>
      `In state "${p.state}" of machine "${p.machine}", two transitions may be taken at once on "${p.trigger}".`,
    () => "Remove one of them, or give them guards that exclude each other.",
  ),
  "timer-out-of-range": entry(
    "error",
    (p: { fault: "reversed" | "default"; timer: string }) =>
      p.fault === "reversed" ? `The range of timer "${p.timer}" begins above its end.` : `The default of timer "${p.timer}" is outside its range.`,
    (p) => (p.fault === "reversed" ? "Write the shortest first." : "Correct the default, or widen the range."),
  ),
  "idle-timer": entry(
    "warning",
    (p: { fault: "waited" | "stopped" | "started"; machine: string; timer: string }) => {
      if (p.fault === "started") return `Machine "${p.machine}" starts the timer "${p.timer}", but no transition waits for it.`;
      return `Machine "${p.machine}" ${p.fault === "waited" ? "waits for" : "stops"} the timer "${p.timer}" where it cannot be running.`;
    },
    (p) => (p.fault === "started" ? "Add a transition for it, or do not start it." : "Start it on the way there, or correct its name."),
  ),
  "unknown-enclosure": entry(
    "error",
    (p: UnknownEnclosure) =>
      p.fault === "within"
        ? `Machine "${p.machine}" is within "${p.name}", which is neither connection nor transport nor program nor a machine.`
        : `A transition of machine "${p.machine}" waits for the end of "${p.name}", but the machine is ${p.within === undefined ? "within nothing" : `within "${p.within}"`}.`,
    (p) => (p.fault === "within" ? `Correct the name${didYouMean(p.near)}` : "Name what the machine is within."),
  ),
  "effect-mismatch": entry(
    "error",
    (p: EffectMismatch) => {
      switch (p.fault) {
        case "answer":
          return `Machine "${p.machine}" ${p.act === "accept" ? "accepts" : "refuses"} "${p.method}", which is no request.`;
        case "undeclared":
          return `Machine "${p.machine}" sends "${p.message}" with "${p.key}", which the message does not declare.`;
        case "missing":
          return `Machine "${p.machine}" sends "${p.message}" without ${p.property}, which the message requires.`;
        case "rejected":
          return `Machine "${p.machine}" sends "${p.message}" with a wrong value at "${p.pointer}": expected ${p.expected}, found ${p.found}.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "answer":
          return "Name a method whose operation has a reply.";
        case "undeclared":
          return `Correct the key, or declare it${didYouMean(p.near)}`;
        case "missing":
          return "Give it a value in the effect.";
        case "rejected":
          return "Correct the value, or the message.";
      }
    },
  ),
  "idle-answer": entry(
    "warning",
    (p: { machine: string; act: "accept" | "refuse"; method: string }) =>
      `Machine "${p.machine}" ${p.act === "accept" ? "accepts" : "refuses"} "${p.method}" where no request of it can be open.`,
    () => "Answer the request that the transition receives, or one that is still open.",
  ),
  "unlisted-problem": entry(
    "error",
    (p: { machine: string; method: string; problem: string; near: string | undefined }) =>
      `Machine "${p.machine}" refuses "${p.method}" with the problem "${p.problem}", which no operation of that method lists.`,
    (p) => `Add it to x-parley-problems of the operation${didYouMean(p.near)}`,
  ),
} as const;

/** What is wrong with what a machine lives in. */
export type UnknownEnclosure = { readonly machine: string; readonly name: string } & (
  | { readonly fault: "within"; readonly near: string | undefined }
  | { readonly fault: "trigger"; readonly within: string | undefined }
);

/** What is wrong with what a machine sends or answers by itself. */
export type EffectMismatch = { readonly machine: string } & (
  | { readonly fault: "answer"; readonly act: "accept" | "refuse"; readonly method: string }
  | { readonly fault: "undeclared"; readonly message: string; readonly key: string; readonly near: string | undefined }
  | { readonly fault: "missing"; readonly message: string; readonly property: string }
  | { readonly fault: "rejected"; readonly message: string; readonly pointer: string; readonly expected: string; readonly found: string }
);
