import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { specificationFiles } from "../support/specification-files.js";
import type { Documents } from "./plant.js";

/** Documents that belong together, and those of them that are entries. */
export interface Corpus {
  readonly documents: Documents;
  readonly entries: readonly string[];
}

/** Every YAML file of a folder. */
export function corpusOf(folder: string, isEntry: (value: Record<string, unknown>, name: string) => boolean): Corpus {
  const documents = new Map<string, unknown>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    try {
      documents.set(name.replaceAll("\\", "/"), parse(readFileSync(join(folder, name), "utf8"), { strict: false, logLevel: "silent" }));
    } catch {
      // The one file that is broken as it comes.
    }
  }
  return { documents, entries: entriesOf(documents, isEntry) };
}

/** The specifications of this repository. */
export function ownCorpus(): Corpus {
  const documents = new Map<string, unknown>(specificationFiles().map(({ path, value }) => [path, withoutConventions(value)]));
  return { documents, entries: entriesOf(documents, isDescription) };
}

/** Conventions judge words and names, of which none is left; nothing that is generated hangs on them. */
function withoutConventions(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("info" in value) || typeof value.info !== "object" || value.info === null) return value;
  const info = Object.entries(value.info).filter(([key]) => key !== "x-parley-conventions");
  return { ...value, info: Object.fromEntries(info) };
}

export function isDescription(value: Record<string, unknown>): boolean {
  return "asyncapi" in value || "openapi" in value;
}

function entriesOf(documents: Documents, isEntry: (value: Record<string, unknown>, name: string) => boolean): readonly string[] {
  return [...documents].flatMap(([name, value]) => (typeof value === "object" && value !== null && isEntry(value as Record<string, unknown>, name) ? [name] : []));
}
