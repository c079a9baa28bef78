import type { SchemaDialect } from "../document/known-dialects.js";

/** What a keyword does in a dialect: demands something, says something, or neither. Undefined where the dialect does not have it. */
export type Use = "assert" | "note" | "silent" | undefined;

export function useOf(dialect: SchemaDialect, keyword: string): Use {
  const use = uses.get(dialect.name)?.get(keyword);
  return !dialect.asserts && validation.has(keyword) ? "silent" : use;
}

/** True for a keyword of any dialect. */
export function isKeyword(keyword: string): boolean {
  return [...uses.values()].some((known) => known.has(keyword));
}

/** Whether a list under `items` is a tuple. */
export function hasTuples({ name }: SchemaDialect): boolean {
  return name === "draft-04" || name === "draft-07" || name === "2019-09" || name === "asyncapi-3";
}

const words = (text: string): readonly string[] => text.split(" ");

/** The keywords of the vocabulary of validation: where a metaschema leaves it out, they demand nothing. */
const validation: ReadonlySet<string> = new Set(
  words(
    "type enum const multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern minItems maxItems uniqueItems " +
      "minContains maxContains required minProperties maxProperties dependentRequired",
  ),
);

const shared = {
  assert: words(
    "$ref type enum multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern format items minItems maxItems uniqueItems " +
      "properties required additionalProperties minProperties maxProperties allOf anyOf oneOf not",
  ),
  note: words("title description default x-parley-provenance x-parley-enumerates x-parley-closed x-parley-under-way x-parley-told-by"),
};

const sinceDraft7 = {
  assert: words("const contains patternProperties propertyNames if then else"),
  note: words("examples readOnly writeOnly $defs definitions contentEncoding contentMediaType"),
  silent: words("$schema $id $comment"),
};

const since2019 = {
  assert: words("dependentRequired dependentSchemas minContains maxContains unevaluatedItems unevaluatedProperties"),
  note: words("deprecated contentSchema"),
  silent: words("$anchor $vocabulary $recursiveAnchor"),
};

// `dependencies` was taken out of the language, and still means what it did where it is written.
const in2020 = { assert: words("prefixItems $dynamicRef dependencies"), note: [], silent: words("$dynamicAnchor") };

const openApi = { assert: [], note: words("discriminator"), silent: words("xml example externalDocs") };

interface Vocabulary {
  readonly assert: readonly string[];
  readonly note: readonly string[];
  readonly silent?: readonly string[];
}

const uses: ReadonlyMap<SchemaDialect["name"], ReadonlyMap<string, Use>> = new Map([
  ["draft-04", tableOf(shared, { assert: words("additionalItems dependencies patternProperties"), note: words("definitions"), silent: words("$schema id") })],
  ["draft-07", tableOf(shared, sinceDraft7, { assert: words("additionalItems dependencies"), note: [] })],
  ["asyncapi-3", tableOf(shared, sinceDraft7, { assert: words("additionalItems dependencies"), note: words("deprecated discriminator"), silent: words("externalDocs") })],
  ["2019-09", tableOf(shared, sinceDraft7, since2019, { assert: words("additionalItems"), note: [] })],
  ["2020-12", tableOf(shared, sinceDraft7, since2019, in2020)],
  ["openapi-3.1", tableOf(shared, sinceDraft7, since2019, in2020, openApi)],
  ["openapi-3.0", tableOf(shared, openApi, { assert: words("nullable"), note: words("readOnly writeOnly deprecated") })],
]);

function tableOf(...vocabularies: readonly Vocabulary[]): ReadonlyMap<string, Use> {
  const table = new Map<string, Use>();
  for (const { assert, note, silent = [] } of vocabularies) {
    for (const keyword of assert) table.set(keyword, "assert");
    for (const keyword of note) table.set(keyword, "note");
    for (const keyword of silent) table.set(keyword, "silent");
  }
  return table;
}
