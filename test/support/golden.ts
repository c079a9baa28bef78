import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect } from "vitest";

/** Compares a text with the golden file that a reviewer reads; `UPDATE=1` writes it instead. */
export async function expectGolden(path: string, text: string): Promise<void> {
  if (process.env.UPDATE === "1") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return;
  }
  const golden = await readFile(path, "utf8").catch(() => undefined);
  expect(text, `${path} (run with UPDATE=1 to write it, then review the difference)`).toBe(golden);
}
