import { nameFrom, type DocumentSet } from "../document/document-set.js";
import {
  asCount, asMap, asText, checkKeys, itemsAt, mapAt, mapsAt, reportMissing, requiredTextAt, textAt, textsAt, wordAt, type KeyTable,
} from "../document/reader.js";
import type { Behaviour, Delivery, Limit, Timer } from "../model/behaviour.js";
import { valueOf, type MapNode } from "../source/node.js";
import { lowerMachine } from "./behaviour-machine.js";
import { durationOf } from "./duration.js";
import { linkedRoots } from "./linked-roots.js";
import { originOf } from "./origin-of.js";

const behaviourKeys: KeyTable = { object: "a behaviour file", handled: ["behaviour", "description", "specifications", "delivery", "machines", "timers", "limits"] };
const deliveryKeys: KeyTable = { object: "a delivery", handled: ["order", "count", "acknowledge", "uncounted", "description", "provenance"], unhandled: ["replay"] };
const timerKeys: KeyTable = { object: "a timer", handled: ["default", "range", "from", "granted", "owner", "margin", "description", "provenance"] };
const limitKeys: KeyTable = { object: "a limit", handled: ["default", "description", "provenance"] };

/** Lowers the behaviour file that `info.x-parley-behaviour` names. */
export function lowerBehaviour(documents: DocumentSet, info: MapNode | undefined): Behaviour | undefined {
  const [root] = linkedRoots(documents, info, "x-parley-behaviour");
  const map = asMap(documents, root);
  if (info === undefined || map === undefined) return undefined;
  checkKeys(documents, map, behaviourKeys);
  const delivery = lowerDelivery(documents, map, info.file.path);
  return {
    origin: originOf(map),
    ...(delivery === undefined ? {} : { delivery }),
    machines: mapsAt(documents, map, "machines").map(([name, machine]) => lowerMachine(documents, machine, name)),
    timers: mapsAt(documents, map, "timers").flatMap(([name, timer]) => lowerTimer(documents, timer, name)),
    limits: mapsAt(documents, map, "limits").flatMap(([name, limit]) => lowerLimit(documents, limit, name)),
  };
}

/** The delivery of the interface whose specification is the entry document. */
function lowerDelivery(documents: DocumentSet, map: MapNode, entry: string): Delivery | undefined {
  const specifications = mapAt(documents, map, "specifications");
  const own = [...(specifications?.entries.values() ?? [])].find(({ value }) => {
    const path = asText(documents, value);
    return path !== undefined && nameFrom(value.file, path) === entry;
  });
  const all = mapAt(documents, map, "delivery");
  const delivery = own && all && mapAt(documents, all, own.key);
  if (delivery === undefined) return undefined;
  checkKeys(documents, delivery, deliveryKeys);
  const order = wordAt(documents, delivery, "order", ["fifo"]);
  const count = requiredTextAt(documents, delivery, "count");
  const acknowledge = requiredTextAt(documents, delivery, "acknowledge");
  if (count === undefined || acknowledge === undefined) return undefined;
  return { order: order ?? "fifo", count, acknowledge, uncounted: textsAt(documents, delivery, "uncounted"), origin: originOf(delivery) };
}

function lowerTimer(documents: DocumentSet, map: MapNode, name: string): readonly Timer[] {
  checkKeys(documents, map, timerKeys);
  if (valueOf(map, "default") === undefined) reportMissing(documents, map, "default");
  const duration = durationOf(documents, valueOf(map, "default"));
  const [low, high] = itemsAt(documents, map, "range");
  const min = durationOf(documents, low);
  const max = durationOf(documents, high);
  const margin = durationOf(documents, valueOf(map, "margin"));
  const fromPointer = textAt(documents, map, "from");
  const grantedPointer = textAt(documents, map, "granted");
  const owner = textAt(documents, map, "owner");
  const description = textAt(documents, map, "description");
  const provenance = textAt(documents, map, "provenance");
  if (duration === undefined) return [];
  return [{
    name,
    default: duration,
    ...(min === undefined || max === undefined ? {} : { range: { min, max } }),
    ...(fromPointer === undefined ? {} : { fromPointer }),
    ...(grantedPointer === undefined ? {} : { grantedPointer }),
    ...(owner === undefined ? {} : { owner }),
    ...(margin === undefined ? {} : { margin }),
    ...(description === undefined ? {} : { description }),
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}

function lowerLimit(documents: DocumentSet, map: MapNode, name: string): readonly Limit[] {
  checkKeys(documents, map, limitKeys);
  if (valueOf(map, "default") === undefined) reportMissing(documents, map, "default");
  const value = asCount(documents, valueOf(map, "default"));
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
