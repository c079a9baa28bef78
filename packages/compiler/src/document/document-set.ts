import { posix } from "node:path";
import type { DiagnosticBag } from "../diagnostics/diagnostic-bag.js";
import type { Host } from "../source/host.js";
import type { Node } from "../source/node.js";
import type { SourceFile } from "../source/source-file.js";
import { confinement } from "./confinement.js";
import { fetchFile, loadFile, metaschemaFile, type LoadedFile } from "./load-file.js";
import { nodeAtPointer } from "./node-at-pointer.js";
import type { SchemaDialect } from "./known-dialects.js";
import { OutsideReferences } from "./outside-references.js";
import { scan, type Link, type Resource } from "./scan.js";
import { besideFile, isUri, isWeb, resolveUri } from "./uri.js";

/** The files of one compilation: the entries and all that they name, each read once. What they mean is gathered in the bag. */
export interface DocumentSet {
  /** By name, and what was fetched by its address. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly bag: DiagnosticBag;
  /** What each `$ref` names, once somebody has asked. */
  readonly targets: Map<Node, Node | undefined>;
  /** As what each node has been judged: many documents may refer to one object. */
  readonly judged: Map<Node, Set<string>>;
  /** Resources by their identifier; the second and later of one identifier are those of other files. */
  readonly identified: ReadonlyMap<string, readonly Resource[]>;
  /** The file in which a resource may be that was named by its identifier only. */
  readonly beside: ReadonlyMap<string, string>;
  /** What each resource says of its dialect, once somebody has asked. */
  readonly dialects: Map<Resource, SchemaDialect | undefined>;
  /** The references that were not followed, since they lead out of the folders that may be read. */
  readonly outside: OutsideReferences;
  /** True where a `$dynamicRef` stands in any file. */
  readonly dynamic: boolean;
  readonly formats: "assert" | "annotate";
}

export interface LoadOptions {
  /** Files above this size are not read. */
  readonly maxBytes: number;
  /** Folders that references may lead into; anywhere where there is none. */
  readonly roots?: readonly string[];
  readonly allowNetwork?: boolean;
  readonly formats?: "assert" | "annotate";
}

/** Loads the entries and every file that they name, directly or not. */
export async function loadDocuments(entries: readonly string[], host: Host, options: LoadOptions, bag: DiagnosticBag): Promise<DocumentSet> {
  const files = new Map<string, LoadedFile>();
  const identified = new Map<string, Resource[]>();
  const beside = new Map<string, string>();
  const named = new Set(entries);
  const asked = new Set(entries);
  const wanted = new Set<string>();
  const into = new Map<string, Set<string>>();
  const confined = confinement(host, options.roots);
  let dynamic = false;

  const request = (file: LoadedFile, link: Link, next: Set<string>) => {
    const address = resolveUri(link.base, link.written);
    if (address === undefined) return;
    const { location, fragment } = address;
    const name = isUri(location) ? besideFile(file.name, baseOfRoot(file), location) : location;
    if (isUri(location)) wanted.add(location);
    if (isUri(location) && name !== undefined) beside.set(location, name);
    if (name !== undefined && !asked.has(name)) next.add(name);
    if (fragment !== undefined && throughData.test(fragment)) enterData(location, fragment, next);
  };
  // What a pointer leads to is a schema, wherever it stands: what it refers to is loaded too.
  const enterData = (location: string, fragment: string, next: Set<string>) => {
    const fragments = into.get(location) ?? new Set();
    into.set(location, fragments);
    if (fragments.has(fragment)) return;
    fragments.add(fragment);
    const file = files.get(location);
    if (file !== undefined) scanData(file, fragment, next);
  };
  const scanData = (file: LoadedFile, fragment: string, next: Set<string>) => {
    const node = file.root && nodeAtPointer(file.root, fragment);
    const [whole] = file.scan?.resources.values() ?? [];
    for (const link of node === undefined ? [] : scan(node, "either", whole).links) request(file, link, next);
  };
  const take = (file: LoadedFile, next: Set<string>) => {
    files.set(file.name, file);
    if (file.scan === undefined) return;
    dynamic ||= file.scan.dynamic;
    for (const resource of file.scan.resources.values()) {
      if (resource.base === file.name || identified.get(resource.base)?.some(({ root }) => root === resource.root) === true) continue;
      identified.set(resource.base, [...(identified.get(resource.base) ?? []), resource]);
    }
    for (const link of file.scan.links) request(file, link, next);
    for (const fragment of into.get(file.name) ?? []) scanData(file, fragment, next);
  };

  for (let wave: readonly string[] = [...asked]; wave.length > 0; ) {
    const next = new Set<string>();
    const loaded = await Promise.all(wave.map((name) => (isUri(name) ? fetchOrKnown(name, host, options) : loadFile(name, host, options, named.has(name) ? undefined : confined))));
    for (const file of loaded) if (file !== undefined) take(file, next);
    if (next.size === 0) for (const uri of wanted) if (!asked.has(uri) && !identified.has(uri) && files.get(beside.get(uri) ?? "")?.root === undefined) next.add(uri);
    for (const name of next) asked.add(name);
    wave = [...next];
  }
  return { files, bag, targets: new Map(), judged: new Map(), identified, beside, dialects: new Map(), outside: new OutsideReferences(), dynamic, formats: options.formats ?? "assert" };
}

/** The root of a loaded file; what is wrong with the file is reported now, since it matters now. */
export function rootOf(documents: DocumentSet, name: string): Node | undefined {
  const file = documents.files.get(name);
  if (file !== undefined) documents.bag.take(file.diagnostics);
  return file?.root;
}

/** The name of a file as another file writes it. */
export function nameFrom(file: SourceFile, link: string): string {
  const path = posix.join(posix.dirname(file.path), link);
  return path === "" ? "." : path;
}

/** A pointer that leads into a value, or into what is anybody's: there nothing is loaded until somebody refers to it. */
const throughData = /\/(x-[^/]*|examples?|default|enum|const|value)(\/|$)/;

function baseOfRoot(file: LoadedFile): string {
  const [whole] = file.scan?.resources.values() ?? [];
  return whole?.base ?? file.name;
}

async function fetchOrKnown(uri: string, host: Host, options: LoadOptions): Promise<LoadedFile | undefined> {
  const known = await metaschemaFile(uri);
  if (known !== undefined) return known;
  return options.allowNetwork === true && isWeb(uri) ? fetchFile(uri, host, options) : undefined;
}
