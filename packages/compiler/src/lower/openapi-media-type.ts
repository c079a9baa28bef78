import type { MediaType, PartEncoding } from "../model/media-type.js";
import { valueOf, type MapNode } from "../source/node.js";
import { flagIn, namedIn, type Named, type OpenApiContext } from "./openapi-context.js";
import { lowerExamples } from "./openapi-example.js";
import { wordIn } from "./openapi-judging.js";
import { lowerHeaders, styleIn, usuallyExploded } from "./openapi-parameter.js";
import { originOf } from "./origin-of.js";

/** One media type object: the form of a body, or of a parameter that has a content. */
export function lowerMediaType(context: OpenApiContext, name: string, map: MapNode): MediaType {
  const schema = valueOf(map, "schema");
  const itemSchema = valueOf(map, "itemSchema");
  const encoding = namedIn(context, map, "encoding").map((part) => lowerEncoding(context, part));
  return {
    name,
    ...(schema === undefined ? {} : { schema: context.schemas.add(schema) }),
    ...(itemSchema === undefined ? {} : { itemSchema: context.schemas.add(itemSchema) }),
    ...(encoding.length === 0 ? {} : { encoding }),
    examples: lowerExamples(context, map),
    origin: originOf(map),
  };
}

/** How one property of a form is written: by a media type, or by a style where the document names one of its three keys. */
function lowerEncoding(context: OpenApiContext, { name, map }: Named): PartEncoding {
  const contentType = wordIn(map, "contentType");
  const styled = ["style", "explode", "allowReserved"].some((key) => map.entries.has(key));
  const style = styleIn(map) ?? "form";
  return {
    property: name,
    ...(contentType === undefined ? {} : { contentType }),
    headers: lowerHeaders(context, map),
    ...(styled ? { style, explode: flagIn(map, "explode") ?? usuallyExploded(style) } : {}),
    ...(flagIn(map, "allowReserved") === true ? { allowReserved: true } : {}),
    origin: originOf(map),
  };
}
