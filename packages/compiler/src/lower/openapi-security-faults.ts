import { nearest } from "../diagnostics/nearest.js";
import { placeOfKey, reportMissing } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode } from "../source/node.js";
import { wordIn, type Judging } from "./openapi-judging.js";
import type { OpenApiVersion } from "./openapi-version.js";

/** The keys that each type of security scheme has of its own. */
const ownKeys: { readonly [type: string]: { readonly needed: readonly string[]; readonly allowed?: readonly string[]; readonly since?: OpenApiVersion } } = {
  apiKey: { needed: ["name", "in"] },
  http: { needed: ["scheme"], allowed: ["bearerFormat"] },
  mutualTLS: { needed: [], since: "3.1" },
  oauth2: { needed: ["flows"], allowed: ["oauth2MetadataUrl"] },
  openIdConnect: { needed: ["openIdConnectUrl"] },
};

const everyOwnKey = Object.values(ownKeys).flatMap(({ needed, allowed = [] }) => [...needed, ...allowed]);

/** Each type of scheme demands keys of its own, and knows those of no other. */
export function judgeSecurityScheme({ documents, version }: Judging, map: MapNode): void {
  const type = wordIn(map, "type");
  const node = valueOf(map, "type");
  if (type === undefined || node === undefined) return;
  const own = Object.hasOwn(ownKeys, type) ? ownKeys[type] : undefined;
  const known = Object.keys(ownKeys).filter((each) => (ownKeys[each]?.since ?? "3.0") <= version);
  if (own === undefined) {
    documents.bag.add("unknown-value", placeOf(node), { value: type, where: "The type of a security scheme", near: nearest(type, known), known });
    return;
  }
  if (own.since !== undefined && own.since > version) {
    documents.bag.add("newer-than-version", placeOf(node), { what: `The type "${type}" of a security scheme`, since: own.since, version });
  }
  for (const key of own.needed) if (!map.entries.has(key)) reportMissing(documents, map, key);
  for (const entry of map.entries.values()) {
    if (!everyOwnKey.includes(entry.key) || own.needed.includes(entry.key) || own.allowed?.includes(entry.key) === true) continue;
    documents.bag.add("misplaced-key", placeOfKey(entry), { key: entry.key, where: "a security scheme", why: `one of type "${type}" has no such key` });
  }
}
