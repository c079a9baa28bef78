import { placeOfKey, placeOfLabel } from "../document/reader.js";
import { follow, placeOf } from "../document/resolve.js";
import { valueOf, type Entry, type MapNode, type Node } from "../source/node.js";
import { entriesIn, exclude, demandOne, listIn, wordIn, type Judging } from "./openapi-judging.js";
import { judgeLink } from "./openapi-link-faults.js";
import { pathMethods, type ObjectKind } from "./openapi-objects.js";
import { judgeHeader, judgeParameter } from "./openapi-parameter-faults.js";
import { judgeSecurityScheme } from "./openapi-security-faults.js";
import { judgeServer, judgeServerVariable } from "./openapi-server-faults.js";

/** Judges what the grammar of an object cannot say: keys that exclude one another, lists that name nothing twice. */
export function judgeObject(judging: Judging, object: ObjectKind, map: MapNode): void {
  judges[object]?.(judging, map);
}

const judges: { readonly [Kind in ObjectKind]?: (judging: Judging, map: MapNode) => void } = {
  document: judgeDocument,
  license: (judging, map) => exclude(judging, "license", map, "identifier", "url"),
  server: judgeServer,
  serverVariable: judgeServerVariable,
  pathItem: judgePathItem,
  operation: (judging, map) => judgeParameterList(judging, listIn(map, "parameters")),
  parameter: judgeParameter,
  header: judgeHeader,
  mediaType: judgeMediaType,
  encoding: judgeEncodings,
  example: judgeExample,
  link: judgeLink,
  securityScheme: judgeSecurityScheme,
};

function judgeDocument(judging: Judging, map: MapNode): void {
  const { documents, version } = judging;
  if (version !== "3.0") demandOne(judging, "document", map, ["paths", "components", "webhooks"]);
  const tags = new Map<string, Node>();
  for (const item of listIn(map, "tags")) {
    const name = item.kind === "map" ? wordIn(item, "name") : undefined;
    if (name === undefined || item.kind !== "map") continue;
    const place = placeOf(valueOf(item, "name") ?? item);
    const first = tags.get(name);
    if (first === undefined) tags.set(name, item);
    else documents.bag.add("duplicate-tag", place, { tag: name }, [{ message: `tag "${name}"`, location: placeOfLabel(first) }]);
  }
  judgeTagTree(judging, tags);
  const templates = new Map<string, Entry>();
  for (const entry of entriesIn(map, "paths")) {
    const template = entry.key.replace(/\{[^{}]*\}/g, "{}");
    const first = templates.get(template);
    if (first === undefined) templates.set(template, entry);
    else documents.bag.add("equal-paths", placeOfKey(entry), { path: entry.key, other: first.key }, [{ message: `"${first.key}"`, location: placeOfKey(first) }]);
  }
  const self = wordIn(map, "$self");
  if (self?.includes("#") === true) documents.bag.add("invalid-uri", placeOf(valueOf(map, "$self") ?? map), { key: "$self", uri: self, fault: "fragment" });
}

/** The tag that another names as its parent exists, and no tag is its own ancestor. */
function judgeTagTree({ documents }: Judging, tags: ReadonlyMap<string, Node>): void {
  const parentOf = (name: string): string | undefined => {
    const tag = tags.get(name);
    return tag?.kind === "map" ? wordIn(tag, "parent") : undefined;
  };
  for (const [name, tag] of tags) {
    const parent = parentOf(name);
    const place = tag.kind === "map" ? placeOf(valueOf(tag, "parent") ?? tag) : placeOf(tag);
    if (parent === undefined) continue;
    if (!tags.has(parent)) documents.bag.add("unknown-parent-tag", place, { tag: name, parent, fault: "undeclared" });
    const passed = new Set<string>();
    let at: string | undefined = parent;
    while (at !== undefined && at !== name && !passed.has(at)) {
      passed.add(at);
      at = parentOf(at);
    }
    if (at === name) documents.bag.add("unknown-parent-tag", place, { tag: name, parent, fault: "ring" });
  }
}

function judgePathItem(judging: Judging, map: MapNode): void {
  const shared = listIn(map, "parameters");
  judgeParameterList(judging, shared);
  // Whether the whole query is one value concerns the parameters of the path and of the operation together.
  for (const method of pathMethods) {
    const operation = valueOf(map, method);
    if (shared.length > 0 && operation?.kind === "map") judgeQuery(judging, [...shared, ...listIn(operation, "parameters")]);
  }
}

function judgeParameterList(judging: Judging, list: readonly Node[]): void {
  const { documents } = judging;
  const found = new Map<string, Node>();
  for (const item of list) {
    const map = follow(documents, item);
    if (map?.kind !== "map") continue;
    const [name, place] = [wordIn(map, "name"), wordIn(map, "in")];
    if (name === undefined || place === undefined) continue;
    const key = `${place} ${place === "header" ? name.toLowerCase() : name}`;
    const first = found.get(key);
    if (first === undefined) found.set(key, item);
    else documents.bag.add("duplicate-parameter", placeOf(item), { name, place }, [{ message: `parameter "${name}"`, location: placeOf(first) }]);
  }
  judgeQuery(judging, list);
}

function judgeQuery({ documents }: Judging, list: readonly Node[]): void {
  const placed = list.flatMap((item) => {
    const map = follow(documents, item);
    return map?.kind === "map" ? [{ item, place: wordIn(map, "in") }] : [];
  });
  const [first, second] = placed.filter(({ place }) => place === "querystring");
  if (first === undefined) return;
  if (second !== undefined) documents.bag.add("querystring-mismatch", placeOf(second.item), { fault: "second" });
  const query = placed.find(({ place }) => place === "query");
  if (query !== undefined) documents.bag.add("querystring-mismatch", placeOf(query.item), { fault: "query" });
}

function judgeMediaType(judging: Judging, map: MapNode): void {
  exclude(judging, "mediaType", map, "example", "examples");
  judgeEncodings(judging, map);
}

function judgeEncodings(judging: Judging, map: MapNode): void {
  exclude(judging, "mediaType", map, "encoding", "prefixEncoding");
  exclude(judging, "mediaType", map, "encoding", "itemEncoding");
}

function judgeExample(judging: Judging, map: MapNode): void {
  exclude(judging, "example", map, "value", "externalValue");
  exclude(judging, "example", map, "value", "dataValue");
  exclude(judging, "example", map, "value", "serializedValue");
  exclude(judging, "example", map, "serializedValue", "externalValue");
}

