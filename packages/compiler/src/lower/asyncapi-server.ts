import { asMap, checkKeys, mapAt, mapsAt, requiredTextAt, textAt, textsAt } from "../document/reader.js";
import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Server, ServerVariable } from "../model/server.js";
import { valueOf, type MapNode } from "../source/node.js";
import { bindingsAt } from "./asyncapi-bindings.js";
import { serverKeys, serverVariableKeys } from "./asyncapi-keys.js";
import { checkProse } from "./asyncapi-prose.js";
import { originOf } from "./origin-of.js";

/** A server beside the node that it was read from, which channels refer to. */
export interface LoweredServer {
  readonly map: MapNode;
  readonly server: Server;
}

/** Lowers the `servers` of a document. */
export function lowerServers(documents: DocumentSet, root: MapNode): readonly LoweredServer[] {
  return mapsAt(documents, root, "servers").map(([name, map]) => ({ map, server: lowerServer(documents, name, map) }));
}

function lowerServer(documents: DocumentSet, name: string, map: MapNode): Server {
  checkKeys(documents, map, serverKeys);
  checkProse(documents, map);
  const host = requiredTextAt(documents, map, "host") ?? "";
  const protocol = requiredTextAt(documents, map, "protocol") ?? "";
  const description = textAt(documents, map, "description");
  const template = `${protocol}://${host}${textAt(documents, map, "pathname") ?? ""}`;
  const variables = variablesOf(documents, map);
  checkVariables(documents, map, name, template, variables);
  return {
    name,
    url: variables.reduce((url, { name: each, default: given }) => (given === undefined ? url : url.replaceAll(`{${each}}`, () => given)), template),
    ...(variables.length === 0 ? {} : { template, variables }),
    protocol,
    ...(description === undefined ? {} : { description }),
    ...bindingsAt(documents, map, "server"),
    origin: originOf(map),
  };
}

function variablesOf(documents: DocumentSet, map: MapNode): readonly ServerVariable[] {
  return mapsAt(documents, map, "variables").map(([name, variable]) => {
    checkKeys(documents, variable, serverVariableKeys);
    const values = valueOf(variable, "enum") === undefined ? undefined : textsAt(documents, variable, "enum");
    const given = textAt(documents, variable, "default");
    const description = textAt(documents, variable, "description");
    checkDefault(documents, variable, values, given);
    return {
      name,
      ...(given === undefined ? {} : { default: given }),
      ...(values === undefined ? {} : { enum: values }),
      ...(description === undefined ? {} : { description }),
    };
  });
}

/** Reports a default that is none of the values that there may be. */
export function checkDefault(documents: DocumentSet, map: MapNode, values: readonly string[] | undefined, given: string | undefined): void {
  const node = valueOf(map, "default");
  if (node === undefined || given === undefined || values === undefined || values.includes(given)) return;
  documents.bag.add("unknown-value", placeOf(node), { value: given, where: '"default"', near: nearest(given, values), known: values });
}

function checkVariables(documents: DocumentSet, map: MapNode, server: string, template: string, variables: readonly ServerVariable[]): void {
  const declared = new Set(variables.map(({ name }) => name));
  const used = new Set(expressionsIn(template));
  for (const name of used) {
    const node = ["host", "pathname"].map((key) => valueOf(map, key)).find((each) => each?.kind === "scalar" && String(each.value).includes(`{${name}}`));
    if (declared.has(name) || node === undefined) continue;
    documents.bag.add("undeclared-parameter", placeOf(node), { what: `The address of server "${server}"`, name, key: "variables", near: nearest(name, declared) });
  }
  const written = mapAt(documents, map, "variables");
  for (const { key, value } of written?.entries.values() ?? []) {
    if (used.has(key) || key.startsWith("x-") || asMap(documents, value) === undefined) continue;
    documents.bag.add("unused-parameter", placeOf(value), { what: `The address of server "${server}"`, name: key, near: nearest(key, used) });
  }
}

/** The names in the braces of an address: `symbol` of `/v1/{symbol}`. */
export function expressionsIn(address: string): readonly string[] {
  return [...address.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? "");
}
