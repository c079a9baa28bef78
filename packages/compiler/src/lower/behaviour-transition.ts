import { nearest } from "../diagnostics/nearest.js";
import { asBoolean, asList, asMap, asText, mapAt, placeOfKey, reportMissing, textAt } from "../document/reader.js";
import type { Location } from "../diagnostics/diagnostic.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Effect, Guard, MessageName, State, Transition, Trigger } from "../model/behaviour.js";
import { valueOf, type Entry, type MapNode, type Node } from "../source/node.js";
import { concerns, interfacesAt, type BehaviourScope } from "./behaviour-scope.js";
import { jsonOf } from "./json-of.js";
import { originOf } from "./origin-of.js";

/** In this order: `send` is a trigger only where nothing else is, else an effect. */
const triggers = ["receive", "decide", "timer", "lost", "resumed", "ended", "event", "send"] as const;
const effects = ["send", "accept", "refuse", "raise", "start", "stop", "restart"] as const;
const others = ["from", "to", "where", "interface", "description"];
const known: readonly string[] = [...others, ...triggers, ...effects.filter((effect) => effect !== "send")];

/** Lowers one transition. What makes no sense is reported and left out; one without `to` stays, which is one transition a state. */
export function lowerTransition(documents: DocumentSet, node: Node, states: readonly State[], scope: BehaviourScope): readonly Transition[] {
  const map = asMap(documents, node);
  // What only another interface has may stand in a machine that both have.
  if (map === undefined || !concerns(scope, interfacesAt(documents, map, scope))) return [];
  const on = triggers.find((trigger) => map.entries.has(trigger));
  const understood = checkTransitionKeys(documents, map, on);
  if (on === undefined && understood) documents.bag.add("transition-without-trigger", placeOf(map), {});
  const trigger = on && triggerOf(documents, map, on);
  const to = textAt(documents, map, "to");
  const from = fromStates(documents, map, states);
  if (trigger === undefined || from === undefined) return [];
  const rest = {
    origin: originOf(map),
    trigger,
    where: [...(mapAt(documents, map, "where")?.entries.values() ?? [])].flatMap((entry) => guardOf(documents, entry) ?? []),
    effects: [...map.entries.values()].flatMap((entry) => (entry.key === on ? [] : effectsOf(documents, entry))),
  };
  return to === undefined ? from.map((state) => ({ ...rest, from: [state], to: state })) : [{ ...rest, from, to }];
}

/** False where a key is not known: it may have been meant as the trigger. */
function checkTransitionKeys(documents: DocumentSet, map: MapNode, on: string | undefined): boolean {
  let understood = true;
  for (const entry of map.entries.values()) {
    const { key } = entry;
    if (triggers.some((trigger) => trigger === key) && key !== "send" && key !== on) {
      documents.bag.add("second-trigger", placeOfKey(entry), { first: on ?? "", second: key });
    } else if (!known.includes(key) && !key.startsWith("x-")) {
      documents.bag.add("unknown-key", placeOfKey(entry), { key, where: "A transition", near: nearest(key, known), known });
      understood = false;
    }
  }
  return understood;
}

function triggerOf(documents: DocumentSet, map: MapNode, on: (typeof triggers)[number]): Trigger | undefined {
  const node = valueOf(map, on);
  const name = asText(documents, node);
  if (node === undefined || name === undefined) return undefined;
  if (on !== "send" && on !== "receive") return { on, name };
  const message = messageName(documents, name, placeOf(node));
  return message === undefined ? undefined : { on, message };
}

/** `msetup.request`; a method whose only message is a notification may be named alone. */
function messageName(documents: DocumentSet, text: string, place: Location): MessageName | undefined {
  const [, method = "", kind = "notification"] = /^([^.]+)(?:\.(.*))?$/.exec(text) ?? [];
  if (method !== "" && (kind === "request" || kind === "response" || kind === "notification")) return { method, kind };
  const names = ["request", "response", "notification"].map((each) => `${method || "<method>"}.${each}`);
  documents.bag.add("unknown-value", place, { value: text, where: "The name of a message", near: nearest(text, names), known: names });
  return undefined;
}

function fromStates(documents: DocumentSet, map: MapNode, states: readonly State[]): readonly string[] | undefined {
  const node = valueOf(map, "from");
  if (node === undefined) {
    reportMissing(documents, map, "from");
    return undefined;
  }
  const names = (node.kind === "list" ? node.items : [node]).flatMap((item) => asText(documents, item) ?? []);
  return names.flatMap((name) => (name === "*" ? states.filter((state) => !state.final).map((state) => state.name) : name));
}

function guardOf(documents: DocumentSet, { key, value }: Entry): Guard | undefined {
  if (value.kind !== "map") return { pointer: key, test: { is: "const", value: jsonOf(value) } };
  const [test] = value.entries.values();
  switch (test?.key) {
    case "const":
      return { pointer: key, test: { is: "const", value: jsonOf(test.value) } };
    case "in":
      return { pointer: key, test: { is: "in", values: (asList(documents, test.value)?.items ?? []).map(jsonOf) } };
    case "exists":
      return { pointer: key, test: { is: "exists", expected: asBoolean(documents, test.value) ?? true } };
    case "equals":
    case "before": {
      const remembered = asText(documents, test.value);
      return remembered === undefined ? undefined : { pointer: key, test: { is: test.key, remembered: remembered.replace(/^\$/, "") } };
    }
    default: {
      const tests = ["const", "in", "exists", "equals", "before"];
      const place = test === undefined ? placeOf(value) : placeOfKey(test);
      documents.bag.add("unknown-key", place, { key: test?.key ?? "", where: "A guard", near: nearest(test?.key ?? "", tests), known: tests });
      return undefined;
    }
  }
}

function effectsOf(documents: DocumentSet, { key, value }: Entry): readonly Effect[] {
  const kind = effects.find((effect) => effect === key);
  if (kind === undefined) return [];
  return (value.kind === "list" ? value.items : [value]).flatMap((node) => effectOf(documents, kind, node));
}

function effectOf(documents: DocumentSet, kind: (typeof effects)[number], node: Node): readonly Effect[] {
  if (kind === "refuse" || (kind === "send" && node.kind === "map")) {
    const entries = [...(asMap(documents, node)?.entries.values() ?? [])];
    return entries.flatMap((entry) => (kind === "send" ? sendWithFields(documents, entry) : refusal(documents, entry)));
  }
  const name = asText(documents, node);
  if (name === undefined) return [];
  switch (kind) {
    case "send": {
      const message = messageName(documents, name, placeOf(node));
      return message === undefined ? [] : [{ do: "send", message }];
    }
    case "accept":
      return [{ do: "accept", method: name }];
    case "raise":
      return [{ do: "raise", event: name }];
    default:
      return [{ do: kind, timer: name }];
  }
}

/** `send: { mdisc.request: { cause: { reason: timeout } } }`: the message with keys of its own. */
function sendWithFields(documents: DocumentSet, entry: Entry): readonly Effect[] {
  const message = messageName(documents, entry.key, placeOfKey(entry));
  const fields = asMap(documents, entry.value);
  if (message === undefined || fields === undefined) return [];
  return [{ do: "send", message, fields: Object.fromEntries(Array.from(fields.entries.values(), (field) => [field.key, jsonOf(field.value)])) }];
}

/** `refuse: { msetup: cancelled }`. */
function refusal(documents: DocumentSet, { key, value }: Entry): readonly Effect[] {
  const problem = asText(documents, value);
  return problem === undefined ? [] : [{ do: "refuse", method: key, problem }];
}
