import { posix } from "node:path";
import type { DiagnosticBag } from "../diagnostics/diagnostic-bag.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Host } from "../source/host.js";
import type { LoadOptions } from "./document-set.js";

/** The files to compile: those named, and those below a named directory that look like an entry document. */
export async function findEntries(named: readonly string[], host: Host, options: LoadOptions, bag: DiagnosticBag): Promise<Entries> {
  const files = new Set<string>();
  const guessed = new Set<string>();
  const directories: string[] = [];
  for (const written of named) {
    const name = host.name(written);
    const found = await host.look(name);
    if (found === undefined) {
      const near = nearest(posix.basename(name), (await host.list(posix.dirname(name))) ?? []);
      const nearPath = near === undefined ? undefined : posix.join(posix.dirname(name), near);
      bag.add("file-not-found", { file: { path: name, text: "" }, pointer: "" }, { path: name, near: nearPath });
    } else if (found.kind === "file") {
      files.add(name);
    } else {
      // One that may not be read is told as such, not as empty.
      if ((await host.list(name)) !== undefined) directories.push(name);
      for (const file of await below(name, host, options, bag)) guessed.add(file);
    }
  }
  return { named: [...files], guessed: [...guessed].filter((file) => !files.has(file)), directories };
}

export interface Entries {
  /** Files that the user named: each must be an entry document. */
  readonly named: readonly string[];
  /** Files of a named directory that may be entry documents; what they are shows when they are parsed. */
  readonly guessed: readonly string[];
  readonly directories: readonly string[];
}

/** The first key of an entry document, somewhere at the start of a line. */
const entryKey = /^[ \t{\ufeff]*["']?(asyncapi|openapi|swagger|arazzo)["']?[ \t]*:|["']?\$schema["']?[ \t]*:[ \t]*["']?https?:\/\/json-schema\.org\//m;

async function below(directory: string, host: Host, options: LoadOptions, bag: DiagnosticBag): Promise<readonly string[]> {
  const files: string[] = [];
  const waiting = [directory];
  // A link may lead back to a folder that was walked already.
  const walked = new Set<string>();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const real = (await host.real?.(at)) ?? at;
    if (walked.has(real)) continue;
    walked.add(real);
    const children = await host.list(at);
    if (children === undefined) bag.add("not-readable", { file: { path: at, text: "" }, pointer: "" }, { what: "folder" });
    for (const child of children ?? []) {
      if (child.startsWith(".") || child === "node_modules") continue;
      const name = host.name(posix.join(at, child));
      const found = await host.look(name);
      if (found?.kind === "directory") waiting.push(name);
      if (found?.kind !== "file" || !/\.(ya?ml|json)$/i.test(child)) continue;
      // A file that is too large, or may not be read, is a candidate: that it was left out must be said.
      if (found.bytes > options.maxBytes || (await looksLikeEntry(name, host))) files.push(name);
    }
  }
  return files.sort();
}

async function looksLikeEntry(name: string, host: Host): Promise<boolean> {
  const bytes = await host.read(name);
  return bytes === undefined || entryKey.test(new TextDecoder().decode(bytes));
}
