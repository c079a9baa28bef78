import type { MessageExample } from "../model/message.js";
import { valueOf, type MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import { namedIn, type Named, type OpenApiContext } from "./openapi-context.js";
import { wordIn } from "./openapi-judging.js";
import { originOf } from "./origin-of.js";

/** The `example` and the `examples` of a media type, a parameter or a header. */
export function lowerExamples(context: OpenApiContext, owner: MapNode): readonly MessageExample[] {
  const example = valueOf(owner, "example");
  const first = example === undefined ? [] : [{ payload: jsonOf(example), origin: originOf(example) }];
  return [...first, ...namedIn(context, owner, "examples").map(lowerExample)];
}

function lowerExample({ name, map, summary }: Named): MessageExample {
  const value = valueOf(map, "dataValue") ?? valueOf(map, "value");
  const serialized = wordIn(map, "serializedValue");
  const external = wordIn(map, "externalValue");
  return {
    name,
    ...(summary === undefined ? {} : { summary }),
    ...(value === undefined ? {} : { payload: jsonOf(value) }),
    ...(serialized === undefined ? {} : { serialized }),
    ...(external === undefined ? {} : { external }),
    origin: originOf(value ?? map),
  };
}
