import { type CodeModule, reExports } from "@parley/compiler";
import { supportPaths } from "./print-support.js";

/** The one entry of a folder of the output: it names every export. */
export function printIndex(modules: readonly CodeModule[], path: string): CodeModule {
  const shown = modules.map((module) => (supportPaths.has(module.path) ? { ...module, exports: module.exports.filter(({ name }) => name === "Issue") } : module));
  return { path, body: reExports(path, shown), exports: [] };
}
