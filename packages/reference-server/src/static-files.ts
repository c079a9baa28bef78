import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

/** Files of one directory, read when they are asked for. `undefined` is answered for what is not there. */
export type StaticFiles = (path: string) => Promise<StaticFile | undefined>;

export interface StaticFile {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** Serves a directory: `/` is its `index.html`. A path can never lead out of the directory. */
export function staticFiles(directory: string): StaticFiles {
  const root = normalize(directory + sep);
  return async (path) => {
    const wanted = decoded(path === "/" ? "/index.html" : path);
    const file = wanted === undefined ? undefined : join(root, wanted);
    const contentType = file === undefined ? undefined : contentTypes[extname(file)];
    if (file === undefined || contentType === undefined || !file.startsWith(root)) return undefined;
    try {
      return { body: await readFile(file), contentType };
    } catch {
      return undefined;
    }
  };
}

function decoded(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

const contentTypes: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
