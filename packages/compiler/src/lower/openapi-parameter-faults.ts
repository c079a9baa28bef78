import { nearest } from "../diagnostics/nearest.js";
import { placeOfKey, placeOfLabel } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode } from "../source/node.js";
import { demandOne, entriesIn, exclude, wordIn, type Judging } from "./openapi-judging.js";
import { isToken } from "./openapi-expression.js";
import type { ObjectKind } from "./openapi-objects.js";
import type { OpenApiVersion } from "./openapi-version.js";

/** What the places of parameters are, and how a value may be written there; the first is how it is where nothing is said. */
export const stylesOf: { readonly [place: string]: readonly string[] } = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  querystring: [],
  header: ["simple"],
  cookie: ["form", "cookie"],
};

/** What is newer than the first version: a place of parameters, a style. */
const newerWords: { readonly [word: string]: OpenApiVersion } = { querystring: "3.2", cookieStyle: "3.2" };

export function judgeParameter(judging: Judging, map: MapNode): void {
  const { documents, version } = judging;
  const place = judgePlace(judging, map);
  judgeValue(judging, "parameter", map, place);
  const name = wordIn(map, "name");
  const nameNode = valueOf(map, "name");
  if (place === "header" && name !== undefined && nameNode !== undefined && !isToken(name)) {
    documents.bag.add("invalid-token", placeOf(nameNode), { what: "name of a header", name });
  }
  if (place === "path") judgeRequired(judging, map, name ?? "");
  if (place === "querystring" && map.entries.has("schema")) {
    const entry = map.entries.get("schema");
    if (entry !== undefined) documents.bag.add("querystring-mismatch", placeOfKey(entry), { fault: "schema" });
  }
  if (place === undefined) return;
  misplaced(judging, map, "allowEmptyValue", place === "query", `it is for parameters in the query, and this one is in "${place}"`);
  const encoded = version === "3.2" ? place !== "header" && wordIn(map, "style") !== "cookie" : place === "query";
  const where = version === "3.2" ? "where values are percent-encoded" : "for parameters in the query";
  misplaced(judging, map, "allowReserved", encoded, `it is ${where}, and this one is in "${place}"`);
}

export function judgeHeader(judging: Judging, map: MapNode): void {
  judgeValue(judging, "header", map, "header");
}

function judgePlace({ documents, version }: Judging, map: MapNode): string | undefined {
  const place = wordIn(map, "in");
  const node = valueOf(map, "in");
  if (place === undefined || node === undefined) return undefined;
  const newer = newerWords[place];
  if (newer !== undefined && newer > version) {
    documents.bag.add("newer-than-version", placeOf(node), { what: `The place "${place}" of a parameter`, since: newer, version });
    return place;
  }
  const known = Object.keys(stylesOf).filter((each) => (newerWords[each] ?? "3.0") <= version);
  if (known.includes(place)) return place;
  documents.bag.add("unknown-value", placeOf(node), { value: place, where: '"in"', near: nearest(place, known), known });
  return undefined;
}

/** What parameters and headers have in common: a schema with a style, or one media type. */
function judgeValue(judging: Judging, object: ObjectKind, map: MapNode, place: string | undefined): void {
  const { documents, version } = judging;
  exclude(judging, object, map, "example", "examples");
  exclude(judging, object, map, "schema", "content");
  const alone = ["style", "explode", "allowReserved", ...(version === "3.2" ? [] : ["example", "examples"])];
  for (const key of alone) exclude(judging, object, map, key, "content");
  if (place === undefined) return;
  demandOne(judging, object, map, place === "querystring" ? ["content"] : ["schema", "content"]);
  const content = map.entries.get("content");
  const types = entriesIn(map, "content");
  if (content?.value.kind === "map" && types.length !== 1) {
    const second = types[1];
    documents.bag.add("not-one-media-type", second === undefined ? placeOfKey(content) : placeOfKey(second), { count: types.length });
  }
  judgeStyle(judging, map, place);
}

function judgeStyle({ documents, version }: Judging, map: MapNode, place: string): void {
  const style = wordIn(map, "style");
  const node = valueOf(map, "style");
  if (style === undefined || node === undefined || place === "querystring") return;
  if (style === "cookie" && place === "cookie") {
    if (version !== "3.2") documents.bag.add("newer-than-version", placeOf(node), { what: 'The style "cookie"', since: "3.2", version });
    return;
  }
  const known = (stylesOf[place] ?? []).filter((each) => each !== "cookie" || version === "3.2");
  if (known.includes(style)) return;
  documents.bag.add("unknown-value", placeOf(node), { value: style, where: `The style of a value in "${place}"`, near: nearest(style, known), known });
}

/** What stands in a path is always there. The published schemas of 3.1 and later demand it of those with a schema only. */
function judgeRequired({ documents, version }: Judging, map: MapNode, variable: string): void {
  const required = valueOf(map, "required");
  if (required?.kind === "scalar" && required.value === true) return;
  const lenient = version !== "3.0" && required === undefined && !map.entries.has("schema");
  if (lenient) documents.bag.add("path-parameter-not-required", placeOfLabel(map), { variable });
  else documents.bag.add("path-variable-mismatch", required === undefined ? placeOfLabel(map) : placeOf(required), { fault: "optional", variable });
}

function misplaced({ documents }: Judging, map: MapNode, key: string, allowed: boolean, why: string): void {
  const entry = map.entries.get(key);
  if (entry !== undefined && !allowed) documents.bag.add("misplaced-key", placeOfKey(entry), { key, where: "a parameter", why });
}
