import type { KeyTable } from "../document/reader.js";

/** The keys of each kind of object in OpenAPI 3.1; those of 3.2 are known too, so that they are called unhandled and not unknown. */
export const keys = {
  document: {
    object: "an OpenAPI document",
    handled: ["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"],
    unhandled: ["jsonSchemaDialect", "webhooks", "$self"],
  },
  info: {
    object: "an info object",
    handled: ["title", "summary", "description", "termsOfService", "contact", "license", "version"],
  },
  server: { object: "a server", handled: ["url", "description", "variables"], unhandled: ["name"] },
  serverVariable: { object: "a server variable", handled: ["enum", "default", "description"] },
  tag: { object: "a tag", handled: ["name", "description", "externalDocs"], unhandled: ["summary", "parent", "kind"] },
  components: {
    object: "the components",
    handled: ["schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "pathItems"],
    unhandled: ["links", "callbacks", "mediaTypes"],
  },
  pathItem: {
    object: "a path item",
    handled: ["$ref", "summary", "description", "get", "put", "post", "delete", "options", "head", "patch", "trace", "parameters"],
    unhandled: ["servers", "query", "additionalOperations"],
  },
  operation: {
    object: "an operation",
    handled: [
      "tags",
      "summary",
      "description",
      "externalDocs",
      "operationId",
      "parameters",
      "requestBody",
      "responses",
      "deprecated",
      "security",
    ],
    unhandled: ["callbacks", "servers"],
  },
  parameter: {
    object: "a parameter",
    handled: ["$ref", "name", "in", "description", "required", "schema", "style", "explode"],
    unhandled: ["deprecated", "allowEmptyValue", "allowReserved", "content", "example", "examples"],
  },
  header: {
    object: "a header",
    handled: ["$ref", "description", "required", "schema", "style"],
    unhandled: ["explode", "deprecated", "content", "example", "examples"],
  },
  requestBody: { object: "a request body", handled: ["$ref", "description", "content", "required"] },
  response: { object: "a response", handled: ["$ref", "description", "headers", "content"], unhandled: ["summary", "links"] },
  mediaType: {
    object: "a media type",
    handled: ["schema", "example", "examples"],
    unhandled: ["encoding", "itemSchema", "itemEncoding", "prefixEncoding"],
  },
  example: {
    object: "an example",
    handled: ["$ref", "summary", "description", "value"],
    unhandled: ["externalValue", "dataValue", "serializedValue"],
  },
  securityScheme: {
    object: "a security scheme",
    handled: ["$ref", "type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"],
    unhandled: ["deprecated", "oauth2MetadataUrl"],
  },
} as const satisfies { readonly [object: string]: KeyTable };
