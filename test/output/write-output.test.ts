import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
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

test("replaces no file of another hand, and then writes none", async () => {
  const manifest = (name: string, version: string) => ({ path: "package.json", text: JSON.stringify({ name, version }) });
  const files = [{ path: "a.ts", text: `${first}\n` }, manifest("ours", "2")];
  await writeFile(join(folder, "package.json"), manifest("theirs", "1").text);
  await expect(writeOutput(files, folder)).rejects.toMatchObject({ code: "EOTHERS", path: "package.json" });
  expect(await readdir(folder)).toEqual(["package.json"]);
  await writeFile(join(folder, "package.json"), manifest("ours", "1").text);
  expect((await writeOutput(files, folder)).written).toEqual(["a.ts", "package.json"]);
  await writeFile(join(folder, "a.ts"), "export {};\n");
  await expect(writeOutput([...files].reverse(), folder)).rejects.toMatchObject({ code: "EOTHERS", path: "a.ts" });
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

test("never makes or removes anything behind a link that leads elsewhere", async () => {
  const outside = await mkdtemp(join(tmpdir(), "parley-outside-"));
  await writeFile(join(outside, "old.ts"), `${first}\n`);
  await symlink(outside, join(folder, "gen"));
  await expect(writeOutput([{ path: "gen/deep/a.ts", text: `${first}\n` }], folder)).rejects.toThrow("leads elsewhere");
  await expect(writeOutput([{ path: "gen/a.ts", text: `${first}\n` }], folder, { check: true })).rejects.toThrow("leads elsewhere");
  expect((await writeOutput([{ path: "a.ts", text: `${first}\n` }], folder, { owns: () => true })).stale).toEqual([]);
  expect(await readdir(outside)).toEqual(["old.ts"]);
  await rm(outside, { recursive: true });
});

test("replaces a link at the place of a file, and never writes through it", async () => {
  const outside = await mkdtemp(join(tmpdir(), "parley-outside-"));
  await writeFile(join(outside, "same.ts"), "new\n");
  await writeFile(join(outside, "other.ts"), "theirs\n");
  await symlink(join(outside, "same.ts"), join(folder, "same.ts"));
  await symlink(join(outside, "other.ts"), join(folder, "other.ts"));
  await symlink(join(outside, "none.ts"), join(folder, "none.ts"));
  const files = ["same.ts", "other.ts", "none.ts"].map((path) => ({ path, text: "new\n" }));
  expect((await writeOutput(files, folder)).written).toEqual(["same.ts", "other.ts", "none.ts"]);
  for (const { path } of files) expect((await lstat(join(folder, path))).isFile(), path).toBe(true);
  expect(await readFile(join(outside, "other.ts"), "utf8")).toBe("theirs\n");
  expect((await readdir(outside)).sort()).toEqual(["other.ts", "same.ts"]);
  await rm(outside, { recursive: true });
});

test("the folder itself may be a link: that is whoever named it", async () => {
  await mkdir(join(folder, "real"));
  await symlink(join(folder, "real"), join(folder, "out"));
  await writeOutput([{ path: "a/b.ts", text: "x\n" }], join(folder, "out"));
  expect(await readFile(join(folder, "real/a/b.ts"), "utf8")).toBe("x\n");
});

test.each(["con", "CON.ts", "a/aux.ts", "nul.tar.ts", "com1/a.ts", "lpt\u00b9.ts", "a./b.ts", "a /b.ts", "b.ts.", "a:b.ts", "a\u0000b.ts", "a\u001b.ts", "a?.ts", "a|b.ts"])(
  "takes no name that some disk does not take: %j",
  async (path) => {
    await expect(writeOutput([{ path, text: "" }], folder)).rejects.toThrow(/Not every disk takes|must stay inside/);
    expect(await readdir(folder)).toEqual([]);
  },
);

test.each([["a/Models.ts", "a/models.ts"], ["a.ts", "x/../a.ts"], ["\u00e9.ts", "e\u0301.ts"]])("no two files share a path on any disk: %j, %j", async (one, other) => {
  await expect(writeOutput([{ path: one, text: "1" }, { path: other, text: "2" }], folder)).rejects.toThrow("share a path");
  expect(await readdir(folder)).toEqual([]);
});

test("removes the folder of a specification that is gone, where it is told which those are", async () => {
  const gone = banner("specs/gone.yaml");
  for (const [path, text] of [["gone/models.ts", gone], ["gone/mine.ts", "export {};"], ["bare/deep/models.ts", gone], ["other/models.ts", banner("specs/other.yaml")], ["node_modules/gone/a.ts", gone]] as const) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), `${text}\n`);
  }
  const files = [{ path: "a/models.ts", text: `${first}\n` }];
  const asked: string[] = [];
  const owns = (specification: string, at: string): boolean => (asked.push(`${specification} ${at}`), specification === "specs/gone.yaml");
  expect((await writeOutput(files, folder)).stale).toEqual([]);
  expect((await writeOutput(files, folder, { check: true, owns })).stale).toEqual(["bare/deep/models.ts", "gone/models.ts"]);
  expect((await writeOutput(files, folder, { owns })).stale).toEqual(["bare/deep/models.ts", "gone/models.ts"]);
  expect(asked).toContain("specs/other.yaml other");
  // A folder goes once it is empty, and what is not ours stays.
  expect((await readdir(folder)).sort()).toEqual(["a", "gone", "node_modules", "other"]);
  expect(await readdir(join(folder, "gone"))).toEqual(["mine.ts"]);
});
