import { nearest } from "../diagnostics/nearest.js";
import { placeOfKey } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode } from "../source/node.js";
import { entriesIn, listIn, wordIn, type Judging } from "./openapi-judging.js";
import { templateVariables } from "./openapi-names.js";

/** Every variable of the URL is declared; since 3.2 it stands there once. */
export function judgeServer({ documents, version }: Judging, map: MapNode): void {
  const url = wordIn(map, "url");
  const node = valueOf(map, "url");
  if (url === undefined || node === undefined) return;
  const place = placeOf(node);
  const declared = entriesIn(map, "variables").map(({ key }) => key);
  const variables = templateVariables(url);
  for (const [index, variable] of variables.entries()) {
    if (variables.indexOf(variable) !== index) {
      if (version === "3.2") documents.bag.add("server-variable-mismatch", place, { fault: "twice", variable });
    } else if (!declared.includes(variable)) documents.bag.add("server-variable-mismatch", place, { fault: "undeclared", variable, near: nearest(variable, declared) });
  }
  if (/[{}]/.test(url.replace(/\{[^{}]+\}/g, ""))) documents.bag.add("invalid-uri", place, { key: "url", uri: url, fault: "braces" });
  else if (/[\s<>"\\^`|]/.test(url.trim())) documents.bag.add("uri-characters", place, { key: "url", uri: url });
}

/** The values of a variable are some, and its default is one of them. OpenAPI 3.0 only recommends it. */
export function judgeServerVariable({ documents, version }: Judging, map: MapNode): void {
  const entry = map.entries.get("enum");
  if (entry === undefined || entry.value.kind !== "list" || version === "3.0") return;
  const values = listIn(map, "enum").flatMap((item) => (item.kind === "scalar" ? [item.value] : []));
  const variable = String(map.key);
  if (values.length === 0) documents.bag.add("server-variable-mismatch", placeOfKey(entry), { fault: "empty", variable });
  const initial = wordIn(map, "default");
  const node = valueOf(map, "default");
  if (values.length > 0 && initial !== undefined && node !== undefined && !values.includes(initial)) {
    documents.bag.add("server-variable-mismatch", placeOf(node), { fault: "default", variable, value: initial });
  }
}
