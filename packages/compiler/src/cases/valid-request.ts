import type { Json } from "../model/json.js";
import type { MediaType } from "../model/media-type.js";
import type { HttpBinding, Operation } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { evaluate } from "../rules/evaluate.js";
import { isArray } from "../rules/json-value.js";
import { instanceOf } from "./instance.js";
import type { CaseRequest } from "./negative-case.js";
import { arrivalIn, itemSchema, textsOfParameter } from "./written-parameter.js";

/** A valid request of an operation, with what it must hold; or the part that no valid value was found for. */
export type ValidRequest = { readonly kind: "request"; readonly request: CaseRequest } | { readonly kind: "none"; readonly part: string };

export function validRequest({ schemas }: Protocol, { http }: { readonly http: HttpBinding } & Operation): ValidRequest {
  const parameters = [];
  for (const parameter of http.parameters) {
    if (!parameter.required) continue;
    const value = samplesOfParameter({ schemas }, parameter)[0];
    if (value === undefined) return { kind: "none", part: `${parameter.in} ${parameter.name}` };
    parameters.push({ parameter, value });
  }
  const json = http.body?.content.find(({ name }) => isJson(name));
  const request: CaseRequest = { method: http.method.toUpperCase(), path: http.path, parameters, credentials: "right" };
  if (http.body === undefined || (json === undefined && !http.body.required)) return { kind: "request", request };
  const value = json === undefined ? undefined : samplesOfContent({ schemas }, json)[0];
  if (json === undefined || value === undefined) return { kind: "none", part: "body" };
  return { kind: "request", request: { ...request, body: { type: json.name, value } } };
}

/** Valid values of a parameter that can be sent: those that the document shows first. */
export function samplesOfParameter({ schemas }: Pick<Protocol, "schemas">, parameter: Parameter): readonly Json[] {
  const schema = parameter.content?.schema ?? parameter.schema;
  const shown = [...(parameter.examples ?? []), ...(parameter.content?.examples ?? [])].flatMap(({ payload }) => (payload === undefined ? [] : [payload]));
  const arrival = arrivalIn(parameter, schemas);
  const made = schema === undefined ? "text" : instanceOf(schemas, schema);
  // A list of nothing cannot be sent.
  const items = isArray(made ?? null) ? itemSchema(schemas, schema) : undefined;
  const item = items === undefined ? undefined : instanceOf(schemas, items);
  return [...shown, ...(made === undefined ? [] : [made]), ...(item === undefined ? [] : [[item]])].filter((value) => {
    const arrived = arrival(value);
    return textsOfParameter(parameter, value) !== undefined && arrived !== undefined && isValid(schemas, schema, arrived);
  });
}

/** Valid values of a media type: those that the document shows first. */
export function samplesOfContent({ schemas }: Pick<Protocol, "schemas">, { schema, examples }: MediaType): readonly Json[] {
  const shown = examples.flatMap(({ payload }) => (payload === undefined ? [] : [payload]));
  const made = schema === undefined ? {} : instanceOf(schemas, schema);
  return [...shown, ...(made === undefined ? [] : [made])].filter((value) => isValid(schemas, schema, value));
}

export function isJson(mediaType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(mediaType);
}

function isValid(schemas: Protocol["schemas"], schema: SchemaId | undefined, value: Json): boolean {
  return schema === undefined || evaluate(schemas, schema, value).length === 0;
}
