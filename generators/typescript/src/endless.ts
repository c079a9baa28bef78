import type { Protocol, Rules, Schema, SchemaId } from "@parley/compiler";
import { childrenOf } from "./schema-children.js";

/**
 * The schemas whose validators go as deep as the value goes: those that lead back to themselves or to one that does,
 * and those that compare items, whatever these hold.
 */
export function endlessSchemas({ schemas }: Protocol): ReadonlySet<SchemaId> {
  const open = new Map([...schemas].filter(([, schema]) => !comparesAnything(schemas, schema)).map(([id, { rules }]) => [id, partsOf(rules)]));
  const endless = new Set(schemas.keys());
  // What leads to nothing but ends has an end itself.
  for (let before = 0; before !== endless.size; ) {
    before = endless.size;
    for (const [id, parts] of open) {
      if (parts.some((part) => endless.has(part))) continue;
      endless.delete(id);
      open.delete(id);
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
