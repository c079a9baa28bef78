import type { Json } from "@parley/compiler";
import type { Declaration } from "./declaration.js";

/** What a type of TypeScript can say of a schema. */
export type Shape =
  | { readonly kind: "unknown" | "never" | "string" | "number" | "boolean" | "null" }
  | { readonly kind: "literal"; readonly value: Json }
  /** An enumeration that may grow: known values, and any other text. */
  | { readonly kind: "extensible"; readonly values: readonly string[] }
  | { readonly kind: "reference"; readonly to: Declaration }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[]; readonly required: number; readonly rest?: Shape }
  /** An object of which only the values' shape is known. */
  | { readonly kind: "map"; readonly of: Shape }
  | ObjectShape
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  /** `tagged`: the last part only says by which value of a member the first is told apart. */
  | { readonly kind: "intersection"; readonly of: readonly Shape[]; readonly tagged?: true };

export interface ObjectShape {
  readonly kind: "object";
  readonly members: readonly Member[];
  /** False where the schema has properties but does not say that the value is an object. */
  readonly typed: boolean;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated: boolean;
}

export const unknownShape: Shape = { kind: "unknown" };
export const neverShape: Shape = { kind: "never" };

/** True for the members that TypeScript sees in every object: those of the type `object`. */
export function isAnyway(name: string): boolean {
  return name in Object.prototype && !name.startsWith("__");
}

/** The shape of what has one of these shapes. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === "union" ? shape.of : [shape])).filter((shape) => shape.kind !== "never");
  if (flat.some((shape) => shape.kind === "unknown")) return unknownShape;
  const distinct = [...new Map([...flat].reverse().map((shape) => [textOf(shape), shape])).values()].reverse();
  const wide = new Set(distinct.map((shape) => shape.kind));
  const kept = distinct.filter((shape) => !(shape.kind === "literal" && wide.has(kindOfLiteral(shape.value))));
  const [only] = kept;
  if (only === undefined) return neverShape;
  return kept.length === 1 ? only : { kind: "union", of: kept };
}

export function sameShape(one: Shape, other: Shape): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind) return false;
  if (one.kind === "reference" && other.kind === "reference") return one.to === other.to;
  return textOf(one) === textOf(other);
}

/** The kind of shape that a literal is a case of. */
export function kindOfLiteral(value: Json): Shape["kind"] {
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "list" : "object";
  return typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean";
}

function textOf(shape: Shape): string {
  return JSON.stringify(shape, (key, value: unknown) => (key === "to" && isNamed(value) ? `${value.name} ${value.part.types}` : value));
}

function isNamed(value: unknown): value is Declaration {
  return typeof value === "object" && value !== null && "name" in value && "part" in value;
}
