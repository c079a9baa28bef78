import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { banner, type OutputFile } from "@parley/compiler";

/** The file of @parley/runtime behind each of its entries. */
const entries: { readonly [specifier: string]: string } = {
  "@parley/runtime": "index.ts",
  "@parley/runtime/http": "http/index.ts",
  "@parley/runtime/messages": "messages/index.ts",
  "@parley/runtime/ws": "ws.ts",
};

/** Generated files with the sources of @parley/runtime that they need beside them, in a folder `runtime`, so that they import no package. */
export async function withRuntime(files: readonly OutputFile[]): Promise<readonly OutputFile[]> {
  const base = files.some(({ path }) => path.startsWith("src/gen/")) ? "src/gen/runtime" : "runtime";
  const wanted = new Set<string>();
  const own = files.map((file) => {
    if (!file.path.endsWith(".ts")) return file;
    const text = file.text.replace(importOfRuntime, (_, clause: string, specifier: string) => {
      const entry = entries[specifier];
      if (entry === undefined) throw new Error(`Generated code imports "${specifier}", which cannot be copied.`);
      wanted.add(entry);
      return `${clause}"${relative(file.path, `${base}/${entry}`)}";`;
    });
    return { ...file, text };
  });
  // Where Node.js has no WebSocket, programs hand one over by it.
  if (wanted.has("index.ts")) wanted.add("ws.ts");
  // What a file imports is added at the end.
  const copied: OutputFile[] = [];
  for (const path of wanted) {
    const text = await sourceOf(path);
    copied.push({ path: `${base}/${path}`, text: `${banner("@parley/runtime")}\n\n${text}` });
    for (const [, from = ""] of text.matchAll(relativeImport)) wanted.add(posix.join(posix.dirname(path), from.replace(/\.js$/, ".ts")));
  }
  return [...own, ...copied];
}

// As a statement, which stands at the start of a line; the author's own words are in comments and strings, which never begin so.
const importOfRuntime = /^((?:import|export|\}) [^"\n]*?(?:from )?|import )"(@parley\/runtime(?:\/\w+)?)";$/gm;
const relativeImport = /^(?:import|export|\}) [^"\n]*?"(\.{1,2}\/[^"]+)";$/gm;

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}

// Beside the bundled command line, one folder up where its code is in parts, or in the workspace.
const places = ["./runtime/", "../runtime/", "../../runtime/src/"];

async function sourceOf(path: string): Promise<string> {
  const found = places.map((place) => new URL(place + path, import.meta.url)).find((url) => existsSync(url));
  if (found === undefined) throw new Error(`The sources of @parley/runtime are not with the command line: no ${path}.`);
  return readFile(found, "utf8");
}
