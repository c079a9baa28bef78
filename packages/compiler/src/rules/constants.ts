import type { Rules, Schema, SchemaId } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { canonicalJson } from "./json-value.js";
import { branchesOf } from "./property-lookup.js";

/** What a schema, or one alternative of it, says for certain of every valid value. */
export interface Constants {
  /** Canonical JSON of the only values that there may be, by pointer. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pointers of properties that must be there where their object is. */
  readonly required: ReadonlySet<string>;
}

/** The constants of a schema, through `$ref` and `allOf`: one set for each alternative that its unions leave open. */
export function constantsOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId): readonly Constants[] {
  const known = found.get(schemas) ?? new Map<SchemaId, readonly Constants[]>();
  found.set(schemas, known);
  const constants = known.get(id) ?? alternatives(schemas, id, "", 0, new Set());
  known.set(id, constants);
  return constants;
}

// Several rules ask for the same messages.
const found = new WeakMap<ReadonlyMap<SchemaId, Schema>, Map<SchemaId, readonly Constants[]>>();

/** Whether every valid value has the property. */
export function isRequired(constants: Constants, pointer: string): boolean {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
    if (!constants.required.has(pointer.slice(0, end))) return false;
  }
  return true;
}

/** The constant that a pointer has in every alternative. */
export function constantAt(all: readonly Constants[], pointer: string): string | undefined {
  const found = new Set(all.map((one) => (isRequired(one, pointer) ? only(one.values.get(pointer)) : undefined)));
  return only(found);
}

// A deeper constant is no sign of a message, and more alternatives than this are not told apart by people either.
const maxDepth = 2;
const maxAlternatives = 64;

const nothing: Constants = { values: new Map(), required: new Set() };

function alternatives(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, pointer: string, depth: number, passed: ReadonlySet<SchemaId>): readonly Constants[] {
  const rules = schemas.get(id)?.rules;
  if (rules === undefined || passed.has(id)) return [nothing];
  const inside = new Set(passed).add(id);
  const { all, choices } = branchesOf(rules);
  let sets: readonly Constants[] = [own(rules, pointer)];
  for (const one of all) sets = both(sets, alternatives(schemas, one, pointer, depth, inside));
  if (depth === 0) {
    for (const branches of choices) sets = both(sets, branches.flatMap((one) => alternatives(schemas, one, pointer, depth, inside)));
  }
  if (depth < maxDepth) {
    for (const { name, schema } of rules.properties ?? []) {
      sets = both(sets, alternatives(schemas, schema, `${pointer}/${escapeToken(name)}`, depth + 1, new Set()));
    }
  }
  return sets;
}

function own(rules: Rules, pointer: string): Constants {
  const allowed = rules.const === undefined ? rules.enum : [rules.const.value];
  return {
    values: new Map(allowed === undefined ? [] : [[pointer, new Set(allowed.map(canonicalJson))]]),
    required: new Set((rules.required ?? []).map((name) => `${pointer}/${escapeToken(name)}`)),
  };
}

// What is so by both: each alternative of the one with each of the other.
function both(one: readonly Constants[], other: readonly Constants[]): readonly Constants[] {
  if (one.length * other.length > maxAlternatives) return one;
  return one.flatMap((left) => other.map((right) => join(left, right)));
}

function join(left: Constants, right: Constants): Constants {
  if (right.values.size === 0 && right.required.size === 0) return left;
  const values = new Map(left.values);
  for (const [pointer, allowed] of right.values) {
    const before = values.get(pointer);
    values.set(pointer, before === undefined ? allowed : new Set([...before].filter((value) => allowed.has(value))));
  }
  return { values, required: new Set([...left.required, ...right.required]) };
}

function only<T>(set: ReadonlySet<T> | undefined): T | undefined {
  return set?.size === 1 ? set.values().next().value : undefined;
}
