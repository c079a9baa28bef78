import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fetchBytes } from "./fetch-bytes.js";
import type { Host } from "./host.js";

/** The files on disk, named relative to a working folder. */
export function diskHost(workingFolder: string): Host {
  const root = resolve(workingFolder);
  const place = (path: string) => resolve(root, path);
  return {
    name(path) {
      const inside = relative(root, place(path));
      const outside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
      // A path given as absolute, and outside of the working folder, stays as the author wrote it.
      const name = outside && isAbsolute(path) ? resolve(path) : inside;
      return name === "" ? "." : name.split(sep).join("/");
    },
    async look(path) {
      const found = await orUndefined(stat(place(path)));
      if (found === undefined) return undefined;
      if (found.isDirectory()) return { kind: "directory", bytes: 0 };
      return found.isFile() ? { kind: "file", bytes: found.size } : undefined;
    },
    async read(path) {
      return orUndefined(readFile(place(path)));
    },
    async real(path) {
      const found = await orUndefined(realpath(place(path)));
      return found?.split(sep).join("/");
    },
    fetch: fetchBytes,
    async list(directory) {
      try {
        return (await readdir(place(directory))).sort();
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
        return error.code === "ENOENT" || error.code === "ENOTDIR" ? [] : undefined;
      }
    },
  };
}

async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    // What may not be read is, to the compiler, not there.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
