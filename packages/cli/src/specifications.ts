import { configurationName, readConfiguration } from "./configuration.js";
import { Misuse } from "./misuse.js";
import type { Terminal } from "./terminal.js";

/** The specifications that a command works on: those named, else those of the configuration. */
export async function specificationsFor(terminal: Terminal, named: readonly string[], config: string | undefined): Promise<readonly string[]> {
  if (named.length > 0) return named;
  const configuration = await readConfiguration(terminal.workingFolder, config);
  if (configuration === undefined) throw new Misuse(`Name a specification, or write a ${configurationName} here.`);
  if (configuration.specifications.length === 0) throw new Misuse(`"${config ?? configurationName}" names no specification.`);
  return configuration.specifications;
}
