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
];

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
