import type { Parameter, ParameterStyle } from "../model/parameter.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { flagIn, namedIn, referred, type OpenApiContext, type Referred } from "./openapi-context.js";
import { lowerMediaType } from "./openapi-media-type.js";
import { lowerExamples } from "./openapi-example.js";
import { listIn, wordIn } from "./openapi-judging.js";
import { stylesOf } from "./openapi-parameter-faults.js";
import { originOf } from "./origin-of.js";

/** The parameters of a path item or an operation. */
export function lowerParameters(context: OpenApiContext, owner: MapNode): readonly Parameter[] {
  return listIn(owner, "parameters").flatMap((item) => lowerParameter(context, item) ?? []);
}

/** One parameter object, or what a reference to one stands for. */
export function lowerParameter(context: OpenApiContext, node: Node): Parameter | undefined {
  const found = referred(context, node);
  if (found === undefined) return undefined;
  const name = wordIn(found.map, "name");
  const place = wordIn(found.map, "in");
  if (name === undefined || place === undefined || !isPlace(place)) return undefined;
  // OpenAPI 3.1, 4.8.12.2: a parameter of one of these names is ignored; other parts of the document say them.
  if (place === "header" && /^(accept|content-type|authorization)$/i.test(name)) return undefined;
  const empty = flagIn(found.map, "allowEmptyValue") === true && place === "query";
  return {
    ...lowerValue(context, found, name, place),
    required: flagIn(found.map, "required") === true || place === "path",
    ...(empty ? { allowEmptyValue: true } : {}),
  };
}

/** The headers of a response or of a part, by name. */
export function lowerHeaders(context: OpenApiContext, owner: MapNode): readonly Parameter[] {
  // OpenAPI 3.1, 4.8.17.1: a header of this name is ignored.
  return namedIn(context, owner, "headers").flatMap((header) => (header.name.toLowerCase() === "content-type" ? [] : [lowerHeader(context, header.name, header)]));
}

export function lowerHeader(context: OpenApiContext, name: string, header: Referred): Parameter {
  return lowerValue(context, header, name, "header");
}

/** How a value is written where nothing is said: by its place. */
export function usualStyle(place: Parameter["in"]): ParameterStyle {
  return place === "query" || place === "cookie" ? "form" : "simple";
}

/** Whether the parts of a value have names of their own where nothing is said: by its style. */
export function usuallyExploded(style: ParameterStyle): boolean {
  return style === "form" || style === "cookie";
}

const styles: readonly string[] = Object.values(stylesOf).flat();

/** A style that is written out, where it is one. */
export function styleIn(map: MapNode): ParameterStyle | undefined {
  const style = wordIn(map, "style");
  return style !== undefined && styles.includes(style) ? (style as ParameterStyle) : undefined;
}

function lowerValue(context: OpenApiContext, { map, description }: Referred, name: string, place: Parameter["in"]): Parameter {
  const content = namedIn(context, map, "content")[0];
  const schema = valueOf(map, "schema");
  const style = styleIn(map) ?? usualStyle(place);
  const examples = lowerExamples(context, map);
  return {
    name,
    in: place,
    required: flagIn(map, "required") ?? false,
    ...(description === undefined ? {} : { description }),
    ...(flagIn(map, "deprecated") === true ? { deprecated: true } : {}),
    ...(schema === undefined ? {} : { schema: context.schemas.add(schema) }),
    ...(content === undefined
      ? { style, explode: flagIn(map, "explode") ?? usuallyExploded(style), ...(flagIn(map, "allowReserved") === true ? { allowReserved: true } : {}) }
      : { content: lowerMediaType(context, content.name, content.map) }),
    ...(examples.length === 0 ? {} : { examples }),
    origin: originOf(map),
  };
}

function isPlace(place: string): place is Parameter["in"] {
  return Object.hasOwn(stylesOf, place);
}
