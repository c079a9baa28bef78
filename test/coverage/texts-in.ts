import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The YAML files of these folders, and of those in them. */
export function textsIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml")).map((name) => join(folder, name)),
  );
}
