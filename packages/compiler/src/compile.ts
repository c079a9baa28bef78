import { posix } from "node:path";
import type { Diagnostic, DiagnosticCode } from "./diagnostics/diagnostic.js";
import { DiagnosticBag } from "./diagnostics/diagnostic-bag.js";
import { findCoverageFiles, type CoverageFiles } from "./document/coverage-files.js";
import { isEntry, saysSchema } from "./document/dialect.js";
import { loadDocuments, rootOf, type DocumentSet } from "./document/document-set.js";
import { findEntries, type Entries } from "./document/find-entries.js";
import { lowerCoverage } from "./lower/coverage.js";
import { lowerEntry } from "./lower/lower-entry.js";
import type { Protocol } from "./model/protocol.js";
import type { Schema } from "./model/schema.js";
import { check } from "./rules/check.js";
import { checkCoverage } from "./rules/coverage-rules.js";
import type { Host } from "./source/host.js";

export interface CompileOptions {
  /** Folders that references may lead into, beside those of the entries. */
  readonly roots?: readonly string[];
  /** References to http and https are fetched; else they are told, and what they name takes any value. */
  readonly allowNetwork?: boolean;
  /** Whether `format` demands something (as if not told), or only says something. A `$schema` that decides it goes before. */
  readonly formats?: "assert" | "annotate";
  /** Files above this size are not read; 32 MiB unless told. */
  readonly maxBytes?: number;
  /** The coverage file: what the specifications have to say, and which of their elements say it. */
  readonly coverage?: string;
}

/** What a set of entry documents means, and all that is wrong with them. */
export interface Compilation {
  /** One for each AsyncAPI or OpenAPI document that could be read at all. */
  readonly protocols: readonly Protocol[];
  /** All of them at once, sorted by file and offset. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles specifications: loads the entries and all they refer to, lowers them to the model, checks the model. */
export async function compile(entries: readonly string[], host: Host, options: CompileOptions = {}): Promise<Compilation> {
  const limits = { maxBytes: options.maxBytes ?? 32 * 1024 * 1024 };
  const bag = new DiagnosticBag();
  const found = await findEntries(entries, host, limits, bag);
  const coverage = options.coverage === undefined ? undefined : await findCoverageFiles(options.coverage, host, limits, bag);
  const covering = coverage === undefined ? [] : [coverage.name, ...coverage.documents];
  const roots = [...new Set([...found.named.map((name) => posix.dirname(name)), ...found.directories, ...(options.roots ?? [])])];
  const { allowNetwork = false, formats = "assert" } = options;
  const documents = await loadDocuments([...found.named, ...found.guessed, ...covering], host, { ...limits, roots, allowNetwork, formats }, bag);
  const protocols: Protocol[] = [];
  const judged = new Set<Schema>();
  for (const name of entryDocuments(documents, found)) {
    if (documents.files.get(name)?.source === undefined) bag.add("file-not-found", { file: { path: name, text: "" }, pointer: "" }, { path: name, near: undefined });
    const root = rootOf(documents, name);
    const before = { told: bag.size, outside: documents.outside.met };
    const protocol = root && lowerEntry(documents, root);
    const whole = documents.outside.met === before.outside;
    if (!whole) bag.drop(before.told, absences);
    if (protocol === undefined) continue;
    protocols.push(protocol);
    // Half a specification would only give faults that are none.
    if (!bag.has("too-many-schemas") && whole) bag.take(check(protocol, judged));
  }
  documents.outside.report(bag, found.named);
  if (coverage !== undefined && documents.outside.met === 0) judgeCoverage(documents, coverage, protocols);
  return { protocols, diagnostics: bag.sorted() };
}

/** What lowering misses may stand in what was not read. */
const absences: readonly DiagnosticCode[] = [
  "path-variable-mismatch",
  "pages-mismatch",
  "renamed-path-variable",
  "unknown-security-scheme",
  "undeclared-security-scheme",
  "undeclared-tag",
  "undeclared-parameter",
  "message-outside-channel",
  "channel-outside-document",
  "server-outside-document",
];

/** The named files, and of the guessed ones those that are entry documents, or cannot be read. */
function entryDocuments(documents: DocumentSet, found: Entries): readonly string[] {
  const readable = found.guessed.filter((name) => {
    const root = documents.files.get(name)?.root;
    return root === undefined || isEntry(root);
  });
  // Beside specifications, schemas are parts of them; alone, each is a document of its own.
  const schemas = found.guessed.filter((name) => saysSchema(documents.files.get(name)?.root));
  const guessed = readable.length + found.named.length > 0 ? readable : schemas;
  for (const directory of found.directories) {
    const prefix = directory === "." ? "" : `${directory}/`;
    const inside = [...found.named, ...guessed].some((name) => name.startsWith(prefix));
    if (!inside) documents.bag.add("directory-without-specification", { file: { path: directory, text: "" }, pointer: "" }, { path: directory });
  }
  return [...found.named, ...guessed];
}

function judgeCoverage(documents: DocumentSet, files: CoverageFiles, protocols: readonly Protocol[]): void {
  const coverage = lowerCoverage(documents, files);
  if (coverage !== undefined) documents.bag.take(checkCoverage(coverage, protocols));
}
