import { posix } from "node:path";
import type { Link, Operation } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";

/** Finds the operation that a link leads to, by its name or by its place; undefined where the document has none such. */
export function linkTargets({ operations }: Protocol): (link: Link) => Operation | undefined {
  const named = new Map<string, Operation>();
  for (const operation of operations.values()) if (!named.has(operation.name)) named.set(operation.name, operation);
  return ({ operation: target, origin }) => {
    const hash = target.indexOf("#");
    if (hash === -1 || named.has(target)) return named.get(target);
    const file = hash === 0 ? origin.file.path : posix.join(posix.dirname(origin.file.path), target.slice(0, hash));
    return operations.get(`${file}#${decoded(target.slice(hash + 1))}`);
  };
}

/** In a fragment of a URI the braces of a path may be encoded. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
