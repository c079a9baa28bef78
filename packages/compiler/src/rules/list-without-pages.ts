import type { ListWithoutPages } from "../diagnostics/convention-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { heldOperations, successesOf, type HeldOperation } from "./held-operations.js";
import { keyPlaceOf } from "./place.js";
import { branchesOf, lookUp, typesOf } from "./property-lookup.js";

/**
 * List without pages: the convention `pages`.
 *
 * A GET that answers with a list answers page by page: it takes `page-size` and `cursor`, says in `x-parley-pages` how it is followed, and a page
 * has an end. A list is an object with `items`, or one with `next` and the entries under another name; a bare list has no way on.
 *
 * @see specs/README.md, "Conventions"
 */
export function* listWithoutPages(protocol: Protocol): Iterable<Diagnostic> {
  for (const held of heldOperations(protocol, "pages")) {
    if (held.http.method !== "get") continue;
    for (const { schema } of successesOf(held.http).flatMap(({ content }) => content)) {
      if (schema === undefined) continue;
      for (const [place, fault] of faultsOf(protocol.schemas, held, schema)) yield diagnostic("list-without-pages", place, fault);
    }
  }
}

function* faultsOf(schemas: ReadonlyMap<SchemaId, Schema>, { operation: { name, origin }, http }: HeldOperation, body: SchemaId): Iterable<readonly [Location, ListWithoutPages]> {
  const operation = name;
  if (isList(schemas, [body])) {
    yield [origin, { fault: "bare", operation }];
    return;
  }
  const entries = entriesOf(schemas, body, http.pages?.items);
  if (entries === undefined) return;
  if (http.pages === undefined) yield [origin, { fault: "untold", operation }];
  const queries = http.parameters.filter((one) => one.in === "query").map((one) => one.name);
  for (const parameter of ["page-size", "cursor"].filter((one) => !queries.includes(one))) {
    yield [keyPlaceOf(origin, "/parameters"), { fault: "parameter", operation, parameter, near: nearest(parameter, queries) }];
  }
  if (!entries.some((id) => isBounded(schemas, id, new Set()))) yield [schemas.get(entries[0] ?? body)?.origin ?? origin, { fault: "endless", operation }];
}

/** The schemas of the entries of a page; undefined where the body is no list. */
function entriesOf(schemas: ReadonlyMap<SchemaId, Schema>, body: SchemaId, told: string | undefined): readonly SchemaId[] | undefined {
  const named = lookUp(schemas, body, told ?? "/items").schemas;
  if (isList(schemas, named)) return named;
  const properties = propertiesOf(schemas, body);
  return properties.has("next") ? [...properties.values()].find((ids) => isList(schemas, ids)) : undefined;
}

/** All that a body may have, by itself and in its branches. */
function propertiesOf(schemas: ReadonlyMap<SchemaId, Schema>, body: SchemaId): ReadonlyMap<string, readonly SchemaId[]> {
  const found = new Map<string, SchemaId[]>();
  const passed = new Set([body]);
  for (const id of passed) {
    const rules = schemas.get(id)?.rules ?? {};
    for (const { name, schema } of rules.properties ?? []) found.set(name, [...(found.get(name) ?? []), schema]);
    const { all, choices } = branchesOf(rules);
    for (const branch of [...all, ...choices.flat()]) passed.add(branch);
  }
  return found;
}

function isList(schemas: ReadonlyMap<SchemaId, Schema>, ids: readonly SchemaId[]): boolean {
  return typesOf(schemas, ids)?.join() === "array";
}

function isBounded(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, passed: Set<SchemaId>): boolean {
  const rules = schemas.get(id)?.rules;
  if (rules === undefined || passed.has(id)) return false;
  passed.add(id);
  const { all, choices } = branchesOf(rules);
  return rules.maxItems !== undefined || all.some((one) => isBounded(schemas, one, passed)) || choices.some((branches) => branches.every((one) => isBounded(schemas, one, passed)));
}
