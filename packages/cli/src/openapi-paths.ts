import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { banner, type Diagnostic, type OutputFile, type Protocol } from "@parley/compiler";
import type { Output } from "./configuration.js";
import { Misuse } from "./misuse.js";

/**
 * `paths` and `components` as openapi-typescript says them: what openapi-fetch and openapi-msw take. They are made anew only where a file of the
 * specification has changed since those in the folder were.
 */
export async function openApiPaths(workingFolder: string, { specification, out, package: packageName }: Output, protocol: Protocol, found: readonly Diagnostic[]): Promise<OutputFile> {
  const path = packageName === undefined ? "paths.ts" : "src/gen/paths.ts";
  if (protocol.dialect !== "openapi-3") throw new Misuse(`"${specification}" is no OpenAPI document: only these have paths.`);
  const remote = found.find(({ code }) => /^(unresolved-remote|remote-reference)$/.test(code));
  if (remote !== undefined) throw new Misuse(`"${specification}" refers to the network, and openapi-typescript would read from there: keep a copy of what it refers to beside it.`);
  const head = `${banner(specification)}\n// Of the specification whose files have the SHA-256 ${hashOf(protocol)}.\n`;
  const last = await readFile(resolve(workingFolder, out, path), "utf8").catch(() => "");
  if (last.startsWith(head)) return { path, text: last };
  const { default: print, astToString } = await load();
  const types = await print(pathToFileURL(resolve(workingFolder, specification)), { silent: true, alphabetize: false });
  return { path, text: `${head}\n${astToString(types)}` };
}

/** Of the texts of all files that say something, in the order of their names. */
function hashOf({ origin, channels, operations, messages, schemas }: Protocol): string {
  const files = new Map([[origin.file.path, origin.file.text]]);
  for (const nodes of [channels, operations, messages, schemas]) for (const { origin: place } of nodes.values()) files.set(place.file.path, place.file.text);
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) hash.update(JSON.stringify([name, text]));
  return hash.digest("hex");
}

async function load(): Promise<typeof import("openapi-typescript")> {
  try {
    return await import("openapi-typescript");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      throw new Misuse("openapi-typescript is not installed: npm install --save-dev openapi-typescript typescript, then try again.", { cause: error });
    }
    throw error;
  }
}
