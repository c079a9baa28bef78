import { jsonFaults } from "./json-faults.js";
import type { Node } from "./node.js";
import type { SourceFile } from "./source-file.js";
import type { ParsedText } from "./parsed-text.js";
import { readQuickly } from "./quick-reader.js";

/** Parses YAML 1.2, and JSON as the part of it that it is. */
export async function parseText(file: SourceFile): Promise<ParsedText> {
  const text = withJsonFaults(file, await read(file));
  trees.set(file, text.root);
  return text;
}

/** The tree of a file that was parsed before; undefined where nothing could be read of it. */
export function treeOf(file: SourceFile): Node | undefined {
  return trees.get(file);
}

const trees = new WeakMap<SourceFile, Node | undefined>();

/** Text longer than this is read quickly or not at all: the full reader would take seconds. */
const maxFullLength = 2 * 1024 * 1024;

/** A file that calls itself JSON is told where it is not, even where YAML takes it. */
function withJsonFaults(file: SourceFile, text: ParsedText): ParsedText {
  const { faults, broken } = jsonFaults(file);
  if (broken !== undefined) return { root: undefined, faults: [broken] };
  return faults.length === 0 || text.root === undefined ? text : { root: text.root, faults: [...text.faults, ...faults] };
}

async function read(file: SourceFile): Promise<ParsedText> {
  const quick = readQuickly(file);
  if (quick.root !== undefined || quick.faults.length > 0) return quick;
  if (file.text.length <= maxFullLength) {
    // Few texts need the full reader, and its library is slow to load.
    const { readYaml } = await import("./yaml-reader.js");
    return readYaml(file);
  }
  const range = { start: quick.stoppedAt, end: quick.stoppedAt };
  return { root: undefined, faults: [{ code: "too-large-for-yaml", range, limit: maxFullLength }] };
}
