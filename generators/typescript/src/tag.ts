import type { Json, Protocol, SchemaId } from "@parley/compiler";
import { requiredConstants } from "./constant.js";
import { sameJson } from "./same-json.js";

/** The property by which the branches of a union are told apart, and its value in each. */
export interface Tag {
  readonly name: string;
  readonly values: readonly Json[];
}

/** A property that every branch requires with a constant of its own; undefined where there is none. */
export function tagOf(protocol: Protocol, branches: readonly SchemaId[]): Tag | undefined {
  const constants = branches.map((id) => requiredConstants(protocol, id));
  for (const name of constants[0]?.keys() ?? []) {
    const values = constants.map((of) => of.get(name));
    if (branches.length > 1 && values.every((value): value is Json => value !== undefined) && areDistinct(values)) return { name, values };
  }
  return undefined;
}

function areDistinct(values: readonly Json[]): boolean {
  return values.every((value, index) => !values.slice(index + 1).some((other) => sameJson(value, other)));
}
