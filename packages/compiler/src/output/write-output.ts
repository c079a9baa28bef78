import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, posix, sep } from "node:path";
import { banner, bannerOf, sourceOf } from "./banner.js";
import type { OutputFile } from "./output-file.js";

/** What became of the files, by their paths inside the folder. With `check`, what would have become of them. */
export interface Written {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of an earlier run from the same specification that are no longer made: removed. */
  readonly stale: readonly string[];
}

export interface WriteOptions {
  /** Only compare: nothing on disk is touched. */
  readonly check?: boolean;
  /**
   * Says of a file with our banner, in a folder that nothing is written to now, that this run would have made it, were its specification still
   * there. `folder` is inside the output folder. Absent: no other folder is looked at.
   */
  readonly owns?: (specification: string, folder: string) => boolean;
}

/**
 * Makes the folder hold these files. A file is touched only where its text changes, and replaced as a whole. Where one would replace a file that
 * bears no banner of ours, nothing is written: an error with the code `EOTHERS`, and its path inside the folder.
 */
export async function writeOutput(files: readonly OutputFile[], directory: string, options: WriteOptions = {}): Promise<Written> {
  const paths = new Map<string, string>();
  for (const { path } of files) {
    assertInside(path);
    const other = paths.get(sameOnDisk(path));
    if (other !== undefined) throw new Error(`Two output files share a path on some disk: ${JSON.stringify(other)}, ${JSON.stringify(path)}`);
    paths.set(sameOnDisk(path), path);
  }
  for (const folder of foldersOf(files)) await assertNoWayOut(directory, folder);
  if (options.check !== true) for (const file of files) await assertOurs(file, directory);
  const stale = await findStale(files, directory, options.owns);
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const file of files) {
    const target = join(directory, file.path);
    if (await holds(target, file.text)) {
      unchanged.push(file.path);
      continue;
    }
    written.push(file.path);
    if (options.check !== true) await replace(target, file.text, directory);
  }
  if (options.check !== true) await remove(stale, directory);
  return { written, unchanged, stale };
}

/** Of what is made: nothing leaves the folder, and every disk takes it. */
function assertInside(path: string): void {
  const normal = posix.normalize(path);
  const leaves = normal === "." || normal === ".." || normal.startsWith("../") || normal.startsWith("/") || /[\\:\0]/.test(path);
  if (leaves) throw new Error(`An output file must stay inside its folder: ${JSON.stringify(path)}`);
  if (normal.split("/").some(isRefused)) throw new Error(`Not every disk takes this name of an output file: ${JSON.stringify(path)}`);
}

/** Names of devices, whatever their ending, and what Windows cuts off or has other uses for. */
function isRefused(step: string): boolean {
  return step === "" || /[\p{Cc}<>"|?*]|[. ]$/u.test(step) || /^(con|prn|aux|nul|(com|lpt)[\d\u00b9\u00b2\u00b3]|conin\$|conout\$) *(\.|$)/i.test(step);
}

function sameOnDisk(path: string): string {
  return posix.normalize(path).normalize("NFC").toUpperCase().toLowerCase();
}

function foldersOf(files: readonly OutputFile[]): ReadonlySet<string> {
  return new Set(files.map(({ path }) => posix.dirname(posix.normalize(path))));
}

/** A folder inside may be a link that leads elsewhere: told before anything is read or made there. */
async function assertNoWayOut(directory: string, folder: string): Promise<void> {
  if (await leads(directory, folder)) return;
  const error = new Error(`An output file must stay inside its folder: a link at ${JSON.stringify(join(directory, folder))} leads elsewhere`);
  throw Object.assign(error, { code: "ELEAVES" });
}

/** True where a folder is in the output folder, or is still to be made there. */
async function leads(directory: string, folder: string): Promise<boolean> {
  const root = await realpath(directory).catch(() => undefined);
  if (root === undefined) return true;
  let at = directory;
  for (const step of folder.split("/")) {
    at = join(at, step);
    if ((await lstat(at).catch(() => undefined)) === undefined) return true;
    const real = await realpath(at).catch(() => undefined);
    if (real === undefined || (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))) return false;
  }
  return true;
}

/** A file is ours by its banner, a manifest by its name. What is empty, or a link, which is replaced itself, loses nobody anything. */
async function assertOurs({ path, text }: OutputFile, directory: string): Promise<void> {
  const target = join(directory, path);
  if ((await lstat(target).catch(() => undefined))?.isFile() !== true) return;
  const found = await readText(target);
  if (found === undefined || found.trim() === "" || bannerOf(found) !== undefined) return;
  if (bannerOf(text) === undefined && (!path.endsWith(".json") || nameIn(found) === nameIn(text))) return;
  throw Object.assign(new Error(`Not a file that Parley made: ${JSON.stringify(target)}`), { code: "EOTHERS", path });
}

function nameIn(manifest: string): unknown {
  try {
    const parsed: unknown = JSON.parse(manifest);
    return typeof parsed === "object" && parsed !== null && "name" in parsed ? parsed.name : undefined;
  } catch {
    return undefined;
  }
}

/** Only with the very banner that files written now bear, or of a specification that is gone: nobody else's file is ever taken for ours. */
async function findStale(files: readonly OutputFile[], directory: string, owns: WriteOptions["owns"]): Promise<readonly string[]> {
  const banners = new Set(files.map((file) => bannerOf(file.text)).filter((line) => line !== undefined));
  const current = new Set(files.map((file) => posix.normalize(file.path)));
  const written = foldersOf(files);
  const stale: string[] = [];
  for (const folder of owns === undefined ? written : new Set([...written, ...(await foldersIn(directory))])) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      if (!entry.isFile() || current.has(path) || !/\.(ts|md)$/.test(entry.name)) continue;
      const line = bannerOf((await readText(join(directory, path))) ?? "");
      if (line === undefined) continue;
      const source = sourceOf(line);
      if (written.has(folder) ? banners.has(line) : line === banner(source) && owns?.(source, folder) === true) stale.push(path);
    }
  }
  return stale.sort();
}

/** All folders below, but for those of packages, hidden ones and links. */
async function foldersIn(directory: string): Promise<readonly string[]> {
  const found: string[] = ["."];
  for (const folder of found) {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) found.push(posix.join(folder, entry.name));
    }
  }
  return found;
}

/** Removes files, and the folders that are empty without them. */
async function remove(paths: readonly string[], directory: string): Promise<void> {
  for (const path of paths) {
    await rm(join(directory, path), { force: true });
    for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) {
      const empty = await rmdir(join(directory, folder)).then(() => true, () => false);
      if (!empty) break;
    }
  }
}

async function replace(target: string, text: string, directory: string): Promise<void> {
  const folder = dirname(target);
  await makeFolder(folder);
  await assertNoWayOut(directory, posix.relative(directory.split(sep).join("/"), folder.split(sep).join("/")) || ".");
  // A name that nobody can have laid a link under; and a link at the target is itself replaced.
  const temporary = `${target}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

// Step by step: told to make all of them at once, Node.js never returns where none can be made, below /proc say.
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; dirname(at) !== at && (await lstat(at).catch(() => undefined)) === undefined; at = dirname(at)) missing.unshift(at);
  for (const each of missing) {
    await mkdir(each).catch((error: unknown) => {
      // Somebody else may have made it meanwhile.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
}

/** True where a file, and no link to one, holds the text. */
async function holds(path: string, text: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true && (await readText(path)) === text;
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
