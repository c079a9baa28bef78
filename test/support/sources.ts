import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const workspaces = ["packages", "generators"].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`));

/** A file of TypeScript, and what it imports. */
export interface Source {
  readonly path: string;
  readonly workspace: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly name: string;
  readonly kind: "eager" | "lazy" | "type";
}

/** All that is in the `src` of a workspace, generated code included. */
export function readSources(): readonly Source[] {
  return workspaces.flatMap((workspace) => sourcesOf(workspace));
}

function sourcesOf(workspace: string): Source[] {
  const directory = join(root, workspace, "src");
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => {
      const path = `${workspace}/src/${name.replaceAll("\\", "/")}`;
      const text = readFileSync(join(root, path), "utf8");
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
      return { path, workspace, text, tree, imports: importsOf(tree) };
    });
}

function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
      found.push({ name: node.moduleSpecifier.text, kind: typeOnly ? "type" : "eager" });
    }
    const [argument] = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
    if (argument !== undefined && ts.isStringLiteral(argument)) found.push({ name: argument.text, kind: "lazy" });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
