import { posix } from "node:path";
import { type Code, type CodeSymbol, concat, code, group, type Part } from "./code.js";
import { layOut } from "./layout.js";
import type { OutputFile } from "./output-file.js";

/** One file of source code before it is printed: its imports follow from the symbols it uses. */
export interface CodeModule {
  /** Inside the output folder: `models.ts`. */
  readonly path: string;
  readonly body: Code;
  /** What the file declares for others, in its order: the index names these. */
  readonly exports: readonly CodeSymbol[];
}

/** Says where the file of a symbol stands, where that is not what the symbol says. */
export type Place = (from: string) => string;

/** Prints a module: the banner, the imports it needs, its body. */
export function printModule(module: CodeModule, banner: string, place: Place = (from) => from): OutputFile {
  const uses = usesOf(module.body.parts, place);
  const imports = planImports(module.path, uses);
  const nameOf = (symbol: CodeSymbol): string => imports.names.get(keyOf(symbol, place)) ?? symbol.name;
  const parts = [banner, "", ...imports.statements.map((statement) => layOut(statement, nameOf))];
  if (imports.statements.length > 0) parts.push("");
  return { path: module.path, text: `${parts.join("\n")}\n${layOut(module.body, nameOf).replace(/\n+$/, "")}\n` };
}

/** The statements that hand on what other modules declare, one for types and one for values of each module. */
export function reExports(path: string, modules: readonly CodeModule[]): Code {
  const statements = modules.flatMap((module) =>
    (["value", "type"] as const).flatMap((kind) => {
      const names = module.exports.filter((symbol) => symbol.kind === kind).map((symbol) => symbol.name).sort(byCodeUnit);
      return names.length === 0 ? [] : [statement("export", kind === "type", names, specifier(path, module.path))];
    }),
  );
  return code`${statements}`;
}

/** The symbols that code uses, each once. */
export function symbolsIn(code: Code): readonly CodeSymbol[] {
  return [...usesOf(code.parts, (from) => from).values()].map(({ symbol }) => symbol);
}

interface Imports {
  readonly statements: readonly Code[];
  /** Local names, where they differ from the declared ones. */
  readonly names: ReadonlyMap<string, string>;
}

interface Used {
  readonly symbol: CodeSymbol;
  /** The file it is declared in. */
  readonly from: string;
  asValue: boolean;
}

function planImports(path: string, uses: ReadonlyMap<string, Used>): Imports {
  const names = new Map<string, string>();
  const taken = new Set([...uses.values()].filter(({ from }) => from === path).map(({ symbol }) => symbol.name));
  const bySpecifier = new Map<string, { types: string[]; values: string[] }>();
  for (const [key, { symbol, from: file, asValue }] of [...uses].sort(([a], [b]) => byCodeUnit(a, b))) {
    if (file === path) continue;
    const local = freeName(symbol.name, taken);
    taken.add(local);
    if (local !== symbol.name) names.set(key, local);
    const from = specifier(path, file);
    const entry = bySpecifier.get(from) ?? { types: [], values: [] };
    bySpecifier.set(from, entry);
    (asValue ? entry.values : entry.types).push(local === symbol.name ? local : `${symbol.name} as ${local}`);
  }
  const statements = [...bySpecifier]
    .sort(([a], [b]) => Number(a.startsWith(".")) - Number(b.startsWith(".")) || byCodeUnit(a, b))
    .flatMap(([from, { types, values }]) => [
      ...(values.length > 0 ? [statement("import", false, values.sort(byCodeUnit), from)] : []),
      ...(types.length > 0 ? [statement("import", true, types.sort(byCodeUnit), from)] : []),
    ]);
  return { statements, names };
}

function statement(verb: "import" | "export", isType: boolean, names: readonly string[], from: string): Code {
  const list = group({ open: "{", close: "}", separator: ",", placed: "after-each", padded: true }, names);
  return concat(`${verb} ${isType ? "type " : ""}`, list, ` from ${JSON.stringify(from)};`);
}

function usesOf(parts: readonly Part[], place: Place, uses = new Map<string, Used>()): ReadonlyMap<string, Used> {
  for (const part of parts) {
    if (typeof part === "string") continue;
    if ("items" in part) {
      for (const item of part.items) usesOf(item.parts, place, uses);
      continue;
    }
    const key = keyOf(part.symbol, place);
    const used = uses.get(key) ?? { symbol: part.symbol, from: place(part.symbol.from), asValue: false };
    uses.set(key, used);
    used.asValue ||= part.symbol.kind === "value" && !part.asType;
  }
  return uses;
}

function keyOf(symbol: CodeSymbol, place: Place): string {
  return `${symbol.name}\n${place(symbol.from)}`;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
  return name;
}

function specifier(path: string, from: string): string {
  if (!from.endsWith(".ts")) return from;
  const relative = posix.relative(posix.dirname(path), from).replace(/\.ts$/, ".js");
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
