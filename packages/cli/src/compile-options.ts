import type { CompileOptions } from "@parley/compiler";
import { readConfiguration } from "./configuration.js";
import type { Terminal } from "./terminal.js";

/** What every command that compiles may be told about reading. */
export interface ReadingOptions {
  readonly maxBytes?: number;
  readonly allowRoot?: readonly string[];
  readonly allowNetwork?: boolean;
  readonly config?: string;
}

/** What the compiler is told: the folders of the command line and of the configuration may be read, whatever is compiled. */
export async function compileOptions(terminal: Terminal, { maxBytes, allowRoot = [], allowNetwork, config }: ReadingOptions): Promise<CompileOptions> {
  const configuration = await readConfiguration(terminal.workingFolder, config);
  const roots = [...allowRoot, ...(configuration?.roots ?? [])];
  return {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(roots.length === 0 ? {} : { roots }),
    ...(allowNetwork === true ? { allowNetwork } : {}),
  };
}
