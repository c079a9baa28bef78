import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { banner, writeOutput } from "@parley/compiler";
import { afterEach, beforeEach, expect, test } from "vitest";

const first = banner("specs/a.yaml");
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-output-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("writes what changed, leaves what did not, and leaves no temporary file", async () => {
  const files = [{ path: "models.ts", text: `${first}\n` }, { path: "http/index.ts", text: `${first}\n` }];
  expect(await writeOutput(files, folder)).toEqual({ written: ["models.ts", "http/index.ts"], unchanged: [], stale: [] });
  const before = await stat(join(folder, "models.ts"));
  const again = [files[0] ?? { path: "", text: "" }, { path: "http/index.ts", text: `${first}\nexport {};\n` }];
  expect(await writeOutput(again, folder)).toEqual({ written: ["http/index.ts"], unchanged: ["models.ts"], stale: [] });
  expect((await stat(join(folder, "models.ts"))).mtimeMs).toBe(before.mtimeMs);
  expect((await readdir(folder)).sort()).toEqual(["http", "models.ts"]);
});

test("removes what it once made from the same specification, and nothing else", async () => {
  await writeFile(join(folder, "old.ts"), `${first}\n`);
  await writeFile(join(folder, "mine.ts"), "export {};\n");
  await writeFile(join(folder, "other.ts"), `${banner("specs/b.yaml")}\n`);
  await mkdir(join(folder, "elsewhere"));
  await writeFile(join(folder, "elsewhere", "old.ts"), `${first}\n`);
  const files = [{ path: "models.ts", text: `${first}\n` }];
  expect((await writeOutput(files, folder, { check: true })).stale).toEqual(["old.ts"]);
  expect((await readdir(folder)).sort()).toEqual(["elsewhere", "mine.ts", "old.ts", "other.ts"]);
  expect((await writeOutput(files, folder)).stale).toEqual(["old.ts"]);
  expect((await readdir(folder)).sort()).toEqual(["elsewhere", "mine.ts", "models.ts", "other.ts"]);
});

test("check compares and touches nothing", async () => {
  const files = [{ path: "models.ts", text: "new\n" }];
  await writeFile(join(folder, "models.ts"), "old\n");
  expect(await writeOutput(files, folder, { check: true })).toEqual({ written: ["models.ts"], unchanged: [], stale: [] });
  expect(await readFile(join(folder, "models.ts"), "utf8")).toBe("old\n");
});

test.each(["../out.ts", "/out.ts", "a/../../out.ts", "..", "C:/out.ts", "a\\..\\..\\out.ts"])("never leaves the folder: %s", async (path) => {
  await expect(writeOutput([{ path, text: "" }], join(folder, "in"))).rejects.toThrow("must stay inside");
});

test("never leaves the folder by a link", async () => {
  const outside = await mkdtemp(join(tmpdir(), "parley-outside-"));
  await symlink(outside, join(folder, "gen"));
  await expect(writeOutput([{ path: "gen/a.ts", text: "x" }], folder)).rejects.toThrow("must stay inside");
  expect(await readdir(outside)).toEqual([]);
  await rm(outside, { recursive: true });
});
