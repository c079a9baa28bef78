import { posix } from "node:path";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import { decode } from "../source/decode.js";
import type { Host } from "../source/host.js";
import type { Node } from "../source/node.js";
import { parseText } from "../source/parse-text.js";
import type { SourceFile } from "../source/source-file.js";
import type { Confinement } from "./confinement.js";
import { faultDiagnostic } from "./fault-diagnostic.js";
import { scan, type Scan } from "./scan.js";
import { placeOfRoot } from "./schema-places.js";

/** A file as it was found. Its diagnostics count only once something that matters leads to it. */
export interface LoadedFile {
  readonly name: string;
  /** Absent where there is no such file; `near` may then name one that was meant. */
  readonly source?: SourceFile;
  readonly root?: Node;
  readonly scan?: Scan;
  readonly near?: string;
  /** The folder that would have to be allowed: the file was not looked for. */
  readonly outside?: string;
  /** Why an address gave nothing. */
  readonly failure?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and parses a file, where it may be read. */
export async function loadFile(name: string, host: Host, { maxBytes }: { readonly maxBytes: number }, confined: Confinement | undefined): Promise<LoadedFile> {
  const outside = await confined?.(name);
  if (outside !== undefined) return { name, outside, diagnostics: [] };
  const found = await host.look(name);
  const source = { path: name, text: "" };
  const here = { file: source, pointer: "" };
  if (found?.kind === "file" && found.bytes > maxBytes) return { name, source, diagnostics: [diagnostic("file-too-large", here, { bytes: found.bytes, limit: maxBytes })] };
  const bytes = found?.kind === "file" ? await host.read(name) : undefined;
  if (found?.kind === "file" && bytes === undefined) return { name, source, diagnostics: [diagnostic("not-readable", here, { what: "file" })] };
  if (bytes !== undefined) return parseFile(name, bytes);
  const near = await nearFile(name, host);
  return { name, diagnostics: [], ...(near === undefined ? {} : { near }) };
}

/** Reads what stands at an address. */
export async function fetchFile(uri: string, host: Host, { maxBytes }: { readonly maxBytes: number }): Promise<LoadedFile> {
  if (host.fetch === undefined) return { name: uri, failure: "nothing here can fetch", diagnostics: [] };
  const answer = await host.fetch(uri, maxBytes);
  return answer.kind === "bytes" ? parseFile(uri, answer.bytes) : { name: uri, failure: answer.why, diagnostics: [] };
}

/** A metaschema that is carried along, so that it may be referred to without a network. */
export async function metaschemaFile(uri: string): Promise<LoadedFile | undefined> {
  if (!/^https?:\/\/json-schema\.org\/draft/.test(uri)) return undefined;
  const { metaschemas } = await import("./metaschemas.js");
  const text = metaschemas.get(uri.replace(/^https?:/, ""));
  return text === undefined ? undefined : parseFile(uri, new TextEncoder().encode(text));
}

async function parseFile(name: string, bytes: Uint8Array): Promise<LoadedFile> {
  const { file, fault } = decode(name, bytes);
  if (fault !== undefined) return { name, source: file, diagnostics: [faultDiagnostic(file, fault)] };
  const { root, faults } = await parseText(file);
  const diagnostics = faults.map((each) => faultDiagnostic(file, each));
  return { name, source: file, diagnostics, ...(root === undefined ? {} : { root, scan: scan(root, placeOfRoot(root)) }) };
}

async function nearFile(name: string, host: Host): Promise<string | undefined> {
  const directory = posix.dirname(name);
  const near = nearest(posix.basename(name), (await host.list(directory)) ?? []);
  return near === undefined ? undefined : posix.join(directory, near);
}
