import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";

/** Why a value is not valid: one demand of a schema that it does not meet. */
export interface Issue {
  /** JSON pointer inside the value. */
  readonly pointer: string;
  readonly keyword: string;
  /** `>= 90` */
  readonly expected: string;
  /** `30` */
  readonly found: string;
  /** Where the demand is written: `specs/common/expires.yaml#/minimum`. */
  readonly at: string;
}

/** Judges a part of the value by another schema; what that judges of the value's members is added where it is wanted. */
export type Judge = (schema: SchemaId, value: Json, pointer: string, evaluated?: Set<string>) => readonly Issue[];

/** What the parts of the evaluator are given: one value, at its place, and one schema. */
export interface Visit<Value extends Json> {
  readonly schema: Schema;
  readonly value: Value;
  readonly pointer: string;
  readonly judge: Judge;
  /** Takes the names of members, and the indices of items, that the schema judges; absent where nothing asks for them. */
  readonly evaluated?: Set<string> | undefined;
  /** The schema of an id, for those that must know more of it than its verdict. */
  readonly schemaOf: (id: SchemaId) => Schema | undefined;
}

/** An issue of the visited value, or of a part of it. */
export function issue(visit: Visit<Json>, keyword: string, expected: string, found: string, pointer = visit.pointer): Issue {
  const { id } = visit.schema;
  return { pointer, keyword, expected, found, at: `${id}${id.includes("#") ? "" : "#"}/${keyword}` };
}
