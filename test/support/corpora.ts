import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";

const root = process.env.PARLEY_CORPORA;

/**
 * Tests over documents that nobody here wrote, found through `PARLEY_CORPORA`.
 * Without it they are skipped by name; with it, a missing folder is a failure.
 */
export function describeCorpora(folder: string, name: string, tests: (path: string) => void): void {
  describe(`${name} [corpora]`, () => {
    if (root === undefined || root === "") {
      it.skip(`needs PARLEY_CORPORA/${folder}`);
      return;
    }
    const path = join(root, folder);
    if (!existsSync(path)) throw new Error(`PARLEY_CORPORA has no folder "${folder}": ${path}`);
    tests(path);
  });
}
