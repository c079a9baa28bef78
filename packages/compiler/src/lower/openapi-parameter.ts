import { asList, booleanAt, checkKeys, mapAt, mapsAt, reportMissing, requiredTextAt, textAt, wordAt } from "../document/reader.js";
import { follow, placeOf } from "../document/resolve.js";
import type { Parameter } from "../model/parameter.js";
import { labelOf, pointerOf, valueOf, type MapNode, type Node } from "../source/node.js";
import type { OpenApiContext } from "./openapi-context.js";
import { keys } from "./openapi-keys.js";
import { originOf } from "./origin-of.js";

/** The parameters of a path item or an operation. */
export function lowerParameters(context: OpenApiContext, owner: MapNode): readonly Parameter[] {
  const list = asList(context.documents, valueOf(owner, "parameters"));
  return (list?.items ?? []).flatMap((item) => lowerParameter(context, item) ?? []);
}

/** One parameter object, or what a reference to one stands for. */
export function lowerParameter(context: OpenApiContext, node: Node): Parameter | undefined {
  const { documents } = context;
  const map = follow(documents, node);
  if (map?.kind !== "map") return undefined;
  checkKeys(documents, map, keys.parameter);
  const name = requiredTextAt(documents, map, "name");
  const place = wordAt(documents, map, "in", ["path", "query", "header", "cookie"]);
  if (valueOf(map, "in") === undefined) reportMissing(documents, map, "in");
  if (name === undefined || place === undefined) return undefined;
  // OpenAPI 3.1, 4.8.12.2: a parameter of one of these names is ignored; other parts of the document say them.
  if (place === "header" && /^(accept|content-type|authorization)$/i.test(name)) return undefined;
  const form = place === "query" || place === "cookie";
  checkStyle(context, map, form ? "form" : "simple");
  const required = booleanAt(documents, map, "required") ?? false;
  if (place === "path" && !required) reportRequired(context, map, name);
  return {
    name,
    in: place,
    required: required || place === "path",
    ...described(context, map),
    ...schemaOf(context, map),
    explode: booleanAt(documents, map, "explode") ?? form,
    origin: originOf(map),
  };
}

/** The headers of a response, by name. */
export function lowerHeaders(context: OpenApiContext, response: MapNode): readonly Parameter[] {
  return mapsAt(context.documents, response, "headers").flatMap(([name, map]) => {
    const header = lowerHeader(context, name, map);
    // OpenAPI 3.1, 4.8.17.1: a response header of this name is ignored.
    return name.toLowerCase() === "content-type" ? [] : [header];
  });
}

export function lowerHeader(context: OpenApiContext, name: string, map: MapNode): Parameter {
  checkKeys(context.documents, map, keys.header);
  checkStyle(context, map, "simple");
  return {
    name,
    in: "header",
    required: booleanAt(context.documents, map, "required") ?? false,
    ...described(context, map),
    ...schemaOf(context, map),
    origin: originOf(map),
  };
}

/** Only the usual style is handled: `form` in a query or a cookie, `simple` in a path or a header. */
function checkStyle({ documents }: OpenApiContext, map: MapNode, usual: string): void {
  const style = textAt(documents, map, "style");
  const node = valueOf(map, "style");
  if (style === undefined || style === usual || node === undefined) return;
  documents.bag.add(
    "unsupported-keyword",
    { ...placeOf(node), range: labelOf(node) },
    { keyword: `style: ${style}`, where: "a parameter" },
  );
}

function reportRequired({ documents }: OpenApiContext, map: MapNode, name: string): void {
  const place = { file: map.file, range: labelOf(map), pointer: pointerOf(map) };
  documents.bag.add("path-variable-mismatch", place, { fault: "optional", variable: name });
}

function described({ documents }: OpenApiContext, map: MapNode): { readonly description?: string } {
  const description = textAt(documents, map, "description");
  return description === undefined ? {} : { description };
}

function schemaOf({ documents, schemas }: OpenApiContext, map: MapNode): Pick<Parameter, "schema"> {
  const schema = valueOf(map, "schema");
  if (schema === undefined) {
    if (mapAt(documents, map, "content") === undefined) reportMissing(documents, map, "schema");
    return {};
  }
  return { schema: schemas.add(schema) };
}
