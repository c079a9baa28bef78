import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

const root = process.env.PARLEY_CORPORA;

/**
 * Tests over documents that nobody here wrote, found through `PARLEY_CORPORA`.
 * Without it they are skipped by name; with it, a missing folder is a failure.
 */
export function describeCorpora(folder: string, name: string, tests: (path: string) => void): void {
  const path = join(root ?? "", folder);
  describe.skipIf(root === undefined || root === "")(`${name} [corpora]`, () => {
    if (root !== undefined && root !== "" && !existsSync(path)) throw new Error(`PARLEY_CORPORA has no folder "${folder}": ${path}`);
    tests(path);
  });
}
