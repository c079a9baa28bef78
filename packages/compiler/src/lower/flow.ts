import { dialectOf } from "../document/dialect.js";
import type { DocumentSet } from "../document/document-set.js";
import { asCount, asMap, asText, checkKeys, itemsAt, mapAt, reportMissing, requiredTextAt, textAt, textsAt, wordAt, type KeyTable } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Before, Flow, Participant, Step } from "../model/flow.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { linkedRoots } from "./linked-roots.js";
import { originOf } from "./origin-of.js";

const arazzoKeys: KeyTable = {
  object: "an Arazzo document",
  handled: ["arazzo", "$self", "info", "sourceDescriptions", "workflows", "components"],
};
// What only a program that runs a workflow has a use for; messages between roles are judged without it.
const ofRunners = ["parameters", "outputs"];
const workflowKeys: KeyTable = {
  object: "a workflow",
  handled: ["workflowId", "summary", "description", "dependsOn", "steps", ...ofRunners, "inputs", "successActions", "failureActions"],
};
const stepKeys: KeyTable = {
  object: "a step",
  handled: [
    "stepId", "description", "operationId", "requestBody", "action", "channelPath", "correlationId", "operationPath", "workflowId", "dependsOn",
    ...ofRunners, "successCriteria", "onSuccess", "onFailure", "timeout",
  ],
};
const afterKeys: KeyTable = { object: "what happens before a step", handled: ["lost", "passes"] };
const parts = ["request", "success", "failure", "notification"] as const;

/** Lowers the flows that `info.x-parley-flows` names. */
export function lowerFlows(documents: DocumentSet, info: MapNode | undefined): readonly Flow[] {
  return linkedRoots(documents, info, "x-parley-flows").flatMap((root) => lowerArazzo(documents, root));
}

/** Lowers the workflows of one Arazzo document. */
export function lowerArazzo(documents: DocumentSet, root: Node): readonly Flow[] {
  const map = asMap(documents, root);
  if (map === undefined) return [];
  const { kind, version, stated } = dialectOf(root);
  if (kind !== "arazzo") {
    documents.bag.add("unknown-document-kind", { file: root.file, pointer: "" }, {});
    return [];
  }
  if (!/^1\.[01]\.\d+$/.test(version)) {
    documents.bag.add("unsupported-version", placeOf(stated ?? root), { dialect: "Arazzo", version, supported: "1.0 or 1.1", hint: "State arazzo: 1.1.0." });
    return [];
  }
  checkKeys(documents, map, arazzoKeys);
  const participants = lowerParticipants(documents, map);
  return itemsAt(documents, map, "workflows").flatMap((item) => {
    const workflow = asMap(documents, item);
    return workflow === undefined ? [] : lowerWorkflow(documents, workflow, participants);
  });
}

function lowerParticipants(documents: DocumentSet, map: MapNode): readonly Participant[] {
  return [...(mapAt(documents, map, "x-parley-participants")?.entries.values() ?? [])].flatMap(({ key, value }) => {
    const role = asText(documents, value);
    return role === undefined ? [] : { name: key, role, origin: originOf(value) };
  });
}

function lowerWorkflow(documents: DocumentSet, map: MapNode, participants: readonly Participant[]): Flow {
  checkKeys(documents, map, workflowKeys);
  const summary = textAt(documents, map, "summary");
  const description = textAt(documents, map, "description");
  const before = textsAt(documents, map, "dependsOn").map(nameInSource);
  return {
    name: requiredTextAt(documents, map, "workflowId") ?? "",
    origin: originOf(map),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(before.length === 0 ? {} : { dependsOn: before }),
    participants,
    steps: itemsAt(documents, map, "steps").flatMap((item) => {
      const step = asMap(documents, item);
      return step === undefined ? [] : lowerStep(documents, step, participants);
    }),
  };
}

/** A step without roles is no message between them: Arazzo's own readers run it, flows leave it out. */
function lowerStep(documents: DocumentSet, map: MapNode, participants: readonly Participant[]): readonly Step[] {
  checkKeys(documents, map, stepKeys);
  const name = requiredTextAt(documents, map, "stepId") ?? "";
  if (valueOf(map, "x-parley-from") === undefined && valueOf(map, "x-parley-to") === undefined) return [];
  const operation = requiredTextAt(documents, map, "operationId");
  const from = participantAt(documents, map, "x-parley-from", participants);
  const to = participantAt(documents, map, "x-parley-to", participants);
  const part = wordAt(documents, map, "x-parley-part", parts) ?? "request";
  const description = textAt(documents, map, "description");
  const body = mapAt(documents, map, "requestBody");
  const payload = body && valueOf(body, "payload");
  const after = lowerAfter(documents, map);
  if (operation === undefined || from === undefined || to === undefined) return [];
  return [{
    name,
    origin: originOf(map),
    ...(description === undefined ? {} : { description }),
    operation: nameInSource(operation),
    part,
    from,
    to,
    ...(payload === undefined ? {} : { payload: jsonOf(payload) }),
    ...(after === undefined ? {} : { after }),
  }];
}

function lowerAfter(documents: DocumentSet, map: MapNode): Before | undefined {
  const after = mapAt(documents, map, "x-parley-after");
  if (after === undefined) return undefined;
  checkKeys(documents, after, afterKeys);
  const lost = textAt(documents, after, "lost");
  const passes = asCount(documents, valueOf(after, "passes"));
  return { ...(lost === undefined ? {} : { lost }), ...(passes === undefined ? {} : { passes }) };
}

/** The name of a participant; where the document lists them, one of these. */
function participantAt(documents: DocumentSet, map: MapNode, key: string, participants: readonly Participant[]): string | undefined {
  if (participants.length === 0) return requiredTextAt(documents, map, key);
  if (valueOf(map, key) === undefined) reportMissing(documents, map, key);
  return wordAt(documents, map, key, participants.map(({ name }) => name));
}

/** `$sourceDescriptions.uni.msetup` and `msetup` both name the operation `msetup`; so for a workflow. */
function nameInSource(written: string): string {
  return /^\$sourceDescriptions\.[^.]+\.(.+)$/.exec(written)?.[1] ?? written;
}
