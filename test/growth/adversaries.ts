/** Documents that are slow by growth wherever something is walked more often than it is written. Each by its size, as files in memory, the entry first. */
export interface Adversary {
  readonly name: string;
  readonly size: number;
  readonly files: (size: number) => Readonly<Record<string, unknown>>;
}

export const adversaries: readonly Adversary[] = [
  { name: "a chain of diamonds: each schema refers twice to the one before", size: 30, files: (size) => withSchemas(size, (index) => (index === 0 ? { type: "string" } : object({ a: ref(index - 1), b: ref(index - 1) }))) },
  { name: "a cycle of schemas", size: 10_000, files: (size) => withSchemas(size, (index) => object({ next: ref((index + 1) % size), value: { type: "integer" } })) },
  { name: "one channel with many messages, half as many operations", size: 2_000, files: (size) => asyncapi(channelOf(size)) },
  { name: "one channel with many messages, half as many operations that name none of them", size: 2_000, files: (size) => asyncapi(channelOf(size, false)) },
  { name: "allOf, deep by references", size: 200, files: (size) => withSchemas(size, (index) => (index === 0 ? { type: "object" } : { allOf: [ref(index - 1), { minProperties: 1 }] })) },
  // Each level is a map and a list; 256 of them are the most that a document may have.
  { name: "allOf, deep in place", size: 120, files: (size) => asyncapi({ components: { schemas: { Deep: nested(size, (inner) => ({ allOf: [inner, { minProperties: 1 }] }), { type: "object" }) } } }) },
  { name: "a map of many keys: properties, and an example of them", size: 20_000, files: (size) => asyncapi({ components: { schemas: { Wide: { ...object(mapOf(size, () => ({ type: "integer" }))), examples: [mapOf(size, (index) => index)] } } } }) },
  { name: "an example of very many keys", size: 200_000, files: (size) => asyncapi({ components: { schemas: { Map: { type: "object", additionalProperties: { type: "integer" }, examples: [mapOf(size, (index) => index)] } } } }) },
  { name: "a wide oneOf", size: 2_000, files: (size) => withSchemas(size, (index) => object({ kind: { const: `k${index}` }, value: { type: "integer" } }, ["kind"]), { Any: { oneOf: Array.from({ length: size }, (_, index) => ref(index)) } }) },
  { name: "objects, deep in place", size: 120, files: (size) => asyncapi({ components: { schemas: { Deep: nested(size, (inner) => object({ inner }), { type: "string" }) } } }) },
  { name: "files that refer to each other", size: 5_000, files: (size) => ({ ...asyncapi({ components: { schemas: { First: { $ref: "./f0.json" } } } }), ...Object.fromEntries(Array.from({ length: size }, (_, index) => [`f${index}.json`, object({ next: { $ref: `./f${(index + 1) % size}.json` }, far: { $ref: `./f${(index * 7) % size}.json` } })])) }) },
  { name: "an OpenAPI document that holds itself to every convention", size: 1_000, files: (size) => openapi(mapOf(size, (index) => list(index, page(20)))) },
  { name: "a list that is a chain of choices, each the one before twice", size: 30, files: (size) => openapi({ only: list(0, { allOf: [page(1), ref(size - 1)] }) }, Object.fromEntries(Array.from({ length: size }, (_, index) => [`S${index}`, index === 0 ? { type: "object" } : { anyOf: [ref(index - 1), ref(index - 1)] }]))) },
];

const problem = { $ref: "#/components/responses/Problem" };

function openapi(paths: Readonly<Record<string, unknown>>, schemas: object = {}): Readonly<Record<string, unknown>> {
  const conventions = ["problems", "idempotency-keys", "preconditions", "merge-patches", "pages", "limits", "names", "scopes", "long-work", "extensible-enumerations"];
  const header = { required: true, schema: { type: "string" } };
  const details = { type: "https://example.com/rate-limited", title: "Too many", status: 429 };
  const content = (examples: object) => ({ "application/problem+json": { schema: { $ref: "#/components/schemas/Details" }, examples } });
  const responses = {
    Limited: { description: "Too many.", "x-parley-problems": ["rate-limited"], headers: { "Retry-After": header, RateLimit: header, "RateLimit-Policy": header }, content: content({ limited: { value: details } }) },
    Problem: { description: "Any other.", "x-parley-problems": ["gone"], content: content({ gone: { value: { type: "https://example.com/gone", title: "Gone", status: 410 } } }) },
  };
  const entry = {
    openapi: "3.1.1",
    info: { title: "Growth", version: "1.0.0", "x-parley-conventions": conventions, "x-parley-problems": "./problems.json" },
    security: [{ token: ["read"] }],
    paths: Object.fromEntries(Object.entries(paths).map(([name, item]) => [`/${name}`, item])),
    components: {
      responses,
      schemas: { Details: object({ type: { type: "string" }, title: { type: "string" }, status: { type: "integer" } }, ["type", "title", "status"]), ...schemas },
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "The scope is `read`." } },
    },
  };
  const problems = [{ name: "rate-limited", title: "Too many", status: 429 }, { name: "gone", title: "Gone", status: 410 }];
  return { "entry.json": entry, "problems.json": { base: "https://example.com/", problems } };
}

function list(index: number, schema: object): object {
  const parameters = ["page-size", "cursor"].map((name) => ({ name, in: "query", schema: { type: "string" } }));
  const ok = { description: "A page.", content: { "application/json": { schema, examples: { none: { value: { items: [] } } } } } };
  const responses = { 200: ok, 429: { $ref: "#/components/responses/Limited" }, default: problem };
  return { get: { operationId: `list${index}`, "x-parley-pages": { parameter: "cursor", items: "/items", next: "/next" }, parameters, responses } };
}

/** A page with many other members. */
function page(size: number): object {
  return object({ ...mapOf(size, () => ({ type: "integer" })), items: { type: "array", maxItems: 9, items: { type: "string" } }, next: { type: "string" } });
}

function asyncapi(parts: object): Readonly<Record<string, unknown>> {
  return { "entry.json": { asyncapi: "3.0.0", info: { title: "Growth", version: "1.0.0" }, ...parts } };
}

function withSchemas(size: number, schema: (index: number) => unknown, others: object = {}): Readonly<Record<string, unknown>> {
  return asyncapi({ components: { schemas: { ...Object.fromEntries(Array.from({ length: size }, (_, index) => [`S${index}`, schema(index)])), ...others } } });
}

function channelOf(size: number, named = true): object {
  const messages = Object.fromEntries(Array.from({ length: size }, (_, index) => [`m${index}`, { payload: object({ kind: { const: `k${index}` }, body: { $ref: "#/components/schemas/Body" } }, ["kind"]) }]));
  const operations = Object.fromEntries(Array.from({ length: size / 2 }, (_, index) => [`o${index}`, { action: "receive", channel: { $ref: "#/channels/all" }, ...(named ? { messages: [{ $ref: `#/channels/all/messages/m${index * 2}` }, { $ref: `#/channels/all/messages/m${index * 2 + 1}` }] } : {}) }]));
  return { channels: { all: { address: "/all", messages } }, operations, components: { schemas: { Body: { type: "string" } } } };
}

function nested(depth: number, wrap: (inner: unknown) => unknown, core: unknown): unknown {
  let schema = core;
  for (let level = 0; level < depth; level += 1) schema = wrap(schema);
  return schema;
}

function mapOf<T>(size: number, value: (index: number) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [`key${index}`, value(index)]));
}

function object(properties: object, required: readonly string[] = []): object {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
}

function ref(index: number): object {
  return { $ref: `#/components/schemas/S${index}` };
}
