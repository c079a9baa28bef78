/** A document by its size, as files in memory, the entry first. */
export interface GrowingDocument {
  readonly name: string;
  readonly size: number;
  readonly files: (size: number) => Readonly<Record<string, unknown>>;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Shapes that each grow in one way: schemas, references, files, or operations times messages. */
export const growing: readonly GrowingDocument[] = [
  { name: "schemas that stand alone", size: 500, files: (size) => schemas(size, () => object({ id: { type: "integer", minimum: 0 }, name: { type: "string", maxLength: 20 } })) },
  { name: "references to one schema", size: 1_000, files: (size) => schemas(1, () => ({ type: "string" }), { All: object(mapOf(size, () => ref(0))) }) },
  { name: "diamonds, each upon the one before", size: 500, files: (size) => schemas(size, (index) => (index === 0 ? { type: "string" } : object({ a: ref(index - 1), b: ref(index - 1) }))) },
  { name: "one cycle of schemas", size: 500, files: (size) => schemas(size, (index) => object({ next: ref((index + 1) % size), value: { type: "integer" } })) },
  { name: "a chain of allOf", size: 50, files: (size) => schemas(size, (index) => (index === 0 ? { type: "object" } : { allOf: [ref(index - 1), object({ [`p${index}`]: { type: "integer" } })] })) },
  { name: "one oneOf with a discriminating constant", size: 250, files: (size) => schemas(size, (index) => object({ kind: { const: `k${index}` }, value: { type: "integer" } }, ["kind"]), { Any: { oneOf: listOf(size, ref) } }) },
  { name: "members of one object", size: 1_000, files: (size) => schemas(1, () => object(mapOf(size, () => ({ type: "integer" })))) },
  { name: "one channel, operations that name their messages", size: 100, files: (size) => channel(size, true) },
  { name: "one channel, operations that name no message", size: 100, files: (size) => channel(size, false) },
  { name: "channels with an operation each", size: 100, files: channels },
  { name: "operations of OpenAPI", size: 100, files: openapi },
  {
    name: "files that refer to each other",
    size: 250,
    files: (size) => ({
      ...asyncapi({ components: { schemas: { First: { $ref: "./f0.json" } } } }),
      ...Object.fromEntries(listOf(size, (index) => [`f${index}.json`, object({ next: { $ref: `./f${(index + 1) % size}.json` }, far: { $ref: `./f${(index * 7) % size}.json` } })] as const)),
    }),
  },
];

/** As many messages as the size, half as many operations: without names each operation takes all messages of its channel. */
function channel(size: number, named: boolean): JsonObject {
  const names = (index: number): object => ({ messages: [messageOf(index * 2), messageOf(index * 2 + 1)] });
  const operation = (index: number): object => ({ action: "receive", channel: { $ref: "#/channels/all" }, ...(named ? names(index) : {}) });
  const operations = Object.fromEntries(listOf(size / 2, (index) => [`o${index}`, operation(index)] as const));
  return asyncapi({ channels: { all: { address: "/all", messages: messages(size) } }, operations });
}

function messageOf(index: number): object {
  return { $ref: `#/channels/all/messages/key${index}` };
}

function channels(size: number): JsonObject {
  const operation = (index: number): object => ({ action: index % 2 === 0 ? "send" : "receive", channel: { $ref: `#/channels/key${index}` } });
  return asyncapi({
    channels: mapOf(size, (index) => ({ address: `/c${index}`, messages: messages(2) })),
    operations: Object.fromEntries(listOf(size, (index) => [`o${index}`, operation(index)] as const)),
  });
}

function messages(size: number): JsonObject {
  return mapOf(size, (index) => ({ payload: object({ kind: { const: `k${index}` }, body: { type: "string" } }, ["kind"]) }));
}

function openapi(size: number): JsonObject {
  const content = (index: number): object => ({ "application/json": { schema: ref(index) } });
  const item = (index: number): object => ({
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    get: { operationId: `get${index}`, responses: { 200: { description: "found", content: content(index) } } },
    put: { operationId: `put${index}`, requestBody: { content: content(index) }, responses: { 204: { description: "kept" } } },
  });
  const paths = Object.fromEntries(listOf(size, (index) => [`/things${index}/{id}`, item(index)] as const));
  const things = Object.fromEntries(listOf(size, (index) => [`S${index}`, object({ name: { type: "string" } })] as const));
  return { "entry.json": { openapi: "3.1.0", info: { title: "Growth", version: "1.0.0" }, paths, components: { schemas: things } } };
}

function schemas(size: number, schema: (index: number) => unknown, others: object = {}): JsonObject {
  return asyncapi({ components: { schemas: { ...Object.fromEntries(listOf(size, (index) => [`S${index}`, schema(index)] as const)), ...others } } });
}

function asyncapi(parts: object): JsonObject {
  return { "entry.json": { asyncapi: "3.0.0", info: { title: "Growth", version: "1.0.0" }, ...parts } };
}

function object(properties: object, required: readonly string[] = []): object {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
}

function mapOf<T>(size: number, value: (index: number) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(listOf(size, (index) => [`key${index}`, value(index)] as const));
}

function listOf<T>(size: number, value: (index: number) => T): readonly T[] {
  return Array.from({ length: size }, (_, index) => value(index));
}

function ref(index: number): object {
  return { $ref: `#/components/schemas/S${index}` };
}
