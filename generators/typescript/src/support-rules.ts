import { section, type SupportSection } from "./support-section.js";

/** What generated validators say of a value, and the table of rules as generated code holds it. */
export const ruleSections: readonly SupportSection[] = [
  section("Issue", [], String.raw`
/** One reason why a value is not valid. */
export interface Issue {
  /** JSON pointer of the wrong place in the value; empty for the value itself. */
  readonly pointer: string;
  /** The JSON Schema keyword that does not hold: "minimum". */
  readonly keyword: string;
  readonly expected: string;
  readonly found: string;
  /** Where the specification says so. */
  readonly at: string;
}
`, "type"),
  section("Rules", ["Schema", "Pattern"], String.raw`
/** What a schema of the specification demands, under the names of its keywords. */
export interface Rules {
  /** Where it is written; absent for a part of the table that holds it. */
  readonly at?: string;
  /** True for the schema false: no value is valid. */
  readonly never?: boolean;
  readonly $ref?: Schema;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly multipleOf?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: Pattern;
  readonly format?: string;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly unevaluatedItems?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly patternProperties?: readonly { readonly pattern: Pattern; readonly schema: Schema }[];
  readonly additionalProperties?: Schema;
  readonly unevaluatedProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: { readonly [name: string]: readonly string[] };
  readonly dependentSchemas?: { readonly [name: string]: Schema };
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** The property, and its value in each branch, by which the branches of oneOf are told apart. */
  readonly tag?: { readonly name: string; readonly values: readonly unknown[] };
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}
`, "type"),
  section("Schema", ["Rules"], String.raw`
/** A schema inside another one: written in place, true or false, or the table of a named one. */
export type Schema = Rules | boolean | (() => Rules);
`, "type"),
];
