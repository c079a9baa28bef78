import type { OpenApiVersion } from "./openapi-version.js";

/** What may stand under a key: the grammar of OpenAPI documents is made of these. */
export type Shape =
  | "text"
  | "flag"
  | "any"
  | "schema"
  | { readonly words: readonly string[] }
  | { readonly list: Shape }
  | { readonly map: Shape; readonly names?: NameKind; readonly extensible?: true }
  | { readonly object: ObjectKind; readonly reference?: OpenApiVersion };

/** What the keys of a map are, where not anything may be one. */
export type NameKind = "component" | "path" | "status" | "expression" | "header" | "method";

/** A key of an object. */
export interface Field {
  readonly shape: Shape;
  /** The versions that demand it. */
  readonly required?: readonly OpenApiVersion[];
  /** The version that it came with, if not the first. */
  readonly since?: OpenApiVersion;
  /** Has no place in the model: it is told that it is not handled. */
  readonly unhandled?: true;
}

/** A kind of object: its name in a sentence, and its keys. */
export interface ObjectShape {
  readonly phrase: string;
  readonly fields: ReadonlyMap<string, Field>;
}

export type ObjectKind =
  | "document" | "info" | "contact" | "license" | "server" | "serverVariable" | "components" | "pathItem" | "operation" | "externalDocs"
  | "parameter" | "header" | "requestBody" | "mediaType" | "encoding" | "response" | "example" | "link" | "tag" | "securityScheme"
  | "flows" | "implicitFlow" | "tokenFlow" | "codeFlow" | "deviceFlow";

/** The methods that are keys of a path item; `query` came with 3.2. */
export const pathMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;

const every = ["3.0", "3.1", "3.2"] as const;

const text: Field = { shape: "text" };
const flag: Field = { shape: "flag" };
const any: Field = { shape: "any" };
const schema: Field = { shape: "schema" };
const texts: Field = { shape: { list: "text" } };

const a = (object: ObjectKind): Field => ({ shape: { object } });
const referred = (object: ObjectKind, reference: OpenApiVersion = "3.0"): Shape => ({ object, reference });
const listOf = (shape: Shape): Field => ({ shape: { list: shape } });
const mapOf = (shape: Shape, names?: NameKind): Field => ({ shape: { map: shape, ...(names === undefined ? {} : { names }) } });
const needed = (field: Field, required: readonly OpenApiVersion[] = every): Field => ({ ...field, required });
const since = (version: OpenApiVersion, field: Field): Field => ({ ...field, since: version });
const unhandled = (field: Field): Field => ({ ...field, unhandled: true });
const component = (object: ObjectKind, reference?: OpenApiVersion): Field => mapOf(referred(object, reference), "component");

const callback: Shape = { map: referred("pathItem"), names: "expression", extensible: true };
const security = listOf({ map: { list: "text" } });
const servers = listOf({ object: "server" });
const parameters = listOf(referred("parameter"));
const content = mapOf(referred("mediaType", "3.2"));
const examples = mapOf(referred("example"));
const headers = mapOf(referred("header"), "header");
const scopes = needed(mapOf("text"));
const style: Field = { shape: "text" };

/** The keys of each kind of object in OpenAPI 3.0, 3.1 and 3.2. */
export const objects: Readonly<Record<ObjectKind, ObjectShape>> = {
  document: shape("an OpenAPI document", {
    openapi: needed(text),
    $self: since("3.2", text),
    info: needed(a("info")),
    jsonSchemaDialect: since("3.1", text),
    servers,
    paths: needed({ shape: { map: referred("pathItem"), names: "path", extensible: true } }, ["3.0"]),
    webhooks: since("3.1", mapOf(referred("pathItem"))),
    components: a("components"),
    security,
    tags: listOf({ object: "tag" }),
    externalDocs: a("externalDocs"),
  }),
  info: shape("an info object", {
    title: needed(text),
    summary: since("3.1", text),
    description: text,
    termsOfService: text,
    contact: a("contact"),
    license: a("license"),
    version: needed(text),
  }),
  contact: shape("a contact", { name: text, url: text, email: text }),
  license: shape("a license", { name: needed(text), identifier: since("3.1", text), url: text }),
  server: shape("a server", {
    url: needed(text),
    description: text,
    name: since("3.2", text),
    variables: mapOf({ object: "serverVariable" }),
  }),
  serverVariable: shape("a server variable", { enum: texts, default: needed(text), description: text }),
  components: shape("the components", {
    schemas: mapOf("schema", "component"),
    responses: component("response"),
    parameters: component("parameter"),
    examples: component("example"),
    requestBodies: component("requestBody"),
    headers: component("header"),
    securitySchemes: component("securityScheme"),
    links: component("link"),
    callbacks: mapOf(callback, "component"),
    pathItems: since("3.1", component("pathItem")),
    mediaTypes: since("3.2", component("mediaType")),
  }),
  pathItem: shape("a path item", {
    $ref: text,
    summary: text,
    description: text,
    get: a("operation"),
    put: a("operation"),
    post: a("operation"),
    delete: a("operation"),
    options: a("operation"),
    head: a("operation"),
    patch: a("operation"),
    trace: a("operation"),
    query: since("3.2", a("operation")),
    additionalOperations: since("3.2", mapOf({ object: "operation" }, "method")),
    servers,
    parameters,
  }),
  operation: shape("an operation", {
    tags: texts,
    summary: text,
    description: text,
    externalDocs: a("externalDocs"),
    operationId: text,
    parameters,
    requestBody: { shape: referred("requestBody") },
    responses: needed({ shape: { map: referred("response"), names: "status", extensible: true } }, ["3.0"]),
    callbacks: mapOf(callback),
    deprecated: flag,
    security,
    servers,
  }),
  externalDocs: shape("external documentation", { description: text, url: needed(text) }),
  parameter: shape("a parameter", {
    name: needed(text),
    in: needed(text),
    description: text,
    required: flag,
    deprecated: flag,
    allowEmptyValue: flag,
    style,
    explode: flag,
    allowReserved: flag,
    schema,
    example: any,
    examples,
    content,
  }),
  header: shape("a header", {
    description: text,
    required: flag,
    deprecated: flag,
    style,
    explode: flag,
    schema,
    example: any,
    examples,
    content,
  }),
  requestBody: shape("a request body", { description: text, content: needed(content), required: flag }),
  mediaType: shape("a media type", {
    schema,
    itemSchema: since("3.2", schema),
    example: any,
    examples,
    encoding: mapOf({ object: "encoding" }),
    prefixEncoding: unhandled(since("3.2", listOf({ object: "encoding" }))),
    itemEncoding: unhandled(since("3.2", a("encoding"))),
  }),
  encoding: shape("an encoding", {
    contentType: text,
    headers,
    style,
    explode: flag,
    allowReserved: flag,
    encoding: unhandled(since("3.2", mapOf({ object: "encoding" }))),
    prefixEncoding: unhandled(since("3.2", listOf({ object: "encoding" }))),
    itemEncoding: unhandled(since("3.2", a("encoding"))),
  }),
  response: shape("a response", {
    summary: since("3.2", text),
    description: needed(text, ["3.0", "3.1"]),
    headers,
    content,
    links: mapOf(referred("link")),
  }),
  example: shape("an example", {
    summary: text,
    description: text,
    value: any,
    dataValue: since("3.2", any),
    serializedValue: since("3.2", text),
    externalValue: text,
  }),
  link: shape("a link", {
    operationRef: text,
    operationId: text,
    parameters: mapOf("any"),
    requestBody: any,
    description: text,
    server: unhandled(a("server")),
  }),
  tag: shape("a tag", {
    name: needed(text),
    summary: since("3.2", text),
    description: text,
    externalDocs: a("externalDocs"),
    parent: since("3.2", text),
    kind: since("3.2", text),
  }),
  securityScheme: shape("a security scheme", {
    type: needed(text),
    description: text,
    name: text,
    in: { shape: { words: ["query", "header", "cookie"] } },
    scheme: text,
    bearerFormat: text,
    flows: a("flows"),
    openIdConnectUrl: text,
    oauth2MetadataUrl: since("3.2", text),
    deprecated: since("3.2", flag),
  }),
  flows: shape("the flows", {
    implicit: a("implicitFlow"),
    password: a("tokenFlow"),
    clientCredentials: a("tokenFlow"),
    authorizationCode: a("codeFlow"),
    deviceAuthorization: since("3.2", a("deviceFlow")),
  }),
  implicitFlow: shape("an implicit flow", { authorizationUrl: needed(text), refreshUrl: text, scopes }),
  tokenFlow: shape("a flow of this kind", { tokenUrl: needed(text), refreshUrl: text, scopes }),
  codeFlow: shape("an authorization code flow", { authorizationUrl: needed(text), tokenUrl: needed(text), refreshUrl: text, scopes }),
  deviceFlow: shape("a device flow", { deviceAuthorizationUrl: needed(text), tokenUrl: needed(text), refreshUrl: text, scopes }),
};

function shape(phrase: string, fields: { readonly [key: string]: Field }): ObjectShape {
  return { phrase, fields: new Map(Object.entries(fields)) };
}
