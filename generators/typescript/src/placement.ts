import { posix } from "node:path";
import type { Protocol, Schema } from "@parley/compiler";
import type { Part } from "./declaration.js";
import { documentFolders } from "./document-folders.js";
import { type Groups, type LongFiles, partsOfGroups } from "./groups.js";
import { Names } from "./naming.js";

/** Where what is declared stands, in one run. */
export interface Placement {
  /** Every part, in the order in which they are printed. */
  readonly parts: readonly Part[];
  /** The part of a source file. */
  readonly partOf: (path: string) => Part;
  /** The part that a schema belongs to: that of its file, or one of those that it is parted into. */
  readonly partOfSchema: (schema: Pick<Schema, "id" | "origin">) => Part;
  /** The names that are taken beside a part's. */
  readonly namesOf: (part: Part) => Names;
  /** True where the schemas of two files stand among the same names. */
  readonly areTogether: (path: string, other: string) => boolean;
  /** A place as people read it: the path from the specification's folder, and the JSON pointer. */
  readonly seeOf: (path: string, pointer: string) => string;
}

/**
 * One specification is one folder: what several specifications share (files outside its own folder) stands in files of its own.
 * A part with a file that is too long is parted into groups; what is in none of them, and what names all of them, stays where it was.
 */
export function placeOne(protocol: Protocol, groups: Groups, long: LongFiles): Placement {
  const folder = posix.dirname(protocol.origin.file.path);
  const names = new Names();
  const common: Part = { types: "common.ts", validators: "common-validators.ts", explain: "common-explain.ts", rules: "common-rules.ts" };
  const own = partOfNames("");
  const partOf = (path: string): Part => (posix.relative(folder, path).startsWith("../") ? common : own);
  const parted = new Map([common, own].map((part) => [part, isLong(part, long) ? partsOfGroups(part, groups) : new Map<string, Part>()]));
  return {
    parts: [common, own].flatMap((part) => [part, ...(parted.get(part)?.values() ?? [])]),
    partOf,
    partOfSchema: ({ id, origin }) => {
      const part = partOf(origin.file.path);
      return parted.get(part)?.get(groups.ofSchema(id) ?? "") ?? part;
    },
    namesOf: () => names,
    areTogether: () => true,
    seeOf: (path, pointer) => `${posix.relative(folder, path)}#${pointer}`,
  };
}

/** Placement of many documents: a folder each, and one for each file that only they refer to. */
export interface Folders extends Placement {
  /** Each source file, and its folder inside the output: `common/address`. */
  readonly files: readonly { readonly path: string; readonly folder: string }[];
}

/** Many documents are a folder each, the names of one told apart from no other's. */
export function placeMany(protocols: readonly Protocol[]): Folders {
  const entries = protocols.map(({ origin }) => origin.file.path);
  const written = protocols.flatMap(({ schemas }) => Array.from(schemas.values(), ({ origin }) => origin.file.path));
  const { base, folders } = documentFolders(entries, written);
  const parts = new Map(Array.from(folders, ([path, folder]) => [path, partOfNames(`/${folder}/`)]));
  const names = new Map(Array.from(parts.values(), (part) => [part, new Names()]));
  const partOf = (path: string): Part => {
    const part = parts.get(path);
    if (part === undefined) throw new Error(`No folder is planned for ${path}`);
    return part;
  };
  return {
    parts: [...parts.values()],
    partOf,
    partOfSchema: ({ origin }) => partOf(origin.file.path),
    namesOf: (part) => names.get(part) ?? new Names(),
    areTogether: (path, other) => partOf(path) === partOf(other),
    seeOf: (path, pointer) => `${posix.relative(base, path)}#${pointer}`,
    files: Array.from(folders, ([path, folder]) => ({ path, folder })),
  };
}

function isLong({ types, validators, explain, rules }: Part, long: LongFiles): boolean {
  return [types, validators, explain, rules].some((path) => long.has(path));
}

function partOfNames(folder: string): Part {
  return { types: `${folder}models.ts`, validators: `${folder}validators.ts`, explain: `${folder}explain.ts`, rules: `${folder}rules.ts` };
}
