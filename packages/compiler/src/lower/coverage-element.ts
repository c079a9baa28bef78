import { fileOf, isDocument, type CoverageFiles } from "../document/coverage-files.js";
import { dialectOf } from "../document/dialect.js";
import { rootOf, type DocumentSet } from "../document/document-set.js";
import { follow } from "../document/resolve.js";
import { nearest } from "../diagnostics/nearest.js";
import type { CoverageElement } from "../model/coverage.js";
import { parsePointer } from "../source/json-pointer.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { idOf, originOf } from "./origin-of.js";

/** Lowers one element of a requirement: a file, or `file#` and a JSON pointer, a name with a pointer below it or, in what is no document, a text. */
export function lowerCoverageElement(documents: DocumentSet, coverage: MapNode, node: Node, written: string, files: CoverageFiles): CoverageElement {
  const origin = originOf(node);
  const name = fileOf(coverage, written);
  const part = written.includes("#") ? written.slice(written.indexOf("#") + 1) : undefined;
  const found = isDocument(name) ? inDocument(documents, coverage, name, written, part) : inText(coverage, name, written, part, files);
  return "fault" in found ? { written, places: [], fault: found.fault, origin } : { written, places: found.places, origin };
}

type Found = { readonly places: readonly string[] } | { readonly fault: { readonly what: string; readonly near: string | undefined } };

function inDocument(documents: DocumentSet, coverage: MapNode, name: string, written: string, part: string | undefined): Found {
  const loaded = documents.files.get(name);
  if (loaded?.source === undefined) return noFile(coverage, name, written, part, loaded?.near);
  if (part === undefined) return { places: [`${name}#`] };
  const root = rootOf(documents, name);
  // A file that could not be read has its own diagnostic.
  if (root === undefined) return { places: [] };
  const prefix = `${written.slice(0, written.indexOf("#"))}#`;
  const [first = "", ...rest] = part.split("/");
  const pointer = parsePointer(part);
  if (part.startsWith("/") && pointer === undefined) return { fault: { what: `"${part}" is not a JSON pointer`, near: undefined } };
  const named = pointer === undefined ? namesIn(documents, root).get(first) : root;
  if (named === undefined) {
    const near = nearest(first, namesIn(documents, root).keys());
    return { fault: { what: `"${name}" has nothing of the name "${first}"`, near: near && [prefix + near, ...rest].join("/") } };
  }
  return below(documents, named, pointer ?? parsePointer(["", ...rest].join("/")) ?? [], pointer === undefined ? prefix + first : prefix);
}

/** Goes down from a node. What is passed on the way, references included, is not covered by it: only where it ends. */
function below(documents: DocumentSet, start: Node, tokens: readonly string[], passed: string): Found {
  let at = follow(documents, start);
  let before = start;
  for (const [index, token] of tokens.entries()) {
    const next = at && childrenOf(at).get(token);
    if (next === undefined) {
      const near = at && nearest(token, childrenOf(at).keys());
      const way = [passed, ...tokens.slice(0, index)].join("/");
      return { fault: { what: `"${way}" has no "${token}"`, near: near && [way, near, ...tokens.slice(index + 1)].join("/") } };
    }
    before = next;
    at = follow(documents, next);
  }
  return { places: [before, ...(at === undefined || at === before ? [] : [at])].map(idOf) };
}

function childrenOf(node: Node): ReadonlyMap<string, Node> {
  if (node.kind === "map") return new Map(Array.from(node.entries.values(), ({ key, value }) => [key, value]));
  return node.kind === "list" ? new Map([...node.items.entries()].flatMap(([index, item]) => [[String(index), item] as const, ...ownName(item)])) : new Map();
}

/** An item of a list by the key that names it. */
function ownName(item: Node): readonly (readonly [string, Node])[] {
  if (item.kind !== "map") return [];
  for (const key of ["workflowId", "operationId", "stepId", "name", "id"]) {
    const value = valueOf(item, key);
    if (value?.kind === "scalar" && typeof value.value === "string") return [[value.value, item]];
  }
  return [];
}

/** Where documents keep what they name, by dialect; of two things of one name the first counts. */
const homes: Readonly<Record<ReturnType<typeof dialectOf>["kind"], readonly (readonly string[])[]>> = {
  asyncapi: [["operations"], ["components", "messages"], ["components", "schemas"], ["channels"]],
  openapi: [["components", "schemas"], ["components", "responses"], ["components", "parameters"], ["paths"]],
  swagger: [["definitions"], ["paths"]],
  arazzo: [["workflows"]],
  behaviour: [["machines"], ["timers"], ["limits"]],
  schema: [[], ["$defs"], ["definitions"]],
  unknown: [[]],
};

/** What a document names: operations, messages, schemas, machines, timers, workflows, rows of a registry. */
function namesIn(documents: DocumentSet, root: Node): ReadonlyMap<string, Node> {
  const names = new Map<string, Node>();
  const add = (pairs: Iterable<readonly [string, Node]>) => {
    for (const [name, node] of pairs) if (!names.has(name)) names.set(name, node);
  };
  const { kind } = dialectOf(root);
  if (kind === "openapi" || kind === "swagger") add(httpOperations(documents, root));
  for (const home of homes[kind]) {
    let at: Node | undefined = root;
    for (const key of home) at = at && follow(documents, at) && childrenOf(at).get(key);
    const held = at && follow(documents, at);
    if (held !== undefined) add([...childrenOf(held)].filter(([name]) => held.kind !== "list" || !/^\d+$/.test(name)));
  }
  // A registry is a list of rows under a key of its own.
  if (kind === "unknown") for (const held of childrenOf(root).values()) if (held.kind === "list") add(held.items.flatMap(ownName));
  return names;
}

function httpOperations(documents: DocumentSet, root: Node): readonly (readonly [string, Node])[] {
  const holders = ["paths", "webhooks"].flatMap((key) => childrenOf(root).get(key) ?? []);
  const items = holders.flatMap((holder) => [...childrenOf(holder).values()].flatMap((item) => follow(documents, item) ?? []));
  return items.flatMap((item) => [...childrenOf(item).values()].flatMap(ownName));
}

function inText(coverage: MapNode, name: string, written: string, part: string | undefined, files: CoverageFiles): Found {
  const other = files.others.get(name);
  if (other?.exists !== true) return noFile(coverage, name, written, part, other?.near);
  if (part === undefined || other.text?.includes(part) === true) return { places: [] };
  return { fault: { what: `"${name}" does not hold the text "${part}"`, near: undefined } };
}

/** The name is a short one that was misspelt, or the path of a file that is not there. */
function noFile(coverage: MapNode, name: string, written: string, part: string | undefined, nearFile: string | undefined): Found {
  const first = written.split("#", 1)[0] ?? "";
  const files = valueOf(coverage, "files");
  const short = files?.kind === "map" ? nearest(first, files.entries.keys()) : undefined;
  const base = nearFile?.slice(nearFile.lastIndexOf("/") + 1);
  const near = short ?? (base === undefined || files?.kind === "map" && files.entries.has(first) ? undefined : first.slice(0, first.lastIndexOf("/") + 1) + base);
  return { fault: { what: `there is no file "${name}"`, near: near && near + (part === undefined ? "" : `#${part}`) } };
}
