import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { readSources, root, workspaces } from "./support/sources.js";
import type { Import, Source } from "./support/sources.js";

/** Which workspace may import which, by package name. Arrows point down only. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  "packages/compiler": [],
  "packages/runtime": [],
  "packages/signalling": ["@parley/runtime"],
  "packages/interconnect": ["@parley/runtime"],
  "packages/media-resource": ["@parley/runtime"],
  "packages/service-control": ["@parley/runtime"],
  "packages/conference": ["@parley/runtime"],
  "packages/reference-server": ["@parley/runtime", "@parley/signalling", "@parley/conference"],
  "packages/demo": ["@parley/runtime", "@parley/signalling", "@parley/conference"],
  "packages/cli": ["@parley/compiler", "@parley/generator-typescript"],
  "generators/typescript": ["@parley/compiler"],
  "generators/asyncapi-template": ["@parley/compiler", "@parley/generator-typescript"],
};

/** Which packages from outside a workspace may load; those marked lazy only by a dynamic import. */
const allowedDependencies: Readonly<Record<string, { readonly eager: readonly string[]; readonly lazy?: readonly string[] }>> = {
  "packages/compiler": { eager: ["yaml"] },
  "packages/runtime": { eager: [] },
  "packages/signalling": { eager: [] },
  "packages/interconnect": { eager: [] },
  "packages/media-resource": { eager: [] },
  "packages/service-control": { eager: [] },
  "packages/conference": { eager: [] },
  "packages/reference-server": { eager: ["ws"], lazy: ["node-sqlite3-wasm"] },
  "packages/demo": { eager: [] },
  "packages/cli": { eager: ["commander"], lazy: ["@asyncapi/parser", "ajv", "ajv-formats", "openapi-typescript"] },
  "generators/typescript": { eager: ["handlebars"] },
  "generators/asyncapi-template": { eager: [] },
};

/** Workspaces that run in a browser too: not one import of Node.js. */
const portable = [
  "packages/runtime", "packages/signalling", "packages/interconnect", "packages/media-resource", "packages/service-control", "packages/conference",
  "packages/demo",
];

/** Which folder of the compiler may import which. `compile.ts` and `index.ts` may import all; nothing imports them but `index.ts`. */
const compilerLayers: Readonly<Record<string, readonly string[]>> = {
  source: [],
  text: [],
  diagnostics: ["source", "text"],
  document: ["source", "diagnostics"],
  model: ["source", "diagnostics"],
  lower: ["source", "document", "model", "diagnostics", "text"],
  rules: ["source", "model", "diagnostics", "text"],
  cases: ["source", "model", "rules", "text"],
  output: ["source", "diagnostics"],
};

/** Source files that a tool demands to have a default export. */
const defaultExports: readonly string[] = [];

// "common" may be an adjective inside a name: outside-common-dialect.
const drawers = /(^|[-/.])(utils?|helpers?|misc)(\.ts$|[-/])|(^|[-/.])common(\.ts$|\/)|(^|\/)common-/;

const sources = readSources();
const written = sources.filter((source) => !source.path.includes("/src/gen/"));

describe("architecture", () => {
  it("sees the sources it judges", () => {
    expect(written.length).toBeGreaterThan(60);
    for (const workspace of Object.keys(compilerLayers)) expect(existsSync(join(root, "packages/compiler/src", workspace)), workspace).toBe(true);
    expect(Object.keys(allowedPackages).sort()).toEqual([...workspaces].sort());
  });

  it("workspaces import one another as the table allows, by package name", () => {
    expect(each((source) => source.imports.flatMap((found) => workspaceFault(source, found)))).toEqual([]);
  });

  it("packages from outside are those the table allows, heavy ones loaded lazily", () => {
    expect(each((source) => source.imports.flatMap((found) => dependencyFault(source, found)))).toEqual([]);
  });

  it("what runs in a browser imports nothing of Node.js", () => {
    const faults = sources.filter((source) => portable.includes(source.workspace)).flatMap((source) => source.imports.filter(({ name }) => name.startsWith("node:")).map(({ name }) => `${source.path}: ${name}`));
    expect(faults).toEqual([]);
  });

  it("layers of the compiler point down", () => {
    expect(each((source) => source.imports.flatMap((found) => layerFault(source, found)))).toEqual([]);
  });

  it("files import no index but through a package name", () => {
    expect(each((source) => source.imports.filter(({ name }) => /^\.{1,2}\/(.*\/)?index\.js$/.test(name)).map(({ name }) => name))).toEqual([]);
  });

  it("files stay under 300 lines", () => {
    expect(written.filter((source) => source.text.split("\n").length > 301).map((source) => source.path)).toEqual([]);
  });

  it("no file is a drawer", () => {
    expect(written.filter((source) => drawers.test(source.path.replace(/^(packages|generators)\/[^/]+\/src\//, ""))).map((source) => source.path)).toEqual([]);
  });

  it("no any, no non-null assertion, no default export, no export *, no enum, no namespace", () => {
    expect(each(habitFaults)).toEqual([]);
  });

  it("generated files say so in their first line, hand-written ones do not", () => {
    const generated = sources.filter((source) => source.path.includes("/src/gen/"));
    expect(generated.filter((source) => !/^\/\/ @generated by (parley from specs|scripts\/text-sections\.mjs from packages\/compiler\/src\/text)/.test(source.text)).map((source) => source.path)).toEqual([]);
    expect(written.filter((source) => source.text.startsWith("// @generated")).map((source) => source.path)).toEqual([]);
  });

  it("only main.ts touches the process", () => {
    const faults = written.filter((source) => /\bprocess\.(exit|argv|exitCode|stdout|stderr|on)\b/.test(source.text) && !source.path.endsWith("/main.ts"));
    expect(faults.map((source) => source.path)).toEqual([]);
  });

  it("every package says what npm needs, with types first", () => {
    const faults = workspaces.flatMap((workspace) => {
      const manifest = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as Record<string, unknown>;
      const missing = ["name", "version", "description", "license", "engines", "sideEffects", "files"].filter((key) => !(key in manifest));
      const exported = Object.entries((manifest["exports"] ?? {}) as Record<string, unknown>);
      const order = exported.filter(([, value]) => typeof value === "object" && value !== null && Object.keys(value)[0] !== "types").map(([key]) => `exports "${key}"`);
      const loose = Object.entries((manifest["dependencies"] ?? {}) as Record<string, string>).filter(([, version]) => !/^\d/.test(version)).map(([name]) => `version of "${name}"`);
      return [...missing, ...order, ...loose, ...(manifest["license"] === "Apache-2.0" ? [] : ["license"]), ...(manifest["sideEffects"] === false ? [] : ["sideEffects"])].map((fault) => `${workspace}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });
});

function each(faultsOf: (source: Source) => readonly string[]): string[] {
  return written.flatMap((source) => faultsOf(source).map((fault) => `${source.path}: ${fault}`));
}

function workspaceFault(source: Source, { name }: Import): string[] {
  if (name.startsWith(".")) {
    const target = relative(root, resolve(dirname(join(root, source.path)), name));
    return target.startsWith(`${source.workspace}/`) ? [] : [`${name} leaves the workspace`];
  }
  if (!name.startsWith("@parley/")) return [];
  const allowed = allowedPackages[source.workspace] ?? [];
  return allowed.includes(packageOf(name)) ? [] : [`${name} is not for this workspace`];
}

function dependencyFault(source: Source, { name, kind }: Import): string[] {
  if (name.startsWith(".") || name.startsWith("node:") || name.startsWith("@parley/")) return [];
  const allowed = allowedDependencies[source.workspace] ?? { eager: [] };
  if (allowed.eager.includes(packageOf(name))) return [];
  if (kind !== "eager" && allowed.lazy?.includes(packageOf(name)) === true) return [];
  return [`${name} (${kind})`];
}

function layerFault(source: Source, { name }: Import): string[] {
  if (source.workspace !== "packages/compiler" || !name.startsWith(".")) return [];
  const from = layerOf(source.path);
  const target = relative(root, resolve(dirname(join(root, source.path)), name));
  const to = layerOf(target);
  if (from === undefined) return to === undefined && /\/(compile|index)\.js$/.test(target) && !source.path.endsWith("/index.ts") ? [name] : [];
  if (to === undefined) return [`${name}: nothing below imports the root`];
  return from === to || compilerLayers[from]?.includes(to) === true ? [] : [`${from} -> ${to}: ${name}`];
}

/** The folder of the compiler's src, or undefined for its root files. */
function layerOf(path: string): string | undefined {
  return /^packages\/compiler\/src\/([^/]+)\//.exec(path)?.[1];
}

function packageOf(name: string): string {
  return name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");
}

function habitFaults(source: Source): string[] {
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) faults.push(`any at line ${lineOf(source, node)}`);
    if (ts.isNonNullExpression(node)) faults.push(`non-null assertion at line ${lineOf(source, node)}`);
    if (ts.isExportDeclaration(node) && node.exportClause === undefined) faults.push(`export * at line ${lineOf(source, node)}`);
    if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) faults.push(`enum or namespace at line ${lineOf(source, node)}`);
    const isDefault = ts.isExportAssignment(node) || (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true);
    if (isDefault && !defaultExports.includes(source.path)) faults.push(`default export at line ${lineOf(source, node)}`);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return faults;
}

function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}
