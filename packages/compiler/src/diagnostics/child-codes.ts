import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about machines that know of each other: children, glare, remembered values. */
export const childCodes = {
  "unknown-machine": entry(
    "error",
    (p: { by: string; machine: string; near: string | undefined }) => `${p.by} names the machine "${p.machine}", which this interface does not have.`,
    (p) => `Correct the name, or add the machine${didYouMean(p.near)}`,
  ),
  "unknown-remembered": entry(
    "error",
    (p: { by: string; name: string; machine: string; near: string | undefined }) =>
      `${p.by} compares with "${p.name}", which machine "${p.machine}" does not remember.`,
    (p) => `Declare it under remember${didYouMean(p.near)}`,
  ),
  "child-mismatch": entry(
    "error",
    (p: ChildMismatch) => {
      switch (p.fault) {
        case "nested":
          return `Machine "${p.machine}" is contained in "${p.parent}", and cannot have ${p.key} of its own.`;
        case "timer":
          return `Machine "${p.machine}" is contained in "${p.parent}", and cannot run the timer "${p.timer}".`;
        case "trigger":
          return `Machine "${p.machine}" is contained in "${p.parent}", and cannot wait for "${p.trigger}".`;
        case "unseen":
          return `Machine "${p.machine}" ${p.act} "${p.message}", which "${p.parent}", in which it is contained, never ${p.act}.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "nested":
          return "A machine inside another has states and transitions only.";
        case "timer":
          return "Let the machine that contains it run the timer.";
        case "trigger":
          return "A machine inside another moves by the messages of that.";
        case "unseen":
          return `Add a transition to "${p.parent}": what it does not take is illegal.`;
      }
    },
  ),
} as const;

/** What a machine cannot do inside another. */
export type ChildMismatch = { readonly machine: string; readonly parent: string } & (
  | { readonly fault: "nested"; readonly key: string }
  | { readonly fault: "timer"; readonly timer: string }
  | { readonly fault: "trigger"; readonly trigger: string }
  | { readonly fault: "unseen"; readonly message: string; readonly act: "sends" | "receives" }
);
