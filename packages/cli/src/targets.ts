import type { Diagnostic, OutputFile, Protocol } from "@parley/compiler";
import { Misuse } from "./misuse.js";

/** Makes the files of one protocol in one language. */
export type Generate = (protocol: Protocol) => { readonly files: readonly OutputFile[]; readonly diagnostics: readonly Diagnostic[] };

/** Loads the generator of a target, and no other. */
export async function loadTarget(name: string): Promise<Generate> {
  const load = targets.get(name);
  if (load === undefined) throw new Misuse(`There is no target "${name}"; there is ${[...targets.keys()].join(", ")}.`);
  return load();
}

const targets: ReadonlyMap<string, () => Promise<Generate>> = new Map([
  ["typescript", async () => (await import("@parley/generator-typescript")).generate],
]);
