import type { CST } from "yaml";

/** The offset of the first token that opens more than `limit` levels of maps and lists, found without recursion. */
export function deepToken(tokens: readonly CST.Token[], limit: number): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token.type === "document") {
      if (token.value !== undefined) open.push({ token: token.value, depth });
      continue;
    }
    if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") continue;
    if (depth >= limit) return token.offset;
    for (const item of token.items) {
      if (isCollection(item.key)) open.push({ token: item.key, depth: depth + 1 });
      if (isCollection(item.value)) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

function isCollection(token: CST.Token | null | undefined): token is CST.Token {
  return token?.type === "block-map" || token?.type === "block-seq" || token?.type === "flow-collection";
}
