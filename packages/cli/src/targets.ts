import type { Diagnostic, OutputFile, Protocol } from "@parley/compiler";
import type { TypeScriptOptions } from "@parley/generator-typescript";
import { Misuse } from "./misuse.js";

/** Makes files in one language. */
export interface Target {
  /** Those of one protocol; of a whole package where it is to have a name. */
  readonly one: (protocol: Protocol, options: TypeScriptOptions, packageName?: string) => Promise<Generated>;
  /** Those of many, a folder each; `from` is what the user named. */
  readonly many: (protocols: readonly Protocol[], from: string, options: TypeScriptOptions) => Promise<Generated>;
  /** True where a folder of the output may be one that `many` made of a specification. */
  readonly isFolderOf: (specification: string, folder: string) => boolean;
}

interface Generated {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the generator of a target, and no other. */
export async function loadTarget(name: string): Promise<Target> {
  const load = targets.get(name);
  if (load === undefined) throw new Misuse(`There is no target "${name}"; there is ${[...targets.keys()].join(", ")}.`);
  return load();
}

const targets: ReadonlyMap<string, () => Promise<Target>> = new Map([
  [
    "typescript",
    async () => {
      const { generate, generateMany, generatePackage, isFolderOf } = await import("@parley/generator-typescript");
      return {
        one: async (protocol, options, packageName) =>
          packageName === undefined ? generate(protocol, options) : generatePackage(protocol, packageName, options),
        many: async (protocols, from, options) => generateMany(protocols, from, options),
        isFolderOf,
      };
    },
  ],
]);
