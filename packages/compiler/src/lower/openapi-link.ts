import type { Link } from "../model/operation.js";
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
