import { asCount, asText, booleanAt, checkKeys, itemsAt, mapAt, mapsAt, reportMissing, requiredTextAt, textAt, textsAt, wordAt, type KeyTable } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Machine, Only, State } from "../model/behaviour.js";
import { valueOf, type MapNode } from "../source/node.js";
import { lowerContainments, lowerGlare } from "./behaviour-glare.js";
import { byInterface, concerns, interfacesAt, namesAt, type BehaviourScope } from "./behaviour-scope.js";
import { lowerTransition } from "./behaviour-transition.js";
import { durationOf } from "./duration.js";
import { originOf } from "./origin-of.js";

const machineKeys: KeyTable = {
  object: "a machine",
  handled: [
    "description", "roles", "interface", "object", "within", "instance", "contains", "glare", "outstanding", "remember",
    "states", "transitions", "illegal", "linger", "provenance",
  ],
};
const stateKeys: KeyTable = { object: "a state", handled: ["initial", "final", "only", "description", "provenance"] };
const onlyKeys: KeyTable = { object: "only", handled: ["requests", "refuse"] };
const illegalKeys: KeyTable = { object: "illegal", handled: ["request", "response", "notification"] };

/** Lowers one machine: its states, and what leads from one to another. Undefined where it is of other interfaces than the document's. */
export function lowerMachine(documents: DocumentSet, map: MapNode, name: string, scope: BehaviourScope): Machine | undefined {
  checkKeys(documents, map, machineKeys);
  const roles = byInterface(documents, valueOf(map, "roles"), scope);
  if (roles === undefined && valueOf(map, "interface") === undefined) reportMissing(documents, map, "interface");
  const interfaces = roles?.interfaces ?? interfacesAt(documents, map, scope);
  if (!concerns(scope, interfaces)) return undefined;
  const states = lowerStates(documents, map, scope);
  const illegal = mapAt(documents, map, "illegal");
  if (illegal !== undefined) checkKeys(documents, illegal, illegalKeys);
  const description = textAt(documents, map, "description");
  const object = textAt(documents, map, "object");
  const within = textAt(documents, map, "within");
  const linger = durationOf(documents, valueOf(map, "linger"));
  const provenance = textAt(documents, map, "provenance");
  const glare = lowerGlare(documents, map, scope);
  return {
    name,
    origin: originOf(map),
    ...(description === undefined ? {} : { description }),
    roles: namesAt(documents, map, "roles", scope),
    interface: interfaces.find((each) => each === scope.own) ?? interfaces[0] ?? "",
    ...(object === undefined ? {} : { object }),
    ...(within === undefined ? {} : { within }),
    instance: textsAt(documents, map, "instance"),
    contains: lowerContainments(documents, map),
    contained: false,
    ...(glare === undefined ? {} : { glare }),
    outstanding: entriesAt(documents, map, "outstanding").flatMap(({ key, value }) => {
      const limit = asCount(documents, value);
      return limit === undefined ? [] : { method: key, limit };
    }),
    remember: entriesAt(documents, map, "remember").flatMap(({ key, value }) => {
      const pointer = asText(documents, value);
      return pointer === undefined ? [] : { name: key, pointer };
    }),
    states,
    transitions: itemsAt(documents, map, "transitions").flatMap((item) => lowerTransition(documents, item, states, scope)),
    illegal: {
      request: (illegal && wordAt(documents, illegal, "request", ["refuse", "close"])) ?? "refuse",
      response: (illegal && wordAt(documents, illegal, "response", ["ignore", "close"])) ?? "ignore",
      notification: (illegal && wordAt(documents, illegal, "notification", ["ignore", "refuse", "close"])) ?? "ignore",
    },
    ...(linger === undefined ? {} : { linger }),
    ...(provenance === undefined ? {} : { provenance }),
  };
}

function lowerStates(documents: DocumentSet, map: MapNode, scope: BehaviourScope): readonly State[] {
  return mapsAt(documents, map, "states").map(([name, state]) => {
    checkKeys(documents, state, stateKeys);
    const description = textAt(documents, state, "description");
    const provenance = textAt(documents, state, "provenance");
    const only = lowerOnly(documents, mapAt(documents, state, "only"), scope);
    return {
      name,
      initial: booleanAt(documents, state, "initial") ?? false,
      final: booleanAt(documents, state, "final") ?? false,
      ...(only === undefined ? {} : { only }),
      ...(description === undefined ? {} : { description }),
      ...(provenance === undefined ? {} : { provenance }),
      origin: originOf(state),
    };
  });
}

function lowerOnly(documents: DocumentSet, map: MapNode | undefined, scope: BehaviourScope): Only | undefined {
  if (map === undefined) return undefined;
  checkKeys(documents, map, onlyKeys);
  const refuse = requiredTextAt(documents, map, "refuse");
  return refuse === undefined ? undefined : { requests: namesAt(documents, map, "requests", scope), refuse, origin: originOf(map) };
}

function entriesAt(documents: DocumentSet, map: MapNode, key: string) {
  return [...(mapAt(documents, map, key)?.entries.values() ?? [])].filter((entry) => !entry.key.startsWith("x-"));
}
