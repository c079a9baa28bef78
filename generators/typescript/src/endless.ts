import type { Protocol, Rules, Schema, SchemaId } from "@parley/compiler";
import { childrenOf } from "./schema-children.js";

/**
 * The schemas whose validators go as deep as the value goes: those that lead back to themselves or to one that does,
 * and those that compare items, whatever these hold.
 */
export function endlessSchemas({ schemas }: Protocol): ReadonlySet<SchemaId> {
  const open = new Map<SchemaId, number>();
  const users = new Map<SchemaId, SchemaId[]>();
  const ended: SchemaId[] = [];
  for (const [id, schema] of schemas) {
    if (comparesAnything(schemas, schema)) continue;
    const parts = new Set(partsOf(schema.rules).filter((part) => schemas.has(part)));
    if (parts.size === 0) ended.push(id);
    open.set(id, parts.size);
    for (const part of parts) {
      const known = users.get(part);
      if (known === undefined) users.set(part, [id]);
      else known.push(id);
    }
  }
  const endless = new Set(schemas.keys());
  // What leads to nothing but ends has an end itself; the list grows while it is read.
  for (const id of ended) {
    endless.delete(id);
    for (const user of users.get(id) ?? []) {
      const left = open.get(user);
      if (left === undefined) continue;
      open.set(user, left - 1);
      if (left === 1) ended.push(user);
    }
  }
  return endless;
}

function partsOf(rules: Rules): readonly SchemaId[] {
  return [...(rules.ref === undefined ? [] : [rules.ref]), ...childrenOf(rules).map(({ id }) => id)];
}

function comparesAnything(schemas: ReadonlyMap<SchemaId, Schema>, { rules }: Schema): boolean {
  return rules.uniqueItems === true && !isScalar(schemas, rules.items, new Set());
}

function isScalar(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId | undefined, seen: Set<SchemaId>): boolean {
  const rules = schemas.get(id ?? "")?.rules;
  if (id === undefined || rules === undefined || seen.has(id)) return false;
  seen.add(id);
  if (rules.type?.every((type) => type !== "object" && type !== "array") === true) return true;
  if (rules.const !== undefined || rules.enum !== undefined) return true;
  if ([...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])].some((part) => isScalar(schemas, part, seen))) return true;
  return [rules.anyOf, rules.oneOf].some((forms) => forms?.every((form) => isScalar(schemas, form, new Set(seen))) === true);
}
