import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./support/specification-files.js";

it("the linter has no complaint", () => {
  const { status, stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--deny-warnings", "."], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  expect(stdout).toContain("Found 0 warnings and 0 errors");
  expect(status).toBe(0);
});
