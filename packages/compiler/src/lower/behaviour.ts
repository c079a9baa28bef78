import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import {
  asCount, asMap, asNumber, asText, checkKeys, itemsAt, mapAt, mapsAt, reportMissing, requiredTextAt, textAt, textsAt, wordAt, wrong, type KeyTable,
} from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Behaviour, Delivery, Limit, Replay, Timer } from "../model/behaviour.js";
import { valueOf, type MapNode } from "../source/node.js";
import { lowerMachine } from "./behaviour-machine.js";
import { behaviourScope, byInterface, concerns, interfacesAt, type BehaviourScope } from "./behaviour-scope.js";
import { durationOf } from "./duration.js";
import { linkedRoots } from "./linked-roots.js";
import { originOf } from "./origin-of.js";

const behaviourKeys: KeyTable = { object: "a behaviour file", handled: ["behaviour", "description", "specifications", "delivery", "machines", "timers", "limits"] };
const deliveryKeys: KeyTable = { object: "a delivery", handled: ["order", "count", "acknowledge", "uncounted", "replay", "description", "provenance"] };
const replayKeys: KeyTable = { object: "replay", handled: ["method", "subject"] };
const timerKeys: KeyTable = { object: "a timer", handled: ["default", "range", "from", "granted", "share", "owner", "margin", "interface", "description", "provenance"] };
const limitKeys: KeyTable = { object: "a limit", handled: ["default", "description", "provenance"] };

/** Lowers the behaviour file that `info.x-parley-behaviour` names. */
export function lowerBehaviour(documents: DocumentSet, info: MapNode | undefined): Behaviour | undefined {
  const [root] = linkedRoots(documents, info, "x-parley-behaviour");
  const map = asMap(documents, root);
  if (info === undefined || map === undefined) return undefined;
  checkKeys(documents, map, behaviourKeys);
  const scope = behaviourScope(documents, map, info.file.path);
  const delivery = lowerDelivery(documents, map, scope);
  const machines = mapsAt(documents, map, "machines").flatMap(([name, machine]) => lowerMachine(documents, machine, name, scope) ?? []);
  const contained = new Set(machines.flatMap((machine) => machine.contains.map((child) => child.machine)));
  return {
    origin: originOf(map),
    ...(delivery === undefined ? {} : { delivery }),
    machines: machines.map((machine) => ({ ...machine, contained: contained.has(machine.name) })),
    timers: mapsAt(documents, map, "timers").flatMap(([name, timer]) => lowerTimer(documents, timer, name, scope)),
    limits: mapsAt(documents, map, "limits").flatMap(([name, limit]) => lowerLimit(documents, limit, name, scope)),
  };
}

/** The delivery of the interface whose specification is the entry document. */
function lowerDelivery(documents: DocumentSet, map: MapNode, { own }: BehaviourScope): Delivery | undefined {
  const all = mapAt(documents, map, "delivery");
  const delivery = own === undefined ? undefined : all && mapAt(documents, all, own);
  if (delivery === undefined) return undefined;
  checkKeys(documents, delivery, deliveryKeys);
  const order = wordAt(documents, delivery, "order", ["fifo"]);
  const count = requiredTextAt(documents, delivery, "count");
  const acknowledge = requiredTextAt(documents, delivery, "acknowledge");
  if (count === undefined || acknowledge === undefined) return undefined;
  const uncounted = textsAt(documents, delivery, "uncounted");
  const replay = lowerReplay(documents, mapAt(documents, delivery, "replay"), uncounted);
  return { order: order ?? "fifo", count, acknowledge, uncounted, ...(replay === undefined ? {} : { replay }), origin: originOf(delivery) };
}

/** What opens an epoch comes before its first count: it is never counted itself. */
function lowerReplay(documents: DocumentSet, map: MapNode | undefined, uncounted: readonly string[]): Replay | undefined {
  if (map === undefined) return undefined;
  checkKeys(documents, map, replayKeys);
  const method = requiredTextAt(documents, map, "method");
  const subject = requiredTextAt(documents, map, "subject");
  if (method === undefined || subject === undefined) return undefined;
  if (!uncounted.includes(method)) {
    const near = nearest(method, uncounted);
    documents.bag.add("unknown-value", placeOf(valueOf(map, "method") ?? map), { value: method, where: "The method of replay, which uncounted lists too,", near, known: uncounted });
  }
  return { method, subject, origin: originOf(map) };
}

function lowerTimer(documents: DocumentSet, map: MapNode, name: string, scope: BehaviourScope): readonly Timer[] {
  checkKeys(documents, map, timerKeys);
  if (!concerns(scope, interfacesAt(documents, map, scope))) return [];
  const isStated = valueOf(map, "from") !== undefined || valueOf(map, "granted") !== undefined;
  if (!isStated && valueOf(map, "default") === undefined) reportMissing(documents, map, "default");
  if (!isStated && valueOf(map, "share") !== undefined) reportMissing(documents, map, "from");
  const duration = durationOf(documents, valueOf(map, "default"));
  const [low, high] = itemsAt(documents, map, "range");
  const min = durationOf(documents, low);
  const max = durationOf(documents, high);
  const margin = durationOf(documents, valueOf(map, "margin"));
  const fromPointer = textAt(documents, map, "from");
  const grantedPointer = textAt(documents, map, "granted");
  const share = shareAt(documents, map);
  const ownerNode = valueOf(map, "owner");
  const owners = byInterface(documents, ownerNode, scope);
  const owner = asText(documents, owners === undefined ? ownerNode : owners.own);
  const description = textAt(documents, map, "description");
  const provenance = textAt(documents, map, "provenance");
  if (duration === undefined && !isStated) return [];
  return [{
    name,
    ...(duration === undefined ? {} : { default: duration }),
    ...(min === undefined || max === undefined ? {} : { range: { min, max } }),
    ...(fromPointer === undefined ? {} : { fromPointer }),
    ...(grantedPointer === undefined ? {} : { grantedPointer }),
    ...(share === undefined ? {} : { share }),
    ...(owner === undefined ? {} : { owner }),
    ...(margin === undefined ? {} : { margin }),
    ...(description === undefined ? {} : { description }),
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}

/** More than nothing, and no more than ten times as long. */
function shareAt(documents: DocumentSet, map: MapNode): number | undefined {
  const node = valueOf(map, "share");
  const share = asNumber(documents, node);
  if (node === undefined || share === undefined || (share > 0 && share <= 10)) return share;
  return wrong(documents, node, "a number above 0, up to 10");
}

function lowerLimit(documents: DocumentSet, map: MapNode, name: string, scope: BehaviourScope): readonly Limit[] {
  checkKeys(documents, map, limitKeys);
  if (valueOf(map, "default") === undefined) reportMissing(documents, map, "default");
  const node = valueOf(map, "default");
  const values = byInterface(documents, node, scope);
  const value = asCount(documents, values === undefined ? node : values.own);
  const description = textAt(documents, map, "description");
  const provenance = textAt(documents, map, "provenance");
  if (value === undefined) return [];
  return [{
    name,
    default: value,
    ...(description === undefined ? {} : { description }),
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}
