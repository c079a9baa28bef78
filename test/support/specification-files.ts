import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A plain JSON value read by a parser that is not Parley's. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

export interface SpecificationFile {
  /** Relative to the repository: `specs/common/cause.yaml`. */
  readonly path: string;
  readonly kind: "asyncapi" | "openapi" | "arazzo" | "schema" | "data";
  readonly value: { readonly [key: string]: Plain };
}

/** Every YAML file under `specs/`, told by its first key. */
export function specificationFiles(): readonly SpecificationFile[] {
  return readdirSync(join(root, "specs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const path = relative(root, join(root, "specs", name)).replaceAll("\\", "/");
      const value = parse(readFileSync(join(root, path), "utf8")) as SpecificationFile["value"];
      return { path, kind: kindOf(path, value), value };
    });
}

/** Is it a map? */
export function isMap(value: unknown): value is { [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(path: string, value: SpecificationFile["value"]): SpecificationFile["kind"] {
  if ("asyncapi" in value) return "asyncapi";
  if ("openapi" in value) return "openapi";
  if ("arazzo" in value) return "arazzo";
  return /\/(common|schemas)\//.test(path) && !("problems" in value) ? "schema" : "data";
}
