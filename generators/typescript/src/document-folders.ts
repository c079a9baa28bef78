import { posix } from "node:path";
import { placeMark } from "./naming.js";

/** Folders of output for source files, by their paths; and the folder that they are named from. */
export interface DocumentFolders {
  readonly base: string;
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * A folder for each file, in the order of the text: its path from the folder that all entries lie in, without what its name ends in. So a file
 * keeps its folder, whatever other files come and go, but for one that would share it.
 */
export function documentFolders(entries: readonly string[], others: readonly string[]): DocumentFolders {
  const base = commonFolder(entries);
  const paths = [...new Set([...entries, ...others])].sort();
  const wishes = new Map(paths.map((path) => [path, folderFor(posix.relative(base, path))]));
  const counts = new Map<string, number>();
  for (const wish of wishes.values()) counts.set(sameOnDisk(wish), (counts.get(sameOnDisk(wish)) ?? 0) + 1);
  const taken = new Set([...counts].flatMap(([wish, count]) => (count === 1 ? [wish] : [])));
  const apart = (path: string, wish: string): string => {
    if (counts.get(sameOnDisk(wish)) === 1) return wish;
    let name = `${wish}-${placeMark(path)}`;
    for (let salt = 2; taken.has(sameOnDisk(name)); salt += 1) name = `${wish}-${placeMark(`${path} ${String(salt)}`)}`;
    taken.add(sameOnDisk(name));
    return name;
  };
  return { base, folders: new Map(Array.from(wishes, ([path, wish]) => [path, apart(path, wish)])) };
}

/** True where a folder of output may be a source file's: it ends as the file's path does, whatever folder it was named from. */
export function isFolderOf(path: string, folder: string): boolean {
  const whole = `/${sameOnDisk(folderFor(path))}`;
  const named = `/${sameOnDisk(folder)}`;
  return whole.endsWith(named) || whole.endsWith(named.replace(/-[0-9a-z]{4}$/, ""));
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => posix.dirname(path).split("/"));
  let shared = first.length;
  for (const steps of rest) {
    let same = 0;
    while (same < shared && steps[same] === first[same]) same += 1;
    shared = same;
  }
  return first.slice(0, shared).join("/") || (paths[0]?.startsWith("/") === true ? "/" : ".");
}

function folderFor(relative: string): string {
  const steps = relative.split("/").filter((step) => step !== ".." && step !== "." && step !== "");
  const file = steps.pop() ?? "";
  return [...steps, file.replace(/((\.|^)(asyncapi|openapi|schema))?\.(ya?ml|json)$/i, "") || file].map(folderName).join("/");
}

/** A name that every disk takes: no dots, which would make `models.ts` of a folder, and no name of a device. */
function folderName(step: string): string {
  const name = step.replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80).replace(/[\p{Surrogate}-]+$/u, "");
  return name === "" || /^(con|prn|aux|nul|(com|lpt)[\d\u00b9\u00b2\u00b3])$/i.test(name) ? `${name}_` : name;
}

/** Disks that do not tell case apart do not tell forms of one letter apart either. */
function sameOnDisk(path: string): string {
  return path.normalize("NFC").toUpperCase().toLowerCase();
}
