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
  const known = found.get(schemas) ?? new Map<string, readonly Constants[]>();
  found.set(schemas, known);
  return alternatives({ schemas, known }, id, 0);
}

// Several rules ask for the same messages, and schemas are shared: each is looked through once for each depth.
const found = new WeakMap<ReadonlyMap<SchemaId, Schema>, Map<string, readonly Constants[]>>();

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

interface Search {
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  /** By depth and id, with pointers relative to the schema. */
  readonly known: Map<string, readonly Constants[]>;
}

function alternatives(search: Search, id: SchemaId, depth: number): readonly Constants[] {
  const key = `${depth} ${id}`;
  const before = search.known.get(key);
  if (before !== undefined) return before;
  // What leads back to itself adds nothing.
  search.known.set(key, [nothing]);
  const rules = search.schemas.get(id)?.rules;
  const sets = rules === undefined ? [nothing] : look(search, rules, depth);
  search.known.set(key, sets);
  return sets;
}

function look(search: Search, rules: Rules, depth: number): readonly Constants[] {
  const { all, choices } = branchesOf(rules);
  let sets: readonly Constants[] = [own(rules)];
  for (const one of all) sets = both(sets, alternatives(search, one, depth));
  if (depth === 0) {
    for (const branches of choices) sets = both(sets, branches.flatMap((one) => alternatives(search, one, depth)));
  }
  if (depth < maxDepth) {
    for (const { name, schema } of rules.properties ?? []) {
      const pointer = `/${escapeToken(name)}`;
      sets = both(sets, alternatives(search, schema, depth + 1).map((one) => below(pointer, one)));
    }
  }
  return sets;
}

function below(pointer: string, { values, required }: Constants): Constants {
  if (values.size === 0 && required.size === 0) return nothing;
  return {
    values: new Map([...values].map(([inner, allowed]) => [pointer + inner, allowed])),
    required: new Set([...required].map((inner) => pointer + inner)),
  };
}

function own(rules: Rules): Constants {
  const allowed = rules.const === undefined ? rules.enum : [rules.const.value];
  return {
    values: new Map(allowed === undefined ? [] : [["", new Set(allowed.map(canonicalJson))]]),
    required: new Set((rules.required ?? []).map((name) => `/${escapeToken(name)}`)),
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
