import type { Json } from "./json.js";
import type { Origin } from "./origin.js";

/** Names a schema by the place it is written: `specs/common/address.yaml#/properties/uri`. */
export type SchemaId = string;

/** One schema object, exactly as written. Never dereferenced: other schemas are named by their id. */
export interface Schema {
  readonly id: SchemaId;
  /** The author's name for it (`Address`); absent for a schema written in place. */
  readonly name?: string;
  readonly origin: Origin;
  readonly notes: Notes;
  readonly rules: Rules;
}

/** What a schema says to people: it never rejects a value. */
export interface Notes {
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  /** `x-parley-provenance`: where the schema comes from (`rfc-9457`, `project`, ...). */
  readonly provenance?: string;
  /** `x-parley-enumerates`: what of the registry its enumeration repeats, name by name. */
  readonly enumerates?: "problems" | "causes";
  /** `x-parley-under-way`: of the states of a resource, those in which its work goes on. */
  readonly underWay?: readonly string[];
  /** `x-parley-closed`: why its enumeration never grows. */
  readonly closed?: string;
  /** `x-parley-told-by`: of a state that is told in parts, by which member the entries of each list in it are told apart. */
  readonly toldBy?: { readonly [list: string]: string };
  readonly discriminator?: Discriminator;
  /** `base64`: how bytes are written in the text. */
  readonly contentEncoding?: string;
  /** What the text, or the bytes in it, are: `application/json`. */
  readonly contentMediaType?: string;
  readonly contentSchema?: SchemaId;
}

/**
 * The member whose value says which branch of a union is meant. It rejects nothing: JSON Schema and OpenAPI let it change no verdict. Types
 * follow it; a validator may take the short way only where constants of the branches prove that the verdict is the same.
 */
export interface Discriminator {
  readonly property: string;
  /** Values and the branches that they name: those that are written, then those that the names of the branches imply. */
  readonly mapping: readonly { readonly value: string; readonly schema: SchemaId }[];
  /** The branch where the member is absent or names none (OpenAPI 3.2). */
  readonly fallback?: SchemaId;
}

export type JsonType = "null" | "boolean" | "object" | "array" | "number" | "integer" | "string";

/**
 * What a schema demands: every assertion of JSON Schema 2020-12, under the keyword's own name. Other dialects are said in its words
 * (`nullable` is a type, `dependencies` are two keywords), and a `$dynamicRef` is the `ref` that it is where the schema is reached.
 */
export interface Rules {
  /** The schemas `true` and `false`. */
  readonly always?: boolean;
  readonly ref?: SchemaId;
  readonly type?: readonly JsonType[];
  readonly enum?: readonly Json[];
  /** Boxed, because `const: null` is a rule too. */
  readonly const?: { readonly value: Json };

  readonly multipleOf?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;

  readonly items?: SchemaId;
  /** Every item that no rule of this schema, or of a schema that it applies to the same value, has judged. */
  readonly unevaluatedItems?: SchemaId;
  readonly prefixItems?: readonly SchemaId[];
  readonly contains?: SchemaId;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  readonly properties?: readonly Property[];
  readonly required?: readonly string[];
  readonly patternProperties?: readonly PatternProperty[];
  readonly additionalProperties?: SchemaId;
  /** Every member that no rule of this schema, or of a schema that it applies to the same value, has judged. */
  readonly unevaluatedProperties?: SchemaId;
  readonly propertyNames?: SchemaId;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: readonly { readonly property: string; readonly required: readonly string[] }[];
  readonly dependentSchemas?: readonly Property[];

  readonly allOf?: readonly SchemaId[];
  readonly anyOf?: readonly SchemaId[];
  readonly oneOf?: readonly SchemaId[];
  readonly not?: SchemaId;
  readonly if?: SchemaId;
  readonly then?: SchemaId;
  readonly else?: SchemaId;
}

/** A declared property, in the author's order. */
export interface Property {
  readonly name: string;
  readonly schema: SchemaId;
}

export interface PatternProperty {
  readonly pattern: string;
  readonly schema: SchemaId;
}
