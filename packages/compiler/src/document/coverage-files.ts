import { posix } from "node:path";
import type { DiagnosticBag } from "../diagnostics/diagnostic-bag.js";
import { nearest } from "../diagnostics/nearest.js";
import { decode } from "../source/decode.js";
import type { Host } from "../source/host.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { loadDocuments, nameFrom, type LoadOptions } from "./document-set.js";

/** The files that a coverage file names: documents to be loaded, and what is no document but a text or a folder. */
export interface CoverageFiles {
  /** Name of the coverage file. */
  readonly name: string;
  /** Names of documents, loaded with the specifications. */
  readonly documents: readonly string[];
  readonly others: ReadonlyMap<string, OtherFile>;
}

/** A file that is not read as a document: a test, a page. */
export interface OtherFile {
  readonly exists: boolean;
  /** Absent for a folder, and where nothing can be read. */
  readonly text?: string;
  /** A file of nearly that name, where there is none of it. */
  readonly near?: string;
}

/** Looks for all that a coverage file names. */
export async function findCoverageFiles(written: string, host: Host, options: LoadOptions, bag: DiagnosticBag): Promise<CoverageFiles> {
  const name = host.name(written);
  const root = (await loadDocuments([name], host, options, bag)).files.get(name)?.root;
  const map = root?.kind === "map" ? root : undefined;
  const named = map === undefined ? [] : [...new Set(elementsIn(map).map((element) => host.name(fileOf(map, element))))];
  const documents = named.filter(isDocument);
  const others = new Map<string, OtherFile>();
  for (const file of named) if (!isDocument(file)) others.set(file, await look(file, host, options));
  return { name, documents, others };
}

/** The name of the file that an element of a coverage file lies in: short names are those of its `files`. */
export function fileOf(map: MapNode, element: string): string {
  const short = element.split("#", 1)[0] ?? "";
  const files = valueOf(map, "files");
  const path = files?.kind === "map" ? valueOf(files, short) : undefined;
  const written = path?.kind === "scalar" && typeof path.value === "string" ? path.value : short;
  return nameFrom(map.file, written);
}

/** True for a file that is read as a document, by its ending. */
export function isDocument(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name);
}

function elementsIn(map: MapNode): readonly string[] {
  return listAt(map, "requirements").flatMap((row) => (row.kind === "map" ? listAt(row, "elements") : [])).flatMap((element) =>
    element.kind === "scalar" && typeof element.value === "string" ? element.value : [],
  );
}

function listAt(map: MapNode, key: string): readonly Node[] {
  const list = valueOf(map, key);
  return list?.kind === "list" ? list.items : [];
}

async function look(name: string, host: Host, { maxBytes }: LoadOptions): Promise<OtherFile> {
  const found = await host.look(name);
  if (found === undefined) {
    const near = nearest(posix.basename(name), (await host.list(posix.dirname(name))) ?? []);
    return { exists: false, ...(near === undefined ? {} : { near }) };
  }
  const bytes = found.kind === "file" && found.bytes <= maxBytes ? await host.read(name) : undefined;
  const text = bytes === undefined ? undefined : decode(name, bytes).file.text;
  return { exists: true, ...(text === undefined ? {} : { text }) };
}
