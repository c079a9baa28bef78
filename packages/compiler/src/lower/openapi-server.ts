import type { Server, ServerVariable } from "../model/server.js";
import type { MapNode } from "../source/node.js";
import { namedIn, referred, type OpenApiContext } from "./openapi-context.js";
import { listIn, wordIn } from "./openapi-judging.js";
import { originOf } from "./origin-of.js";

/** The `servers` of a document, a path item or an operation. */
export function lowerServers(context: Pick<OpenApiContext, "documents" | "version">, owner: MapNode): readonly Server[] {
  return listIn(owner, "servers").flatMap((item, index) => {
    const found = referred(context, item);
    if (found === undefined) return [];
    const { map, description } = found;
    const variables = namedIn(context, map, "variables").map(({ name, map: variable, description: about }): ServerVariable => {
      const initial = wordIn(variable, "default");
      const values = listIn(variable, "enum").flatMap((value) => (value.kind === "scalar" && typeof value.value === "string" ? [value.value] : []));
      return {
        name,
        ...(initial === undefined ? {} : { default: initial }),
        ...(values.length === 0 ? {} : { enum: values }),
        ...(about === undefined ? {} : { description: about }),
      };
    });
    const template = wordIn(map, "url") ?? "";
    const defaults = new Map(variables.map(({ name, default: initial }) => [name, initial]));
    const url = template.replace(/\{([^{}]+)\}/g, (whole, name: string) => defaults.get(name) ?? whole);
    return [{
      name: wordIn(map, "name") ?? String(index),
      url,
      ...(variables.length === 0 ? {} : { template, variables }),
      protocol: /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? "https",
      ...(description === undefined ? {} : { description }),
      origin: originOf(map),
    }];
  });
}
