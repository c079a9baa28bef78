import type { Diagnostic, OutputFile, Protocol } from "@parley/compiler";
import type { TypeScriptOptions } from "@parley/generator-typescript";
import { Misuse } from "./misuse.js";

/** Makes the files of one protocol in one language; those of a whole package where it is to have a name. */
export type Generate = (protocol: Protocol, options: TypeScriptOptions, packageName?: string) => Promise<Generated>;

interface Generated {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the generator of a target, and no other. */
export async function loadTarget(name: string): Promise<Generate> {
  const load = targets.get(name);
  if (load === undefined) throw new Misuse(`There is no target "${name}"; there is ${[...targets.keys()].join(", ")}.`);
  return load();
}

const targets: ReadonlyMap<string, () => Promise<Generate>> = new Map([
  [
    "typescript",
    async () => {
      const { generate, generatePackage } = await import("@parley/generator-typescript");
      return async (protocol, options, packageName) => (packageName === undefined ? generate(protocol, options) : generatePackage(protocol, packageName, options));
    },
  ],
]);
