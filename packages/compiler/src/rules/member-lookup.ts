import { parsePointer } from "../source/json-pointer.js";
import type { Rules, Schema, SchemaId } from "../model/schema.js";

/**
 * Whether a value has a member at a pointer, as its schema has it:
 * - `found`: a schema speaks of it;
 * - `absent`: the properties are told, and one on the way (the `depth`th of the pointer) is not among them, or there are no members;
 * - `open`: it may be there; the schema lets in what it does not tell, or does not say.
 */
export type Member =
  | { readonly kind: "found"; readonly schemas: readonly SchemaId[] }
  | { readonly kind: "absent"; readonly depth: number; readonly names: ReadonlySet<string> }
  | { readonly kind: "open" };

/** Follows a pointer through what a schema says. What `additionalProperties` lets in is there; without that keyword, what is told is all there is. */
export function memberAt(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId, pointer: string): Member {
  let at: readonly SchemaId[] = [start];
  for (const [depth, token] of (parsePointer(pointer) ?? []).entries()) {
    const said = any(at.map((id) => saidOf({ schemas, token, passed: new Set() }, id)));
    if (said.kind === "silent") return open;
    if (said.kind !== "found") return said.kind === "absent" ? { ...said, depth } : said;
    at = said.schemas;
  }
  return { kind: "found", schemas: at };
}

type Said = Member | { readonly kind: "silent" };

interface Asked {
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  readonly token: string;
  /** The schemas on the way: one that leads back to itself says nothing new. */
  readonly passed: ReadonlySet<SchemaId>;
}

const silent: Said = { kind: "silent" };
const open = { kind: "open" } as const;

function saidOf(asked: Asked, id: SchemaId): Said {
  const { schemas, token, passed } = asked;
  const schema = schemas.get(id);
  if (passed.has(id)) return silent;
  // What a discriminator tells apart may be more than what is written here.
  if (schema === undefined || schema.notes.discriminator !== undefined) return open;
  const { rules } = schema;
  const within = { schemas, token, passed: new Set([...passed, id]) };
  const of = (one: SchemaId) => saidOf(within, one);
  const branches = [rules.anyOf, rules.oneOf].flatMap((list) => (list === undefined ? [] : [any(list.map(of))]));
  const maybe = [rules.then, rules.else, ...(rules.dependentSchemas ?? []).map(({ schema: one }) => one)].flatMap((one) => (one === undefined ? [] : [perhaps(of(one))]));
  return all([ofKeywords(schemas, rules, token), ...(rules.ref === undefined ? [] : [of(rules.ref)]), ...(rules.allOf ?? []).map(of), ...branches, ...maybe]);
}

/** What the keywords of one schema say by themselves. */
function ofKeywords(schemas: Asked["schemas"], rules: Rules, token: string): Said {
  const names = (rules.properties ?? []).map(({ name }) => name);
  const absent: Said = { kind: "absent", depth: 0, names: new Set(names) };
  if (rules.type !== undefined && !rules.type.includes("object") && !rules.type.includes("array")) return absent;
  if (rules.const !== undefined || rules.enum !== undefined) return open;
  const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : undefined;
  const item = index === undefined ? undefined : (rules.prefixItems?.[index] ?? rules.items);
  const rest = [rules.additionalProperties, rules.unevaluatedProperties].filter((one) => one !== undefined);
  const own = (rules.properties ?? []).filter(({ name }) => name === token).map(({ schema }) => schema);
  const found = [...own, ...(item === undefined ? [] : [item])];
  if (found.length > 0) return { kind: "found", schemas: found };
  if ((rules.patternProperties ?? []).length > 0 || rules.required?.includes(token) === true) return open;
  if (rest.length > 0) return rest.every((one) => schemas.get(one)?.rules.always === false) ? absent : { kind: "found", schemas: rest };
  if (rules.items !== undefined || rules.prefixItems !== undefined) return index === undefined && names.length === 0 ? absent : open;
  return names.length > 0 ? absent : silent;
}

/** What schemas say that hold together. */
function all(said: readonly Said[]): Said {
  return foundIn(said) ?? said.find(({ kind }) => kind === "open") ?? absentIn(said) ?? silent;
}

/** What schemas say of which one holds. */
function any(said: readonly Said[]): Said {
  return foundIn(said) ?? said.find(({ kind }) => kind === "open") ?? said.find(({ kind }) => kind === "silent") ?? absentIn(said) ?? silent;
}

/** What a schema says that holds in some cases only: it adds, and takes nothing away. */
function perhaps(said: Said): Said {
  return said.kind === "absent" ? silent : said;
}

function foundIn(said: readonly Said[]): Said | undefined {
  const schemas = said.flatMap((one) => (one.kind === "found" ? one.schemas : []));
  return schemas.length === 0 ? undefined : { kind: "found", schemas };
}

function absentIn(said: readonly Said[]): Said | undefined {
  const absent = said.flatMap((one) => (one.kind === "absent" ? [one] : []));
  const [first] = absent;
  return first && { ...first, names: new Set(absent.flatMap(({ names }) => [...names])) };
}
