import { camelCase, type MediaType, type Protocol, type SchemaId } from "@parley/compiler";
import { itemsOf, propertiesOf } from "./constant.js";
import { essenceOf } from "./http-content-form.js";
import type { Wanted } from "./plan-declarations.js";

/** Bodies, parameters and headers are validated on their own, so each schema that is written in place there gets a name. */
export function wantedByHttp(protocol: Protocol): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const want = (schema: SchemaId | undefined, name: string): void => {
    if (schema !== undefined && !hasName(protocol, schema)) wanted.push({ schema, name: sharedName(schema) ?? name });
  };
  const wantMedia = (media: MediaType, name: string): void => {
    want(media.itemSchema, `${name}-item`);
    if (essenceOf(media.name) !== "multipart/form-data" || media.schema === undefined) return want(media.schema, name);
    // Each part is judged on its own.
    for (const [property, schema] of propertiesOf(protocol, media.schema)) {
      want(schema, `${name}-${property}`);
      want(itemsOf(protocol, schema), `${name}-${property}-item`);
      for (const header of media.encoding?.find((encoding) => encoding.property === property)?.headers ?? []) want(header.schema, `${name}-${property}-${header.name}`);
    }
  };
  for (const { name: operation, http } of protocol.operations.values()) {
    if (http === undefined) continue;
    const name = camelCase(operation);
    for (const parameter of http.parameters) want(parameter.content?.schema ?? parameter.schema, `${name}-${parameter.name}`);
    for (const media of http.body?.content ?? []) wantMedia(media, `${name}-body`);
    for (const response of http.responses) {
      for (const media of response.content) wantMedia(media, `${name}-${response.status}`);
      for (const header of response.headers) want(header.content?.schema ?? header.schema, `${name}-${response.status}-${header.name}`);
    }
  }
  return wanted;
}

function hasName(protocol: Protocol, id: SchemaId): boolean {
  const schema = protocol.schemas.get(id);
  return schema === undefined || schema.name !== undefined || schema.rules.ref !== undefined;
}

/** What several operations share is named for its component: `#/components/headers/location/schema` is a `locationHeader`. */
function sharedName(id: SchemaId): string | undefined {
  const [, group = "", name = ""] = /#\/components\/(parameters|headers|responses|requestBodies)\/([^/]+)\//.exec(id) ?? [];
  const kinds: { readonly [group: string]: string } = {
    parameters: "parameter",
    headers: "header",
    responses: "response",
    requestBodies: "body",
  };
  // The headers of a shared response are schemas beside that of its content.
  const [, header] = /#\/components\/responses\/[^/]+\/headers\/([^/]+)\//.exec(id) ?? [];
  if (header !== undefined) return `${name}-${header}-header`;
  return name === "" ? undefined : `${name}-${kinds[group] ?? ""}`;
}
