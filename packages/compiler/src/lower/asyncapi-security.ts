import { asMap, checkKeys, itemsAt, mapAt, requiredMapAt, requiredTextAt, textAt, textsAt, wordAt, wrong, type KeyTable } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Json } from "../model/json.js";
import type { SecurityRequirement, SecurityScheme } from "../model/operation.js";
import type { MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { originOf } from "./origin-of.js";

/** Collects the security schemes of one document: those of its components, and those that servers and operations refer to or hold. */
export interface SecurityTable {
  readonly schemes: ReadonlyMap<MapNode, SecurityScheme>;
  /** The `security` of a server or an operation: any one of the schemes will do. */
  at(map: MapNode): readonly SecurityRequirement[];
}

export function securityTable(documents: DocumentSet, components: MapNode | undefined): SecurityTable {
  const schemes = new Map<MapNode, SecurityScheme>();
  const names = new Set<string>();
  const add = (map: MapNode, wish: string): SecurityScheme | undefined => {
    const known = schemes.get(map);
    if (known !== undefined) return known;
    const type = typeOf(documents, map);
    if (type === undefined) return undefined;
    let name = wish;
    for (let count = 2; names.has(name); count += 1) name = `${wish}${count}`;
    names.add(name);
    const settings: Record<string, Json> = {};
    for (const { key, value } of map.entries.values()) if (key !== "type") settings[key] = jsonOf(value);
    const scheme: SecurityScheme = { name, type, settings, origin: originOf(map) };
    schemes.set(map, scheme);
    return scheme;
  };
  for (const { key, value } of (components && mapAt(documents, components, "securitySchemes"))?.entries.values() ?? []) {
    const map = key.startsWith("x-") ? undefined : asMap(documents, value);
    if (map !== undefined) add(map, key);
  }
  return {
    schemes,
    at: (map) =>
      itemsAt(documents, map, "security").flatMap((item) => {
        const found = asMap(documents, item);
        // One that is written in place has no name but its type.
        const scheme = found && add(found, typeof found.key === "string" ? found.key : (textAt(documents, found, "type") ?? ""));
        return found === undefined || scheme === undefined ? [] : [[{ scheme: scheme.name, scopes: textsAt(documents, found, "scopes") }]];
      }),
  };
}

/** The type of a scheme, with the keys that go with it judged. */
function typeOf(documents: DocumentSet, map: MapNode): string | undefined {
  if (requiredTextAt(documents, map, "type") === undefined) return undefined;
  const type = wordAt(documents, map, "type", types);
  if (type === undefined) return undefined;
  const { needed = [], others = [] } = keysOf[type];
  const table: KeyTable = { object: `a security scheme of type "${type}"`, handled: ["type", "description", ...needed, ...others] };
  checkKeys(documents, map, table);
  for (const key of needed) if (key !== "flows") requiredTextAt(documents, map, key);
  if (type === "apiKey") wordAt(documents, map, "in", ["user", "password"]);
  if (type === "httpApiKey") wordAt(documents, map, "in", ["query", "header", "cookie"]);
  if (type === "oauth2") checkFlows(documents, map);
  return type;
}

function checkFlows(documents: DocumentSet, map: MapNode): void {
  const flows = requiredMapAt(documents, map, "flows");
  if (flows === undefined) return;
  checkKeys(documents, flows, { object: "the flows of OAuth 2", handled: Object.keys(flowKeys) });
  for (const [name, needed] of Object.entries(flowKeys)) {
    const flow = mapAt(documents, flows, name);
    if (flow === undefined) continue;
    checkKeys(documents, flow, { object: `the flow "${name}"`, handled: [...needed, "refreshUrl", "availableScopes"] });
    for (const key of needed) requiredTextAt(documents, flow, key);
    const scopes = requiredMapAt(documents, flow, "availableScopes");
    for (const { value } of scopes?.entries.values() ?? []) if (value.kind !== "scalar") wrong(documents, value, "a string");
  }
}

const flowKeys = {
  implicit: ["authorizationUrl"],
  password: ["tokenUrl"],
  clientCredentials: ["tokenUrl"],
  authorizationCode: ["authorizationUrl", "tokenUrl"],
} as const;

const types = [
  "userPassword", "apiKey", "X509", "symmetricEncryption", "asymmetricEncryption", "httpApiKey", "http", "oauth2", "openIdConnect",
  "plain", "scramSha256", "scramSha512", "gssapi",
] as const;

const keysOf: { readonly [Type in (typeof types)[number]]: { readonly needed?: readonly string[]; readonly others?: readonly string[] } } = {
  userPassword: {},
  apiKey: { needed: ["in"] },
  X509: {},
  symmetricEncryption: {},
  asymmetricEncryption: {},
  httpApiKey: { needed: ["name", "in"] },
  http: { needed: ["scheme"], others: ["bearerFormat"] },
  oauth2: { needed: ["flows"], others: ["scopes"] },
  openIdConnect: { needed: ["openIdConnectUrl"], others: ["scopes"] },
  plain: {},
  scramSha256: {},
  scramSha512: {},
  gssapi: {},
};
