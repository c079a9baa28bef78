import { posix } from "node:path";
import type { Host } from "../source/host.js";

/** Judges a file that a reference names: undefined where it may be read, else the folder that would have to be allowed. */
export type Confinement = (name: string) => Promise<string | undefined>;

/** Keeps references in the given folders, also where a symbolic link would lead out of them. */
export function confinement(host: Host, roots: readonly string[] | undefined): Confinement | undefined {
  if (roots === undefined) return undefined;
  const names = roots.map((root) => host.name(root));
  let realRoots: Promise<readonly string[]> | undefined;
  return async (name) => {
    // A relative and an absolute name can be compared by their real paths only.
    const mixed = names.some((root) => posix.isAbsolute(root) !== posix.isAbsolute(name));
    const byName = names.some((root) => isInside(root, name));
    if (!byName && !mixed) return posix.dirname(name);
    const real = await host.real?.(name);
    if (real === undefined) return byName ? undefined : posix.dirname(name);
    realRoots ??= Promise.all(names.map(async (root) => (await host.real?.(root)) ?? root));
    return (await realRoots).some((root) => isInside(root, real)) ? undefined : posix.dirname(real);
  };
}

/** Whether a name is that of a folder, or of something in it. */
export function isInside(root: string, name: string): boolean {
  if (root === "/") return name.startsWith("/");
  if (root === ".") return !posix.isAbsolute(name) && name !== ".." && !name.startsWith("../");
  return name === root || (name.startsWith(`${root}/`) && !/^\.\.(\/|$)/.test(name.slice(root.length + 1)));
}
