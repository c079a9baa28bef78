import { posix } from "node:path";
import type { DiagnosticBag } from "../diagnostics/diagnostic-bag.js";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import { decode } from "../source/decode.js";
import type { Host } from "../source/host.js";
import type { Node } from "../source/node.js";
import { parseText } from "../source/parse-text.js";
import type { SourceFile } from "../source/source-file.js";
import { filesNamedBy } from "./file-links.js";
import { faultDiagnostic } from "./fault-diagnostic.js";

/** The files of one compilation: the entries and all that they name, each read once. What they mean is gathered in the bag. */
export interface DocumentSet {
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly bag: DiagnosticBag;
  /** What each `$ref` names, once somebody has asked. */
  readonly targets: Map<Node, Node | undefined>;
  /** As what each node has been judged: many documents may refer to one object. */
  readonly judged: Map<Node, Set<string>>;
}

/** A file as it was found. Its diagnostics count only once something that matters leads to it. */
export interface LoadedFile {
  readonly name: string;
  /** Absent where there is no such file; `near` may then name one that was meant. */
  readonly source?: SourceFile;
  readonly root?: Node;
  readonly near?: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  /** Files above this size are not read. */
  readonly maxBytes: number;
}

/** Loads the entries and every file that they name, directly or not. */
export async function loadDocuments(entries: readonly string[], host: Host, options: LoadOptions, bag: DiagnosticBag): Promise<DocumentSet> {
  const files = new Map<string, LoadedFile>();
  const asked = new Set(entries);
  let wave: readonly string[] = [...asked];
  while (wave.length > 0) {
    const loaded = await Promise.all(wave.map((name) => loadFile(name, host, options)));
    const next: string[] = [];
    for (const file of loaded) {
      files.set(file.name, file);
      for (const link of file.root === undefined ? [] : filesNamedBy(file.root)) {
        const name = host.name(posix.join(posix.dirname(file.name), link));
        if (asked.has(name)) continue;
        asked.add(name);
        next.push(name);
      }
    }
    wave = next;
  }
  return { files, bag, targets: new Map(), judged: new Map() };
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

async function loadFile(name: string, host: Host, options: LoadOptions): Promise<LoadedFile> {
  const found = await host.look(name);
  if (found?.kind === "file" && found.bytes > options.maxBytes) {
    const source = { path: name, text: "" };
    return { name, source, diagnostics: [diagnostic("file-too-large", { file: source, pointer: "" }, { bytes: found.bytes, limit: options.maxBytes })] };
  }
  const bytes = found?.kind === "file" ? await host.read(name) : undefined;
  if (found?.kind === "file" && bytes === undefined) {
    const source = { path: name, text: "" };
    return { name, source, diagnostics: [diagnostic("not-readable", { file: source, pointer: "" }, { what: "file" })] };
  }
  if (bytes === undefined) {
    const near = await nearFile(name, host);
    return { name, diagnostics: [], ...(near === undefined ? {} : { near }) };
  }
  const { file, fault } = decode(name, bytes);
  if (fault !== undefined) return { name, source: file, diagnostics: [faultDiagnostic(file, fault)] };
  const { root, faults } = await parseText(file);
  const diagnostics = faults.map((each) => faultDiagnostic(file, each));
  return { name, source: file, diagnostics, ...(root === undefined ? {} : { root }) };
}

async function nearFile(name: string, host: Host): Promise<string | undefined> {
  const directory = posix.dirname(name);
  const near = nearest(posix.basename(name), (await host.list(directory)) ?? []);
  return near === undefined ? undefined : posix.join(directory, near);
}
