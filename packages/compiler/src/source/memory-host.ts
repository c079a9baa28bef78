import { posix } from "node:path";
import type { Host } from "./host.js";

/** Files held in memory, by name, and what stands at addresses: for tests, editors and bundlers. */
export function memoryHost(files: Readonly<Record<string, string | Uint8Array>>, web: Readonly<Record<string, string | Uint8Array>> = {}): Host {
  const contents = new Map(Object.entries(files).map(([path, content]) => [posix.normalize(path), bytesOf(content)]));
  const below = (directory: string) => {
    const prefix = directory === "." ? "" : `${directory}/`;
    const inside = [...contents.keys()].filter((path) => path.startsWith(prefix));
    return new Set(inside.map((path) => path.slice(prefix.length).split("/")[0] ?? ""));
  };
  const name = (path: string) => posix.normalize(path).replace(/(?<=.)\/$/, "");
  return {
    name,
    async look(path) {
      const content = contents.get(name(path));
      if (content !== undefined) return { kind: "file", bytes: content.byteLength };
      return below(name(path)).size > 0 ? { kind: "directory", bytes: 0 } : undefined;
    },
    async read(path) {
      return contents.get(name(path));
    },
    async fetch(address) {
      const content = Object.hasOwn(web, address) ? web[address] : undefined;
      return content === undefined ? { kind: "failure", why: "nothing stands there" } : { kind: "bytes", bytes: bytesOf(content) };
    },
    async list(directory) {
      return [...below(name(directory))].sort();
    },
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
