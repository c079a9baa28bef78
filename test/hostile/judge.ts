import type { OutputFile } from "@parley/compiler";
import { build, type Plugin } from "esbuild";
import { join, posix } from "node:path";
import ts from "typescript";
import { root } from "../support/specification-files.js";
import { runtimeSources } from "../support/type-check.js";
import { mark } from "./strings.js";

/** What of generated files shows that a planted text got out: code that nobody wrote, or characters that an editor would not show. */
export function escapesIn(files: readonly OutputFile[]): readonly string[] {
  return files.flatMap(({ path, text }): string[] => [
    ...hiddenIn(text).map((found) => `${path}: ${found}`),
    ...(path.endsWith(".ts") ? codeIn(path, text) : []),
  ]);
}

function hiddenIn(text: string): readonly string[] {
  const found = /(?![\n\t])[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u.exec(text);
  return found === null ? [] : [`U+${found[0].charCodeAt(0).toString(16).padStart(4, "0")} in ${JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20))}`];
}

/** The mark as a word of the code itself, and what does not parse. */
function codeIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) as ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  const found = source.parseDiagnostics.map((each) => `${path}: ${ts.flattenDiagnosticMessageText(each.messageText, " ")} at ${JSON.stringify(text.slice(each.start - 60, each.start + 60))}`);
  const pragmas = [...text.matchAll(/^\s*(\/\/|\/\*)\s*@ts-\w+/gm)].map(([pragma]) => `${path}: ${pragma}`);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === mark) found.push(`${path}: "${mark}" is code at ${JSON.stringify(text.slice(Math.max(0, node.pos - 80), node.end + 40))}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found, ...pragmas];
}

/** Runs generated files: one bundle of all sets, each set's index imported, every validator called. Returns what went wrong. */
export async function run(sets: ReadonlyMap<string, readonly OutputFile[]>): Promise<readonly string[]> {
  const texts = new Map<string, string>([...sets].flatMap(([name, files]) => files.map((file) => [`${name}/${file.path}`, file.text] as const)));
  const strangers: string[] = [];
  const memory: Plugin = {
    name: "generated",
    setup(setup) {
      setup.onResolve({ filter: /.*/ }, ({ path, importer, kind }: { readonly path: string; readonly importer: string; readonly kind: string }) => {
        if (kind === "entry-point") return { path, namespace: "generated" };
        const name = posix.join(posix.dirname(importer), path).replace(/\.js$/, ".ts");
        if (texts.has(name)) return { path: name, namespace: "generated" };
        const own = runtimeSources.get(path);
        if (own !== undefined) return { path: join(root, own) };
        if (importer.startsWith(join(root, "packages/runtime/"))) return { path: join(posix.dirname(importer), path).replace(/\.js$/, ".ts") };
        strangers.push(`${importer} imports ${JSON.stringify(path)}`);
        return { path, external: true };
      });
      setup.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({ contents: texts.get(path) ?? entryOf([...sets.keys()]), loader: "ts" }));
    },
  };
  const { outputFiles } = await build({ entryPoints: ["entry.ts"], bundle: true, write: false, format: "esm", target: "es2022", logLevel: "silent", plugins: [memory] });
  if (strangers.length > 0) return strangers;
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  const before = prototypes.map((each) => Object.getOwnPropertyNames(each).length);
  const text = outputFiles[0]?.text ?? "";
  const { sets: loaded } = (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as { readonly sets: Readonly<Record<string, object>> };
  const found = Object.entries(loaded).flatMap(([name, module]) => callAll(name, module));
  if (mark in globalThis) found.push(`globalThis.${mark} is set`);
  if (prototypes.some((each, index) => Object.getOwnPropertyNames(each).length !== before[index])) found.push("a prototype was changed");
  return found;
}

function entryOf(names: readonly string[]): string {
  const imports = names.map((name, index) => `import * as s${index} from ${JSON.stringify(`./${name}/index.js`)};`);
  return `${imports.join("\n")}\nexport const sets = { ${names.map((name, index) => `${JSON.stringify(name)}: s${index}`).join(", ")} };`;
}

/** Calls each `isX` and `explainX` with some values: they agree, and none throws. */
function callAll(set: string, module: object): string[] {
  const found: string[] = [];
  for (const [name, is] of Object.entries(module)) {
    const explain: unknown = name.startsWith("is") ? Reflect.get(module, `explain${name.slice(2)}`) : undefined;
    if (typeof is !== "function" || typeof explain !== "function") continue;
    for (const value of values) {
      const [decided, issues] = [is(value) as unknown, explain(value) as readonly unknown[]];
      if (decided !== (issues.length === 0)) found.push(`${set}: ${name} and its explanation differ on ${JSON.stringify(value)}`);
    }
  }
  return found;
}

const values: readonly unknown[] = [null, true, 0, 1.5, "", `*/ ${mark}`, [], [{}], {}, JSON.parse(`{"__proto__":{"${mark}":1},"constructor":1,"a":"${mark}"}`)];
