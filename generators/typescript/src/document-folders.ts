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
  const apart = (path: string, wish: string): string => (counts.get(sameOnDisk(wish)) === 1 ? wish : `${wish}-${placeMark(path)}`);
  return { base, folders: new Map(Array.from(wishes, ([path, wish]) => [path, apart(path, wish)])) };
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
  const name = step.replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80);
  return name === "" || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name) ? `${name}_` : name;
}

/** Disks that do not tell case apart do not tell forms of one letter apart either. */
function sameOnDisk(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
