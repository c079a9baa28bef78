import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Node } from "../source/node.js";

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration as behaviour files write it (`90s`, `500ms`, `1.5m`), in milliseconds. */
export function durationOf(documents: DocumentSet, node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  const text = node.kind === "scalar" ? String(node.value) : "";
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (units[unit ?? ""] ?? Number.NaN);
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  documents.bag.add("invalid-duration", placeOf(node), { text: node.kind === "scalar" ? text : `a ${node.kind}` });
  return undefined;
}
