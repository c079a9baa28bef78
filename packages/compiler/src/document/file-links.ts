import { valueOf, type Node } from "../source/node.js";

/** Every file that a document names, by `$ref` or by Parley's own keys, as it is written there. */
export function filesNamedBy(root: Node): ReadonlySet<string> {
  const links = new Set<string>();
  collect(root, links);
  return links;
}

/** Keys of the info object whose value is the path of a file, or a list of paths. */
export const pathKeys: readonly string[] = ["x-parley-behaviour", "x-parley-flows", "x-parley-problems"];

/** The file and the fragment of a reference: either may be empty. */
export function splitReference(reference: string): { readonly file: string; readonly fragment: string } {
  const hash = reference.indexOf("#");
  const file = hash === -1 ? reference : reference.slice(0, hash);
  return { file: percentDecoded(file) ?? file, fragment: hash === -1 ? "" : reference.slice(hash + 1) };
}

/** True for what leads out of the files at hand: `https://...`, `urn:...`. */
export function isRemote(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(reference) || reference.startsWith("//");
}

export function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function collect(node: Node, links: Set<string>): void {
  if (node.kind === "list") {
    for (const item of node.items) collect(item, links);
    return;
  }
  if (node.kind === "scalar") return;
  const reference = valueOf(node, "$ref");
  if (reference?.kind === "scalar" && typeof reference.value === "string" && !isRemote(reference.value)) {
    const { file } = splitReference(reference.value);
    if (file !== "") links.add(file);
  }
  for (const key of pathKeys) {
    const paths = valueOf(node, key);
    for (const path of paths?.kind === "list" ? paths.items : paths === undefined ? [] : [paths]) {
      if (path.kind === "scalar" && typeof path.value === "string" && !isRemote(path.value)) links.add(path.value);
    }
  }
  for (const { value } of node.entries.values()) collect(value, links);
}
