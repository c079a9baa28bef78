import fc from "fast-check";

export const oddNames = ["a", "b", "c", "ab", "__proto__", "constructor", "toString", "", "a b", "\u{1f600}", "length", "value", "0"];

const scalars = [null, true, false, 0, 1, 2, -1, 1.5, 0.5, 10, "", "a", "ab", "abc", "b", "\u{1f600}", "\u{1f600}a", "x"];

const patterns = ["^a", "b$", "^[ab]*$", "^.$", "a|b", "^(?!a)", "\\d", "^$", "^\\p{L}+$", "["].filter((each) => each !== "[");

/** Values for `const` and `enum`. */
const constant = fc.oneof(
  { arbitrary: fc.constantFrom<unknown>(...scalars), weight: 5 },
  fc.constantFrom<unknown>([], [1], ["a", 1], {}, { a: 1 }, { a: { b: [null] } }, [{ a: 1 }]),
);

const name = fc.oneof({ arbitrary: fc.constantFrom("a", "b", "c", "ab"), weight: 5 }, fc.constantFrom(...oddNames));

const small = fc.integer({ min: 0, max: 3 });

const bound = fc.constantFrom(-1, 0, 1, 1.5, 2, 10);

type Keyword = readonly [string, unknown];

const assertions: readonly fc.Arbitrary<Keyword>[] = [
  fc.constantFrom("object", "array", "string", "integer").map((type) => ["type", type] as const),
  fc.uniqueArray(constant, { minLength: 1, maxLength: 4, comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b) }).map((values) => ["enum", values] as const),
  fc.constantFrom(1, 2, 0.5, 3, 0.1).map((by) => ["multipleOf", by] as const),
  ...["minimum", "maximum"].map((keyword) => bound.map((each) => [keyword, each] as const)),
  ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"].map((keyword) => small.map((each) => [keyword, each] as const)),
  fc.constantFrom(...patterns).map((pattern) => ["pattern", pattern] as const),
  fc.boolean().map((unique) => ["uniqueItems", unique] as const),
  fc.uniqueArray(name, { minLength: 1, maxLength: 2 }).map((names) => ["required", names] as const),
];

/** Assertions of JSON Schema, not of OpenAPI 3.0. */
const schemaAssertions: readonly fc.Arbitrary<Keyword>[] = [
  fc.subarray(["null", "boolean", "object", "array", "number", "integer", "string"], { minLength: 1, maxLength: 3 }).map((types) => ["type", types.length === 1 ? types[0] : types] as const),
  constant.map((value) => ["const", value] as const),
  ...["exclusiveMinimum", "exclusiveMaximum"].map((keyword) => bound.map((each) => [keyword, each] as const)),
];

/** Those of OpenAPI 3.0, not of JSON Schema. */
const openApiAssertions: readonly fc.Arbitrary<Keyword>[] = [
  fc.constantFrom("boolean", "number").map((type) => ["type", type] as const),
  ...["exclusiveMinimum", "exclusiveMaximum", "nullable", "nullable"].map((keyword) => fc.boolean().map((each) => [keyword, each] as const)),
];

/** Assertions of 2020-12 alone. */
const newAssertions: readonly fc.Arbitrary<Keyword>[] = [
  fc.array(fc.tuple(name, fc.uniqueArray(name, { maxLength: 2 })), { minLength: 1, maxLength: 2 }).map((entries) => ["dependentRequired", record(entries)] as const),
];

export type RandomDialect = "2020-12" | "draft-07" | "openapi-3.0";

/**
 * Schemas of every keyword, that refer to one another as `S0.json`, `S1.json` ... A reference that judges the same value leads to a schema before it,
 * so that none is a ring; one to a member or an item leads anywhere.
 */
export function randomSchemas(dialect: RandomDialect, count: number, seed: number): readonly (readonly [name: string, schema: object])[] {
  const written = fc.sample(arbitraryOf(dialect), { numRuns: count, seed });
  return written.map((schema, index) => [`S${index}`, settled(dialect === "openapi-3.0" ? withItems(schema) : schema, index, count) as object]);
}

function arbitraryOf(dialect: RandomDialect): fc.Arbitrary<object> {
  const isNew = dialect === "2020-12";
  const isOpenApi = dialect === "openapi-3.0";
  const own = isOpenApi ? openApiAssertions : [...schemaAssertions, ...(isNew ? newAssertions : [])];
  const { root } = fc.letrec<{ schema: unknown; child: unknown; root: object }>((tie) => {
    // A schema for the same value, and one for a part of it.
    const [same, part] = [tie("schema"), tie("child")];
    const list = (each: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> => fc.array(each, { minLength: 1, maxLength: 3 });
    const map = (each: fc.Arbitrary<unknown>, keys: fc.Arbitrary<string>): fc.Arbitrary<object> => fc.array(fc.tuple(keys, each), { minLength: 1, maxLength: 3 }).map(record);
    const keyword = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Keyword> => value.map((each) => [key, each] as const);
    const shared: readonly fc.Arbitrary<Keyword>[] = [
      keyword("properties", map(part, name)), keyword("properties", map(part, name)), keyword("additionalProperties", fc.oneof(part, fc.boolean())), keyword("items", part),
      keyword("allOf", list(same)), keyword("anyOf", list(same)), keyword("oneOf", list(same)), keyword("not", same), keyword("$ref", fc.nat(99)),
    ];
    const ofSchema: readonly fc.Arbitrary<Keyword>[] = [
      keyword("patternProperties", map(part, fc.constantFrom(...patterns))), keyword("propertyNames", part), keyword("contains", part), keyword("if", same), keyword("then", same), keyword("else", same),
    ];
    const newest: readonly fc.Arbitrary<Keyword>[] = [
      keyword("prefixItems", list(part)), keyword("minContains", small), keyword("maxContains", small), keyword("dependentSchemas", map(same, name)), keyword("unevaluatedProperties", part),
      keyword("unevaluatedItems", part), keyword("unevaluatedProperties", fc.constant(false)), keyword("unevaluatedItems", fc.constant(false)),
    ];
    const oldest: readonly fc.Arbitrary<Keyword>[] = [
      keyword("items", list(part)), keyword("additionalItems", part), keyword("dependencies", map(same, name)), keyword("dependencies", map(fc.array(name, { maxLength: 2 }), name)),
    ];
    const applicators = isOpenApi ? shared : [...shared, ...ofSchema, ...(isNew ? newest : oldest)];
    const all = fc.oneof(fc.oneof(...assertions, ...own), fc.oneof(...applicators));
    const object = (few: fc.Arbitrary<Keyword>, maxLength: number): fc.Arbitrary<object> => fc.array(few, { minLength: 1, maxLength }).map(record);
    const tiny = object(fc.oneof(...assertions, ...own), 2);
    // OpenAPI 3.0 has boolean schemas in one place alone.
    const leaf = isOpenApi ? tiny : fc.oneof({ arbitrary: tiny, weight: 6 }, fc.boolean());
    return {
      schema: fc.oneof({ maxDepth: 3, depthSize: "small", withCrossShrink: false }, leaf, object(all, 3)),
      child: fc.oneof({ maxDepth: 3, depthSize: "small" }, leaf, object(all, 3), fc.nat(99).map((to) => ({ $refBelow: to }))),
      root: object(all, 5),
    };
  });
  return root;
}

/** OpenAPI 3.0.3: "items MUST be present if the type is array". */
function withItems(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withItems);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, key === "enum" ? value : withItems(value)] as const);
  return record(Reflect.get(schema, "type") === "array" && !("items" in schema) ? [...entries, ["items", {}]] : entries);
}

/** References by number become references by name. */
function settled(schema: unknown, index: number, count: number): unknown {
  if (Array.isArray(schema)) return schema.map((each) => settled(each, index, count));
  if (typeof schema !== "object" || schema === null) return schema;
  return record(
    Object.entries(schema).flatMap(([key, value]): Keyword[] => {
      if (key === "$refBelow") return [["$ref", `./S${Number(value) % count}.json`]];
      if (key === "$ref" && typeof value === "number") return index === 0 ? [] : [["$ref", `./S${value % index}.json`]];
      return [[key, key === "const" || key === "enum" ? value : settled(value, index, count)]];
    }),
  );
}

/** An object whose every key is its own, `__proto__` too. */
export function record(entries: readonly (readonly [string, unknown])[]): object {
  const made: object = {};
  for (const [key, value] of entries) Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  return made;
}
