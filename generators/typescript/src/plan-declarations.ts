import { camelCase, type CodeSymbol, type Diagnostic, diagnostic, pascalCase, type Protocol, type Schema, type SchemaId } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import type { Directions } from "./directions.js";
import { extensibleValues } from "./enumeration.js";
import { nameOfPlace, namesOfFile } from "./naming.js";
import type { Placement } from "./placement.js";
import { type Child, childrenOf, isOnlyReference } from "./schema-children.js";

/** Every schema that has a name, in the author's order, and which declaration stands for a schema. */
export interface Declarations {
  readonly all: readonly Declaration[];
  /** The declaration that a schema is, or leads to by `$ref` alone. */
  readonly of: (id: SchemaId) => Declaration | undefined;
  /** The schema that a chain of bare references ends at. */
  readonly follow: (id: SchemaId) => Schema | undefined;
  /** What a schema would be called: its own name, or its owner's with its place. */
  readonly nameOf: (id: SchemaId) => string;
}

/** A schema that must have a name, whoever wants it. */
export interface Wanted {
  readonly schema: SchemaId;
  readonly name: string;
  readonly description?: string;
  /** The JSON pointer to show, where it is not the schema's own. */
  readonly pointer?: string;
}

/** Decides the name and the file of every schema that is declared: named ones, wanted ones, targets of references, objects in place. */
export function planDeclarations(
  protocol: Protocol,
  wanted: readonly Wanted[],
  { placement, directions }: { readonly placement: Placement; readonly directions: Directions },
  report: (found: Diagnostic) => void,
): Declarations {
  const { schemas } = protocol;
  const isMade = (schema: Schema): boolean => directions.made.has(schema.id);
  const wants = new Map<SchemaId, Wanted>();
  for (const want of wanted) if (!wants.has(want.schema)) wants.set(want.schema, want);
  const owners = ownersOf(schemas, directions);
  const referred = new Set(referencesOf(schemas));
  const declared = new Map<SchemaId, Declaration>();
  const tables = new Map<Part, Set<string>>();
  const ownName = (schema: Schema): string | undefined =>
    pascalCase(wants.get(schema.id)?.name ?? schema.name ?? (schema.origin.pointer === "" ? nameOfPlace(schema.origin.file.path, "") : "")) || undefined;

  // An alias that wants the name of its target is no type of its own, where both stand among the same names.
  const isSame = (alias: Schema, target: Schema): boolean =>
    ownName(alias) === ownName(target) && placement.areTogether(alias.origin.file.path, target.origin.file.path);
  const follow = (id: SchemaId): Schema | undefined => {
    let schema = schemas.get(id);
    for (const seen = new Set<SchemaId>(); schema !== undefined && !seen.has(schema.id) && isOnlyReference(schema.rules); ) {
      seen.add(schema.id);
      const target: Schema | undefined = schemas.get(schema.rules.ref ?? "");
      if (target === undefined || (ownName(schema) !== undefined && !isSame(schema, target))) break;
      schema = target;
    }
    return schema;
  };

  const declare = (schema: Schema, wish: string): void => {
    const { file, pointer } = schema.origin;
    const want = wants.get(schema.id);
    const see = placement.seeOf(file.path, want?.pointer ?? pointer);
    const part = placement.partOfSchema(schema);
    const given = placement.namesOf(placement.partOf(file.path)).give(wish, namesOfFile(file.path, wish), see);
    if (given.why !== undefined) {
      report(diagnostic("name-changed", schema.origin, { target: "TypeScript", wanted: wish, given: given.name, why: given.why }));
    }
    const description = want?.description ?? schema.notes.description;
    declared.set(schema.id, {
      ...symbolsOf(given.name, part, tables),
      schema,
      ...(schema.notes.toldBy === undefined ? {} : { toldBy: { name: `${camelCase(given.name)}ToldBy`, from: part.types, kind: "value" as const } }),
      ...(description === undefined ? {} : { description }),
      deprecated: schema.notes.deprecated === true,
      see,
    });
  };

  const ordered = inOrder(protocol);
  // What authors name has its name before what is made of it.
  for (const schema of [...ordered.filter((each) => !isMade(each)), ...ordered.filter(isMade)]) {
    const name = ownName(schema);
    if (name !== undefined && follow(schema.id) === schema && !declared.has(schema.id)) declare(schema, name);
  }
  const inPlace = new Map<SchemaId, string>();
  const nameInPlace = (schema: Schema): string => {
    const known = declared.get(schema.id)?.name ?? inPlace.get(schema.id);
    if (known !== undefined) return known;
    const owner = owners.get(schema.id);
    const { file, pointer } = schema.origin;
    const added = owner && pascalCase(formName(schemas, schema, owner.child) ?? owner.child.suffix);
    const name = owner === undefined ? nameOfPlace(file.path, pointer) : nameInPlace(owner.schema) + (added ?? "");
    inPlace.set(schema.id, name);
    return name;
  };
  for (const schema of ordered) {
    if (declared.has(schema.id)) continue;
    const child = owners.get(schema.id)?.child;
    const isShown = child !== undefined && child.typed && needsName(schemas, schema);
    const isTarget = referred.has(schema.id) && !isOnlyReference(schema.rules);
    if (isShown || isTarget) declare(schema, nameInPlace(schema));
  }
  return {
    all: ordered.map((schema) => declared.get(schema.id)).filter((declaration) => declaration !== undefined),
    of: (id) => declared.get(follow(id)?.id ?? ""),
    follow,
    nameOf: (id) => {
      const schema = schemas.get(id);
      return schema === undefined ? "Schema" : nameInPlace(schema);
    },
  };
}

interface Owner {
  readonly schema: Schema;
  readonly child: Child;
}

// A child that is not written inside its owner is a reference, whichever way the model holds it.
function ownersOf(schemas: ReadonlyMap<SchemaId, Schema>, { made }: Directions): ReadonlyMap<SchemaId, Owner> {
  const owners = new Map<SchemaId, Owner>();
  for (const schema of schemas.values()) {
    for (const child of childrenOf(schema.rules)) {
      const target = schemas.get(child.id);
      // What is the same in both forms of its owner belongs to the one that is written.
      if (target !== undefined && isInside(target, schema) && made.has(target.id) === made.has(schema.id)) owners.set(child.id, { schema, child });
    }
  }
  return owners;
}

function isInside(inner: Schema, outer: Schema): boolean {
  return inner.origin.file.path === outer.origin.file.path && inner.origin.pointer.startsWith(`${outer.origin.pointer}/`);
}

function* referencesOf(schemas: ReadonlyMap<SchemaId, Schema>): Iterable<SchemaId> {
  for (const schema of schemas.values()) {
    if (schema.rules.ref !== undefined) yield schema.rules.ref;
    for (const { id } of childrenOf(schema.rules)) {
      const target = schemas.get(id);
      if (target !== undefined && !isInside(target, schema)) yield id;
    }
  }
}

function needsName(schemas: ReadonlyMap<SchemaId, Schema>, schema: Schema): boolean {
  if (extensibleValues(schemas, schema) !== undefined) return true;
  if ((schema.rules.properties ?? []).length > 0) return true;
  return (schema.rules.allOf ?? []).some((id) => (schemas.get(id)?.rules.properties ?? []).length > 0);
}

/** A branch of a union is named for the constant that tells it apart. */
function formName(schemas: ReadonlyMap<SchemaId, Schema>, schema: Schema, child: Child): string | undefined {
  if (!child.inPlace || !child.typed) return undefined;
  if (schema.notes.title !== undefined && pascalCase(schema.notes.title) !== "") return schema.notes.title;
  for (const property of schema.rules.properties ?? []) {
    const value = schemas.get(property.schema)?.rules.const?.value;
    if (typeof value === "string" && pascalCase(value) !== "") return value;
  }
  return undefined;
}

function inOrder(protocol: Protocol): readonly Schema[] {
  const files = new Map([[protocol.origin.file.path, 0]]);
  for (const { origin } of protocol.schemas.values()) if (!files.has(origin.file.path)) files.set(origin.file.path, files.size);
  const rank = (schema: Schema): number => files.get(schema.origin.file.path) ?? 0;
  return [...protocol.schemas.values()].sort((a, b) => rank(a) - rank(b) || a.origin.range.start - b.origin.range.start);
}

function symbolsOf(name: string, part: Part, tables: Map<Part, Set<string>>): Pick<Declaration, "name" | "part" | "type" | "is" | "explain" | "rules"> {
  const value = (symbol: string, from: string): CodeSymbol => ({ name: symbol, from, kind: "value" });
  const taken = tables.get(part) ?? new Set();
  tables.set(part, taken);
  // `URLList` and `UrlList` are two types, and would be one table.
  const wish = `${camelCase(name)}Rules`;
  const table = taken.has(wish) ? `${name}Rules` : wish;
  taken.add(table);
  return {
    name,
    part,
    type: { name, from: part.types, kind: "type" },
    is: value(`is${name}`, part.validators),
    explain: value(`explain${name}`, part.explain),
    rules: value(table, part.rules),
  };
}
