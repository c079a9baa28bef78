import { nearest } from "../diagnostics/nearest.js";
import { placeOfKey } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Json } from "../model/json.js";
import type { SecurityRequirement, SecurityScheme } from "../model/operation.js";
import type { Entry, MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { namedIn, type OpenApiContext } from "./openapi-context.js";
import { listIn, wordIn } from "./openapi-judging.js";
import { rootNodeOf } from "./openapi-version.js";
import { originOf } from "./origin-of.js";

/** The security schemes that the components declare. */
export function lowerSecuritySchemes(context: Pick<OpenApiContext, "documents" | "version">, components: MapNode | undefined): readonly SecurityScheme[] {
  if (components === undefined) return [];
  return namedIn(context, components, "securitySchemes").flatMap(({ name, map, description }) => {
    const type = wordIn(map, "type");
    if (type === undefined) return [];
    const settings: Record<string, Json> = {};
    for (const { key, value } of map.entries.values()) if (key !== "type") settings[key] = jsonOf(value);
    if (description !== undefined) settings["description"] = description;
    return [{ name, type, settings, origin: originOf(map) }];
  });
}

/** The `security` of an operation or of the document: the ways in, of which one is enough. An empty one, `{}`, lets anybody in. */
export function lowerSecurity(context: Pick<OpenApiContext, "documents" | "version">, owner: MapNode, schemes: readonly SecurityScheme[]): readonly SecurityRequirement[] {
  return listIn(owner, "security").flatMap((item) => {
    if (item.kind !== "map") return [];
    return [Array.from(item.entries.values(), (entry) => {
      checkScheme(context, entry, schemes);
      const scopes = entry.value.kind === "list" ? entry.value.items.flatMap((scope) => (scope.kind === "scalar" && typeof scope.value === "string" ? [scope.value] : [])) : [];
      return { scheme: entry.key, scopes };
    })];
  });
}

function checkScheme({ documents, version }: Pick<OpenApiContext, "documents" | "version">, entry: Entry, schemes: readonly SecurityScheme[]): void {
  const { key, value } = entry;
  const scheme = schemes.find(({ name }) => name === key);
  if (scheme === undefined) {
    // 3.2 lets a URI name a scheme of another document.
    if (version === "3.2" && /[/#]/.test(key)) documents.bag.add("unsupported-keyword", placeOfKey(entry), { keyword: key, where: "a security requirement" });
    // Told once a document: where one operation asks for it, most do.
    else if (schemes.length === 0) {
      const told = `undeclared security scheme ${key}`;
      const root = rootNodeOf(value);
      const before = documents.judged.get(root) ?? new Set();
      if (!before.has(told)) documents.bag.add("undeclared-security-scheme", placeOfKey(entry), { scheme: key });
      documents.judged.set(root, before.add(told));
    }
    else documents.bag.add("unknown-security-scheme", placeOfKey(entry), { scheme: key, near: nearest(key, schemes.map(({ name }) => name)) });
    return;
  }
  const scoped = scheme.type === "oauth2" || scheme.type === "openIdConnect" || version !== "3.0";
  if (!scoped && value.kind === "list" && value.items.length > 0) documents.bag.add("scopes-without-flow", placeOf(value), { scheme: key, type: scheme.type });
}
