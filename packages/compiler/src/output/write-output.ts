import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, posix, sep } from "node:path";
import { bannerOf } from "./banner.js";
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
}

/** Makes the folder hold these files. A file is touched only where its text changes, and replaced as a whole. */
export async function writeOutput(files: readonly OutputFile[], directory: string, options: WriteOptions = {}): Promise<Written> {
  for (const file of files) assertInside(file.path);
  const stale = await findStale(files, directory);
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const file of files) {
    const target = join(directory, file.path);
    if ((await readText(target)) === file.text) {
      unchanged.push(file.path);
      continue;
    }
    written.push(file.path);
    if (options.check !== true) await replace(target, file.text, directory);
  }
  if (options.check !== true) for (const path of stale) await rm(join(directory, path), { force: true });
  return { written, unchanged, stale };
}

function assertInside(path: string): void {
  const normal = posix.normalize(path);
  const leaves = normal === "." || normal === ".." || normal.startsWith("../") || normal.startsWith("/") || /^[A-Za-z]:|\\|\0/.test(path);
  if (leaves) throw new Error(`An output file must stay inside its folder: ${JSON.stringify(path)}`);
}

/** Only beside files that are written now, and only with the very banner they bear: nobody else's file is ever taken for ours. */
async function findStale(files: readonly OutputFile[], directory: string): Promise<readonly string[]> {
  const banners = new Set(files.map((file) => bannerOf(file.text)).filter((line) => line !== undefined));
  const current = new Set(files.map((file) => posix.normalize(file.path)));
  const stale: string[] = [];
  for (const folder of new Set(files.map((file) => posix.dirname(posix.normalize(file.path))))) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      if (!entry.isFile() || current.has(path) || !/\.(ts|md)$/.test(entry.name)) continue;
      const line = bannerOf((await readText(join(directory, path))) ?? "");
      if (line !== undefined && banners.has(line)) stale.push(path);
    }
  }
  return stale.sort();
}

async function replace(target: string, text: string, directory: string): Promise<void> {
  const folder = dirname(target);
  await makeFolder(folder);
  // A folder inside may be a link that leads elsewhere.
  const [root, real] = await Promise.all([realpath(directory), realpath(folder)]);
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error(`An output file must stay inside its folder: ${JSON.stringify(target)} leads to ${JSON.stringify(real)}`);
  }
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

// Step by step: told to make all of them at once, Node.js never returns where none can be made, below /proc say.
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; dirname(at) !== at && (await stat(at).catch(() => undefined)) === undefined; at = dirname(at)) missing.unshift(at);
  for (const each of missing) {
    await mkdir(each).catch((error: unknown) => {
      // Somebody else may have made it meanwhile.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
