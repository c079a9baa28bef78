/** The words that a schema is written in. */
export interface SchemaDialect {
  readonly name: "2020-12" | "2019-09" | "draft-07" | "draft-04" | "openapi-3.0" | "openapi-3.1" | "asyncapi-3";
  /** In a sentence: `draft 7`. */
  readonly called: string;
  /** What stands beside a `$ref` does not count. */
  readonly refAlone: boolean;
  /** False where the metaschema leaves the vocabulary of validation out: its keywords demand nothing. */
  readonly asserts: boolean;
  /** What the metaschema says of `format`; absent where it leaves that to whoever compiles. */
  readonly formats?: "assert" | "annotate";
}

/** The dialects that are known without a metaschema. */
export const dialects = {
  latest: dialect("2020-12", "JSON Schema 2020-12"),
  draft2019: dialect("2019-09", "JSON Schema 2019-09"),
  draft7: dialect("draft-07", "JSON Schema draft 7", true),
  draft4: dialect("draft-04", "JSON Schema draft 4", true),
  openApi30: dialect("openapi-3.0", "OpenAPI 3.0", true),
  openApi31: dialect("openapi-3.1", "OpenAPI 3.1"),
  asyncApi: dialect("asyncapi-3", "AsyncAPI", true),
} as const;

/** The dialect that a `$schema` names, where it is one of the known. */
export function knownDialect(uri: string): SchemaDialect | undefined {
  const bare = uri.replace(/#$/, "").replace(/^https?:\/\//, "");
  if (bare === "json-schema.org/draft/2020-12/schema" || bare === "json-schema.org/schema") return dialects.latest;
  if (bare === "json-schema.org/draft/2019-09/schema") return dialects.draft2019;
  // What draft 6 says, draft 7 says the same.
  if (/^json-schema\.org\/draft-0[67]\/schema$/.test(bare)) return dialects.draft7;
  if (bare === "json-schema.org/draft-04/schema") return dialects.draft4;
  if (/^spec\.openapis\.org\/oas\/3\.[12]\/dialect\//.test(bare)) return dialects.openApi31;
  if (bare.startsWith("spec.openapis.org/oas/3.0/")) return dialects.openApi30;
  return /^asyncapi\.com\/(definitions|schema-store)\/3\./.test(bare) ? dialects.asyncApi : undefined;
}

/** The dialect that AsyncAPI's `schemaFormat` names; undefined for a format that is no JSON Schema. */
export function dialectOfFormat(format: string): SchemaDialect | undefined {
  const [, kind, version = ""] = /^application\/(vnd\.aai\.asyncapi|schema|vnd\.oai\.openapi)(?:\+(?:json|yaml))?(?:;\s*version=([^;]*).*)?$/.exec(format) ?? [];
  if (kind === "vnd.aai.asyncapi") return dialects.asyncApi;
  if (kind === "vnd.oai.openapi") return version.startsWith("3.0") ? dialects.openApi30 : dialects.openApi31;
  if (kind !== "schema") return undefined;
  return version === "" ? dialects.draft7 : knownDialect(`http://json-schema.org/${version.startsWith("20") ? "draft/" : ""}${version}/schema`);
}

function dialect(name: SchemaDialect["name"], called: string, refAlone = false): SchemaDialect {
  return { name, called, refAlone, asserts: true };
}
