import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about behaviour (machines, timers) and flows. */
export const behaviourCodes = {
  "illegal-state": entry(
    "error",
    (p: IllegalState) => {
      switch (p.fault) {
        case "unknown":
          return `A transition of machine "${p.machine}" ${p.end === "from" ? "starts from" : "leads to"} "${p.state}", which is none of its states.`;
        case "glare":
          return `The glare of machine "${p.machine}" names the state "${p.state}", which machine "${p.rival}" does not have.`;
        case "no-initial":
          return `Machine "${p.machine}" has no initial state.`;
        case "second-initial":
          return `Machine "${p.machine}" has a second initial state, "${p.state}".`;
        case "final-with-exit":
          return `State "${p.state}" of machine "${p.machine}" is final, but a transition leaves it.`;
        case "no-exit":
          return `State "${p.state}" of machine "${p.machine}" is not final, but no transition leaves it.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "unknown":
          return `Add the state${didYouMean(p.near)}`;
        case "glare":
          return `Correct the state${didYouMean(p.near)}`;
        case "no-initial":
          return "Mark one of its states with initial: true.";
        case "second-initial":
          return "Keep one initial state.";
        case "final-with-exit":
          return "Remove the transition, or do not call the state final.";
        case "no-exit":
          return "Add a transition, or call the state final.";
      }
    },
  ),
  "unreachable-state": entry(
    "error",
    (p: { machine: string; state: string; initial: string }) =>
      `State "${p.state}" of machine "${p.machine}" cannot be reached from "${p.initial}".`,
    () => "Add a transition that leads to it, or remove it.",
  ),
  "unknown-message": entry(
    "error",
    (p: { by: string; message: string; near: string | undefined }) => `${p.by} names "${p.message}", which no operation has.`,
    (p) => `Correct the name, or add the operation${didYouMean(p.near)}`,
  ),
  "unknown-timer": entry(
    "error",
    (p: { machine: string; timer: string; near: string | undefined }) =>
      `Machine "${p.machine}" uses the timer "${p.timer}", which is not declared.`,
    (p) => `Declare it under timers${didYouMean(p.near)}`,
  ),
  "dead-message": entry(
    "warning",
    (p: { message: string; role: string; act: "sends" | "receives" }) => `No machine of "${p.role}" ever ${p.act} "${p.message}".`,
    () => "Add a transition for it, or remove the operation.",
  ),
  "flow-mismatch": entry(
    "error",
    (p: FlowMismatch) => {
      const step = `Step "${p.step}" of flow "${p.flow}"`;
      switch (p.fault) {
        case "operation":
          return `${step} names the operation "${p.operation}", which does not exist.`;
        case "part":
          return `${step} is a ${p.part}, but operation "${p.operation}" has none.`;
        case "itself":
          return `${step} goes from "${p.participant}" to itself.`;
        case "direction":
          return `${step} has "${p.participant}" act as "${p.role}", but an earlier step had it act as "${p.earlier}".`;
        case "payload":
          return `The payload of step "${p.step}" is rejected by message "${p.message}"${p.pointer === "" ? "" : ` at "${p.pointer}"`}: expected ${p.expected}, found ${p.found}.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "operation":
          return `Correct operationId${didYouMean(p.near)}`;
        case "part":
          return "Correct x-parley-part, or the operation.";
        case "itself":
          return "Name two participants in x-parley-from and x-parley-to.";
        case "direction":
          return "Swap x-parley-from and x-parley-to, or name the operation of the other direction.";
        case "payload":
          return "Correct the payload, or the message.";
      }
    },
  ),
  "flow-order": entry(
    "error",
    (p: FlowOrder) =>
      p.fault === "count"
        ? `Step "${p.step}" has "${p.key}" ${String(p.count)}, but the next message of "${p.sender}" on this connection is number ${String(p.expected)}.`
        : `Step "${p.step}" answers the request ${p.id}, but "${p.requester}" has no such request open.`,
    (p) => (p.fault === "count" ? `Write ${String(p.expected)}, or correct the steps before.` : "Repeat the id of the request."),
  ),
} as const;

/** What is wrong with the order of the steps of a flow. */
export type FlowOrder = { readonly step: string } & (
  | { readonly fault: "count"; readonly key: string; readonly count: number; readonly expected: number; readonly sender: string }
  | { readonly fault: "reply"; readonly id: string; readonly requester: string }
);

/** What is wrong with a state. */
export type IllegalState =
  | { readonly fault: "unknown"; readonly machine: string; readonly state: string; readonly end: "from" | "to"; readonly near: string | undefined }
  | { readonly fault: "glare"; readonly machine: string; readonly rival: string; readonly state: string; readonly near: string | undefined }
  | { readonly fault: "no-initial"; readonly machine: string }
  | { readonly fault: "second-initial" | "final-with-exit" | "no-exit"; readonly machine: string; readonly state: string };

/** What is wrong with a step of a flow. */
export type FlowMismatch = { readonly flow: string; readonly step: string } & (
  | { readonly fault: "operation"; readonly operation: string; readonly near: string | undefined }
  | { readonly fault: "part"; readonly operation: string; readonly part: string }
  | { readonly fault: "itself"; readonly participant: string }
  | { readonly fault: "direction"; readonly participant: string; readonly role: string; readonly earlier: string }
  | { readonly fault: "payload"; readonly message: string; readonly pointer: string; readonly expected: string; readonly found: string }
);
