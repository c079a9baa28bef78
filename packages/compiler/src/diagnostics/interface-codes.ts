import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about channels, operations and messages. */
export const interfaceCodes = {
  "operation-without-channel": entry(
    "error",
    (p: { operation: string }) => `Operation "${p.operation}" names no channel.`,
    () => "Add channel with a $ref to one of the channels.",
  ),
  "request-without-reply": entry(
    "error",
    (p: { operation: string }) => `Operation "${p.operation}" expects a reply but declares none.`,
    () => "Add reply.messages, or make the operation a notification.",
  ),
  "ambiguous-messages": entry(
    "warning",
    (p: { first: string; second: string; channel: string; receiver: string }) =>
      `Messages "${p.first}" and "${p.second}" cannot be told apart when "${p.receiver}" receives them on channel "${p.channel}".`,
    () => "Give both a required property with a const of its own.",
  ),
  "optional-constant": entry(
    "warning",
    (p: { message: string; pointer: string; other: string; channel: string }) =>
      `Only "${p.pointer}" tells message "${p.message}" from "${p.other}" on channel "${p.channel}", and it may be left out.`,
    (p) => `Make "${p.pointer}" required.`,
  ),
  "correlation-missing": entry(
    "warning",
    (p: { message: string; others: number; part: string; pointer: string; near: string | undefined }) =>
      `The correlation id of message "${p.message}"${andOthers(p.others)} is "${p.pointer}" of the ${p.part}, which the schema does not declare.`,
    (p) => `Declare the property, or correct correlationId.location${didYouMean(p.near)}`,
  ),
  "reply-without-correlation": entry(
    "warning",
    (p: { message: string; request: string }) =>
      `Message "${p.message}" answers "${p.request}", which has a correlation id, but has none itself.`,
    () => "Add correlationId to the reply.",
  ),
  "correlation-optional": entry(
    "warning",
    (p: { message: string; others: number; part: string; pointer: string }) =>
      `The correlation id of message "${p.message}"${andOthers(p.others)} may be left out: "${p.pointer}" of the ${p.part} is not required.`,
    () => "Add the property to required.",
  ),
  "correlation-type": entry(
    "error",
    (p: { request: string; requestType: string; reply: string; replyType: string }) =>
      `The correlation id is ${p.requestType} in request "${p.request}" but ${p.replyType} in reply "${p.reply}".`,
    () => "Give it the same type in both.",
  ),
  "duplicate-name": entry(
    "warning",
    (p: { what: string; other: string; name: string }) => `${p.what} and ${p.other} would both be "${p.name}" in generated code, where one gets another name.`,
    () => "Rename one of the two.",
  ),
  "undeclared-failure": entry(
    "error",
    (p: { operation: string }) => `Operation "${p.operation}" lists problems, but all messages of its reply are successes.`,
    () => "Add the failure to reply.messages, or remove x-parley-problems.",
  ),
  "missing-provenance": entry(
    "warning",
    (p: { what: string; key: string }) => `${p.what} does not say where it comes from.`,
    (p) => `Add ${p.key}: the document it is taken from, or "project".`,
  ),
  "missing-example": entry(
    "warning",
    (p: { what: string }) => `${p.what} has no example.`,
    () => "Add one to examples.",
  ),
} as const;

function andOthers(others: number): string {
  return others === 0 ? "" : ` and ${String(others)} more`;
}
