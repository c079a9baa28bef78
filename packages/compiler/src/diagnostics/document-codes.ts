import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";
import { dialectHint } from "./dialect-hint.js";
import { shortened } from "./shortened.js";

/** Codes of documents: what kind they are, what they refer to, and the shape of what they say. */
export const documentCodes = {
  "unknown-document-kind": entry<object>(
    "error",
    () => `The file is neither an AsyncAPI nor an OpenAPI nor an Arazzo document.`,
    () => `Start it with "asyncapi: 3.0.0", "openapi: 3.1.0" or "arazzo: 1.1.0".`,
  ),
  "unsupported-version": entry(
    "error",
    (p: { dialect: string; version: string; supported: string; hint: string }) =>
      `${p.dialect} ${p.version} is not supported; ${p.supported} is.`,
    (p) => p.hint,
  ),
  "unresolved-reference": entry(
    "error",
    (p: { reference: string; what: string; near: string | undefined }) => `The reference "${p.reference}" leads nowhere: ${p.what}.`,
    (p) => `Correct the reference${didYouMean(p.near)}`,
  ),
  "unresolved-remote": entry(
    "warning",
    (p: { reference: string; directory?: string }) => `The reference "${p.reference}" leads to the network, and nothing is read from there: any value will pass.`,
    (p) =>
      p.directory === undefined
        ? "Keep a copy beside the specification and refer to that, or allow the network with --allow-network."
        : `Allow the network with --allow-network, or the folder of a copy with --allow-root ${shellWord(p.directory)}.`,
  ),
  "unreadable-remote": entry(
    "error",
    (p: { address: string; why: string }) => `"${p.address}" could not be read: ${p.why}.`,
    () => "Correct the address, or keep a copy beside the specification and refer to that.",
  ),
  "reference-outside-root": entry(
    "error",
    (p: { reference: string; directory: string; others: number }) => {
      if (p.others === 0) return `The reference "${p.reference}" leads out of the folder of the specification. It is not followed, and what rests on it is not judged.`;
      const others = p.others === 1 ? "one other" : `${String(p.others)} others`;
      return `The reference "${p.reference}" and ${others} lead out of the folder of the specification, into "${p.directory}". They are not followed, and what rests on them is not judged.`;
    },
    (p) => `Allow the folder with --allow-root ${shellWord(p.directory)}, or name it under "roots" in parley.config.json.`,
  ),
  "foreign-keyword": entry(
    "warning",
    (p: { keyword: string; dialect: string; near: string | undefined }) => `"${p.keyword}" is no keyword of ${p.dialect}, so it demands nothing.`,
    (p) => (p.near === undefined ? "Remove it, or say it in keywords of that dialect." : `Correct the keyword${didYouMean(p.near)}`),
  ),
  "bound-of-other-dialect": entry(
    "warning",
    (p: { key: string; dialect: string; flags: boolean }) =>
      `In ${p.dialect} "${p.key}" is ${p.flags ? "true or false" : "a number"}: it is read as the ${p.flags ? "number that later drafts" : "flag that draft 4 and OpenAPI 3.0"} have.`,
    (p) => (p.flags ? "Write the number under the plain bound, and true here." : "Write the number of the plain bound here, and leave that bound out."),
  ),
  "unknown-vocabulary": entry(
    "warning",
    (p: { vocabulary: string }) => `The dialect requires the vocabulary "${p.vocabulary}", whose keywords are not known here.`,
    () => "Do not rely on its keywords: nothing that Parley makes will know of them.",
  ),
  "reference-cycle": entry(
    "error",
    (p: { what: string }) => `${p.what} leads back to itself.`,
    () => "Refer to an object that is written out.",
  ),
  "wrong-type": entry(
    "error",
    (p: { where: string; expected: string; found: string }) => `${p.where} must be ${p.expected}, but is ${p.found}.`,
    (p) => (p.expected === "a string" && /^(the number|true|false)/.test(p.found) ? "Put it in quotes." : `Write ${p.expected}.`),
  ),
  "missing-key": entry(
    "error",
    (p: { key: string; where: string }) => `${p.where} has no "${p.key}".`,
    (p) => `Add "${p.key}".`,
  ),
  "invalid-pattern": entry(
    "error",
    (p: { pattern: string; why: string }) => `"${shortened(p.pattern)}" is not a regular expression: ${shortened(p.why)}.`,
    (p) => dialectHint(p.pattern) ?? "Write it as ECMA-262 with the u flag has it.",
  ),
  "invalid-expression": entry(
    "error",
    (p: { expression: string }) => `"${p.expression}" is not a runtime expression that names a part of a message.`,
    () => "Write $message.payload# or $message.header# and a JSON pointer: $message.payload#/id.",
  ),
  "message-outside-channel": entry(
    "error",
    (p: { message: string; channel: string }) => `Message "${p.message}" is not one of channel "${p.channel}".`,
    () => "Refer to it through the messages of the channel.",
  ),
  "channel-outside-document": entry(
    "error",
    (p: { channel: string }) => `Channel "${p.channel}" is not among the channels of the document.`,
    () => "List it under channels of the document, by a $ref where it is written elsewhere.",
  ),
  "server-outside-document": entry(
    "error",
    (p: { server: string; channel: string }) => `Channel "${p.channel}" is on server "${p.server}", which is not among the servers of the document.`,
    () => "List it under servers of the document, by a $ref where it is written elsewhere.",
  ),
  "fixed-reply-address": entry(
    "warning",
    (p: { channel: string; address: string }) =>
      `The reply goes to an address that the request names, but its channel "${p.channel}" is at "${p.address}" always.`,
    () => "Give the channel of the reply the address null, or remove reply.address.",
  ),
  "undeclared-parameter": entry(
    "error",
    (p: { what: string; name: string; key: string; near: string | undefined }) => `${p.what} has "{${p.name}}", which ${p.key} does not declare.`,
    (p) => `Declare it in ${p.key}${didYouMean(p.near)}`,
  ),
  "unused-parameter": entry(
    "warning",
    (p: { what: string; name: string; near: string | undefined }) => `${p.what} has no "{${p.name}}".`,
    (p) => `Put it in the address, or remove it${didYouMean(p.near)}`,
  ),
  "unknown-binding": entry(
    "warning",
    (p: { key: string; wire: string; holder: string; near: string | undefined }) => `The ${p.wire} binding of a ${p.holder} knows no key "${p.key}".`,
    (p) => (p.near === undefined ? "Correct the key, or begin it with x-." : `Correct the key${didYouMean(p.near)}`),
  ),
  "invalid-media-type": entry(
    "warning",
    (p: { text: string }) => `"${p.text}" is not a media type.`,
    () => "Write a type and a subtype: application/json.",
  ),
  "invalid-component-name": entry(
    "warning",
    (p: { name: string; kind: string }) => `"${p.name}" cannot be a name in components.${p.kind}.`,
    () => "Use letters, digits, hyphens, underscores and full stops only.",
  ),
  "invalid-duration": entry(
    "error",
    (p: { text: string }) => `"${p.text}" is not a duration.`,
    () => "Write a number and a unit: 500ms, 90s, 2m or 1h.",
  ),
  "too-many-schemas": entry(
    "error",
    (p: { limit: number }) => `The specification has more than ${String(p.limit)} schemas; those from here on are not read.`,
    () => "Split the specification.",
  ),
  "invalid-status": entry(
    "error",
    (p: { status: string; range: boolean }) => `"${p.status}" is not a status of HTTP.`,
    (p) => (p.range ? `Write a number from 100 to 599, a range such as "4XX", or "default".` : "Write a number from 100 to 599."),
  ),
  "undeclared-tag": entry(
    "warning",
    (p: { tag: string; operation: string; near: string | undefined }) =>
      `Operation "${p.operation}" has the tag "${p.tag}", which the document does not declare among its tags.`,
    (p) => `Declare it, or correct the name${didYouMean(p.near)}`,
  ),
  "transition-without-trigger": entry<object>(
    "error",
    () => "The transition does not say what causes it.",
    () => "Add one of send, receive, decide, timer, lost, resumed, ended and event.",
  ),
  "second-trigger": entry(
    "error",
    (p: { first: string; second: string }) => `The transition has two causes, "${p.first}" and "${p.second}".`,
    () => "Write a transition for each.",
  ),
  "foreign-schema-format": entry(
    "warning",
    (p: { format: string }) => `The schema format "${p.format}" is a foreign one: any value will pass, and its type is unknown.`,
    () => "Nothing is wrong with it; write the schema as JSON Schema where values must be judged.",
  ),
  "unknown-key": entry(
    "error",
    (p: { key: string; where: string; near: string | undefined; known: readonly string[] }) => `${p.where} knows no key "${p.key}".`,
    (p) => (p.near === undefined ? `Use one of ${p.known.join(", ")}.` : `Correct the key${didYouMean(p.near)}`),
  ),
  "unknown-value": entry(
    "error",
    (p: { value: string; where: string; near: string | undefined; known: readonly string[] }) => `${p.where} cannot be "${p.value}".`,
    (p) => (p.near === undefined ? `Use one of ${p.known.join(", ")}.` : `Correct it${didYouMean(p.near)}`),
  ),
} as const;

function shellWord(directory: string): string {
  return /^[\w./@+-]+$/.test(directory) ? directory : JSON.stringify(directory);
}
