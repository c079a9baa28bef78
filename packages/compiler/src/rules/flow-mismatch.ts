import { posix } from "node:path";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Flow, Step } from "../model/flow.js";
import type { MessageId } from "../model/message.js";
import type { Operation } from "../model/operation.js";
import type { Origin } from "../model/origin.js";
import type { Protocol } from "../model/protocol.js";
import { valueOf, type Node } from "../source/node.js";
import { constantAt, constantsOf } from "./constants.js";
import { evaluate } from "./evaluate.js";
import type { Issue } from "./issue.js";
import { canonicalJson } from "./json-value.js";
import { nodeAt, placeOf } from "./place.js";
import { unanswered } from "./request-without-reply.js";

/**
 * Flow mismatch.
 *
 * A step of a flow passes a message that an operation has, from a participant that plays its sender to one that plays its receiver,
 * with a payload that the message accepts. A participant plays one role in the whole flow.
 *
 * @see Arazzo 1.1.0, Step Object, `operationId`, `requestBody`
 */
export function* flowMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const operations = new Map([...protocol.operations.values()].map((operation) => [operation.name, operation]));
  const lacking = new Set(unanswered(protocol));
  for (const flow of protocol.flows) {
    const played = new Map<string, Played>();
    for (const step of flow.steps) {
      const names = { flow: flow.name, step: step.name };
      const operation = operations.get(step.operation);
      if (namesAnotherDocument(protocol, step)) continue;
      if (operation === undefined) {
        const near = nearest(step.operation, operations.keys());
        yield diagnostic("flow-mismatch", placeOf(step.origin, "/operationId"), { ...names, fault: "operation", operation: step.operation, near });
        continue;
      }
      // An operation whose reply is missing has its own diagnostic.
      if (!lacking.has(operation)) yield* partMismatch(flow, step, operation);
      yield* roleMismatch(flow, step, operation, played);
      yield* payloadMismatch(protocol, flow, step, operation);
    }
  }
}

// `$sourceDescriptions.conference.createConference` belongs to that document, and is judged with it.
function namesAnotherDocument(protocol: Protocol, { origin }: Step): boolean {
  const written = nodeAt(origin, "/operationId");
  const source = written?.kind === "scalar" ? /^\$sourceDescriptions\.([^.]+)\./.exec(String(written.value))?.[1] : undefined;
  const sources = nodeAt({ ...origin, pointer: "" }, "/sourceDescriptions");
  if (source === undefined || sources?.kind !== "list") return false;
  const named = sources.items.find((item) => item.kind === "map" && textOf(valueOf(item, "name")) === source);
  const url = named?.kind === "map" ? textOf(valueOf(named, "url")) : undefined;
  return url !== undefined && posix.join(posix.dirname(origin.file.path), url) !== protocol.origin.file.path;
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

interface Played {
  readonly role: string;
  readonly origin: Origin;
}

function* partMismatch(flow: Flow, step: Step, { name, reply }: Operation): Iterable<Diagnostic> {
  if ((step.part === "notification") === (reply === undefined)) return;
  const parameters = { flow: flow.name, step: step.name, fault: "part" as const, operation: name, part: step.part };
  yield diagnostic("flow-mismatch", placeOf(step.origin, "/x-parley-part"), parameters);
}

function* roleMismatch(flow: Flow, step: Step, operation: Operation, played: Map<string, Played>): Iterable<Diagnostic> {
  const names = { flow: flow.name, step: step.name };
  if (step.from === step.to) {
    yield diagnostic("flow-mismatch", placeOf(step.origin, "/x-parley-to"), { ...names, fault: "itself", participant: step.from });
    return;
  }
  const answers = step.part === "success" || step.part === "failure";
  const { initiator, responder } = operation;
  const roles = [
    { participant: step.from, role: answers ? responder : initiator, key: "/x-parley-from" },
    { participant: step.to, role: answers ? initiator : responder, key: "/x-parley-to" },
  ];
  for (const { participant, role, key } of roles) {
    const earlier = played.get(participant);
    if (earlier === undefined || earlier.role === role) continue;
    const related = { message: `"${participant}" acts as "${earlier.role}"`, location: earlier.origin };
    yield diagnostic("flow-mismatch", placeOf(step.origin, key), { ...names, fault: "direction", participant, role, earlier: earlier.role }, [related]);
    // Where the step goes the wrong way, the other participant is wrong too.
    return;
  }
  for (const { participant, role } of roles) if (!played.has(participant)) played.set(participant, { role, origin: step.origin });
}

function* payloadMismatch(protocol: Protocol, flow: Flow, step: Step, operation: Operation): Iterable<Diagnostic> {
  const { payload } = step;
  if (payload === undefined) return;
  const verdicts = messagesOf(protocol, step, operation).flatMap((id) => {
    const message = protocol.messages.get(id);
    return message?.payload === undefined ? [] : [{ message, issues: evaluate(protocol.schemas, message.payload, payload) }];
  });
  if (verdicts.some(({ issues }) => issues.length === 0)) return;
  const [nearestOne] = verdicts.sort((one, other) => one.issues.length - other.issues.length);
  for (const { pointer, expected, found } of nearestOne?.issues ?? ([] as readonly Issue[])) {
    const place = placeOf(step.origin, `/requestBody/payload${pointer}`);
    const parameters = { flow: flow.name, step: step.name, fault: "payload" as const, message: nearestOne?.message.name ?? "", pointer, expected, found };
    yield diagnostic("flow-mismatch", place, parameters);
  }
}

// Of the replies, those whose constant `success` says the same as the step; all of them, where none has one.
function messagesOf(protocol: Protocol, step: Step, operation: Operation): readonly MessageId[] {
  if (step.part === "request" || step.part === "notification") return operation.messages;
  const replies = operation.reply?.messages ?? [];
  const fitting = replies.filter((id) => {
    const payload = protocol.messages.get(id)?.payload;
    return payload !== undefined && constantAt(constantsOf(protocol.schemas, payload), "/success") === canonicalJson(step.part === "success");
  });
  return fitting.length > 0 ? fitting : replies;
}
