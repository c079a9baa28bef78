import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { percentDecoded } from "../document/uri.js";
import type { Link, Operation, OperationId } from "../model/operation.js";
import { valueOf, type MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { namedIn, type OpenApiContext } from "./openapi-context.js";
import { entriesIn, wordIn } from "./openapi-judging.js";
import { originOf } from "./origin-of.js";

/** The links of a response. */
export function lowerLinks(context: OpenApiContext, response: MapNode): readonly Link[] {
  return namedIn(context, response, "links").flatMap(({ name, map, description }) => {
    const operation = wordIn(map, "operationId") ?? wordIn(map, "operationRef");
    const body = valueOf(map, "requestBody");
    if (operation === undefined) return [];
    return [{
      name,
      operation,
      parameters: entriesIn(map, "parameters").map(({ key, value }) => ({ name: key, value: jsonOf(value) })),
      ...(body === undefined ? {} : { requestBody: jsonOf(body) }),
      ...(description === undefined ? {} : { description }),
      origin: originOf(map),
    }];
  });
}

/** Reports links that lead to no operation of the document; what lies elsewhere is not judged. */
export function checkLinks({ bag }: DocumentSet, operations: ReadonlyMap<OperationId, Operation>): void {
  const names = new Set(Array.from(operations.values(), ({ name }) => name));
  for (const { http } of operations.values()) {
    for (const { name: link, operation: target, origin } of (http?.responses ?? []).flatMap(({ links = [] }) => links)) {
      if (names.has(target)) continue;
      const here = target.startsWith("#");
      const fragment = target.slice(target.indexOf("#") + 1);
      if (target.includes("#") && (!here || operations.has(`${origin.file.path}#${percentDecoded(fragment) ?? fragment}`))) continue;
      bag.add("unknown-link-target", origin, { link, target, near: here ? undefined : nearest(target, names) });
    }
  }
}
