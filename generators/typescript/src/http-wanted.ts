import { camelCase, type Protocol, type SchemaId } from "@parley/compiler";
import type { Wanted } from "./plan-declarations.js";

/** Bodies, parameters and headers are validated on their own, so each schema that is written in place there gets a name. */
export function wantedByHttp(protocol: Protocol): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const want = (schema: SchemaId | undefined, name: string): void => {
    if (schema !== undefined && !hasName(protocol, schema)) wanted.push({ schema, name: sharedName(schema) ?? name });
  };
  for (const { name: operation, http } of protocol.operations.values()) {
    if (http === undefined || http.trigger !== undefined) continue;
    const name = camelCase(operation);
    for (const parameter of http.parameters) want(parameter.content?.schema ?? parameter.schema, `${name}-${parameter.name}`);
    for (const media of http.body?.content ?? []) want(media.schema, `${name}-body`);
    for (const response of http.responses) {
      for (const media of response.content) want(media.schema, `${name}-${response.status}`);
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
  return name === "" ? undefined : `${name}-${kinds[group] ?? ""}`;
}
