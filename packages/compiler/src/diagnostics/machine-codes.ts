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
} as const;
