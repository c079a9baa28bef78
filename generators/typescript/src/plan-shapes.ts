import { type Diagnostic, diagnostic, type Json, type JsonType, type Protocol, type Rules, type Schema, type SchemaId } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { Directions } from "./directions.js";
import { planDiscriminated, type Tagged } from "./discriminated.js";
import { extensibleValues, openUnion } from "./enumeration.js";
import { intersectionOf, type Open } from "./intersect-shapes.js";
import type { Declarations } from "./plan-declarations.js";
import { settledShapes } from "./settled-shapes.js";
import { isAnyway, type Member, neverShape, type Shape, unionOf, unknownShape } from "./shape.js";

/** The shapes of all schemas of a protocol. */
export interface Shapes {
  /** The type to print where a schema is used: a reference where it is declared. */
  readonly use: (id: SchemaId) => Shape;
  /** The type to print at the declaration itself. */
  readonly body: (declaration: Declaration) => Shape;
}

/** Decides what the types say. What they cannot say is reported, once a schema. */
export function planShapes(protocol: Protocol, declarations: Declarations, directions: Directions, report: (found: Diagnostic) => void): Shapes {
  const built = new Map<SchemaId, Shape>();
  const building = new Set<SchemaId>();
  const isMade = (schema: Schema): boolean => directions.made.has(schema.id);
  const nameOf = (id: SchemaId): string => declarations.of(id)?.name ?? declarations.nameOf(id);
  const tell = (schema: Schema, found: Diagnostic): void => (isMade(schema) ? undefined : report(found));
  const discriminated = planDiscriminated(protocol, nameOf, tell);
  // What is being built cannot be looked into: it stays a reference.
  const open: Open = (shape) => {
    for (let opened = shape, depth = 0; depth < 100; depth += 1) {
      if (opened.kind !== "reference" || building.has(opened.to.schema.id)) return opened;
      opened = build(opened.to.schema);
    }
    return unknownShape;
  };

  function use(id: SchemaId): Shape {
    const declaration = declarations.of(id);
    if (declaration !== undefined) return { kind: "reference", to: declaration };
    const schema = declarations.follow(id);
    return schema === undefined ? unknownShape : build(schema);
  }

  function build(schema: Schema): Shape {
    const known = built.get(schema.id);
    if (known !== undefined) return known;
    // A schema that leads back to itself in place says nothing more.
    if (building.has(schema.id)) return unknownShape;
    building.add(schema.id);
    const { rules } = schema;
    const values = extensibleValues(protocol.schemas, schema);
    const parts: Shape[] = [ownShape(schema)];
    if (rules.ref !== undefined) parts.push(use(rules.ref));
    for (const id of rules.allOf ?? []) parts.push(use(id));
    if (values !== undefined) parts.push({ kind: "extensible", values });
    else if (rules.anyOf !== undefined) parts.push(openUnion(rules.anyOf.map((id) => branchOf(schema, id)), open));
    if (rules.oneOf !== undefined) parts.push(unionOf(rules.oneOf.map((id) => branchOf(schema, id))));
    const shape = rules.always === false ? neverShape : intersectionOf(parts, open);
    building.delete(schema.id);
    built.set(schema.id, shape);
    reportLosses(schema, parts, shape);
    return shape;
  }

  function branchOf(schema: Schema, id: SchemaId): Shape {
    const tag = discriminated.branch(schema, id);
    const branch = use(id);
    return tag === undefined ? branch : taggedShape(branch, tag);
  }

  function reportLosses(schema: Schema, parts: readonly Shape[], shape: Shape): void {
    const where = `"${declarations.of(schema.id)?.name ?? (schema.origin.pointer || schema.origin.file.path)}"`;
    const losses = lossesOf(protocol, schema.rules);
    if (losses.length > 0) tell(schema, diagnostic("not-expressible", schema.origin, { target: "TypeScript", where, what: losses.join(", ") }));
    if (shape.kind === "never" && parts.length > 1 && !parts.some(({ kind }) => kind === "never")) tell(schema, diagnostic("no-value", schema.origin, { where }));
    for (const name of parts.length === 1 ? [] : neverMembers(shape, parts)) {
      tell(schema, diagnostic("no-value", schema.origin, { where: `the member "${name}" of ${where}` }));
    }
  }

  function ownShape(schema: Schema): Shape {
    const { rules } = schema;
    if (rules.const !== undefined) return literals([rules.const.value], rules.type);
    if (rules.enum !== undefined) return literals(rules.enum, rules.type);
    if (rules.type !== undefined) return unionOf(rules.type.map((type) => shapeOfType(schema, type)));
    if (saysOfObjects(rules)) return objectShape(schema, false);
    return unknownShape;
  }

  function shapeOfType(schema: Schema, type: JsonType): Shape {
    if (type === "object") return objectShape(schema, true);
    if (type === "array") return listShape(schema.rules);
    return { kind: type === "integer" ? "number" : type };
  }

  function listShape(rules: Rules): Shape {
    const others = rules.items ?? (isAlone(rules) && rules.contains === undefined ? rules.unevaluatedItems : undefined);
    const rest = others === undefined ? unknownShape : use(others);
    if (rules.prefixItems === undefined) return { kind: "list", of: rest };
    const most = rules.maxItems ?? Infinity;
    const items = rules.prefixItems.slice(0, most).map(use);
    const required = Math.min(rules.minItems ?? 0, items.length);
    return { kind: "tuple", items, required, ...(rest.kind === "never" || most <= items.length ? {} : { rest }) };
  }

  function objectShape(schema: Schema, typed: boolean): Shape {
    const { rules } = schema;
    const required = new Set(rules.required);
    const left = directions.leftOut(schema.id);
    const properties = (rules.properties ?? []).filter(({ name }) => !left.has(name));
    const members: Member[] = properties.map(({ name, schema: id }) => memberOf(name, id, required.has(name)));
    const named = new Set(members.map((member) => member.name));
    for (const name of required) if (!named.has(name)) members.push({ name, shape: unknownShape, required: true, deprecated: false });
    if (members.length > 0) return { kind: "object", members, typed };
    const patterns = (rules.patternProperties ?? []).map(({ schema: id }) => use(id));
    const rest = rules.additionalProperties ?? (isAlone(rules) ? rules.unevaluatedProperties : undefined);
    const others = rest === undefined ? unknownShape : use(rest);
    return { kind: "map", of: unionOf([...patterns, others]) };
  }

  function memberOf(name: string, id: SchemaId, required: boolean): Member {
    const notes = protocol.schemas.get(id)?.notes;
    const description = notes?.description ?? notes?.title;
    return { name, shape: use(id), required, ...(description === undefined ? {} : { description }), deprecated: notes?.deprecated === true };
  }

  /** What a declaration says once it is known of what it is a form. */
  function bodyOf({ schema }: Declaration): Shape {
    return discriminated.heir(schema.id).reduce((shape, tag) => (shape.kind === "object" ? taggedShape(shape, tag) : shape), build(schema));
  }

  let settled: ReadonlyMap<Declaration, Shape> | undefined;
  return {
    use,
    body: (declaration) => {
      settled ??= settledShapes(declarations.all, bodyOf, ({ schema }) => ownShape(schema), open);
      return settled.get(declaration) ?? unknownShape;
    },
  };
}

/** The shape, with the values of the member that tells it apart. */
function taggedShape(shape: Shape, { property, values }: Tagged): Shape {
  const tag: Shape = unionOf(values.map((value) => ({ kind: "literal", value })));
  const plain: Member = { name: property, shape: tag, required: true, deprecated: false };
  if (shape.kind !== "object") return { kind: "intersection", of: [shape, { kind: "object", members: [plain], typed: false }], tagged: true };
  if (!shape.members.some(({ name }) => name === property)) return { ...shape, members: [plain, ...shape.members] };
  return { ...shape, members: shape.members.map((member) => (member.name === property ? { ...member, shape: tag } : member)) };
}

/** Members for which no value is left, though each part has some. */
function neverMembers(shape: Shape, parts: readonly Shape[]): readonly string[] {
  if (shape.kind !== "object") return [];
  const said = new Set(parts.flatMap((part) => (part.kind === "object" ? part.members.filter((member) => member.shape.kind === "never") : [])).map(({ name }) => name));
  return shape.members.filter((member) => member.shape.kind === "never" && !said.has(member.name)).map(({ name }) => name);
}

/** True where nothing else judges members and items of the same value. */
function isAlone(rules: Rules): boolean {
  const { ref, allOf, anyOf, oneOf, if: condition, dependentSchemas } = rules;
  return (ref ?? allOf ?? anyOf ?? oneOf ?? condition ?? dependentSchemas) === undefined;
}

function literals(values: readonly Json[], types: readonly JsonType[] | undefined): Shape {
  const fitting = types === undefined ? values : values.filter((value) => types.some((type) => hasType(value, type)));
  return unionOf(fitting.map((value) => ({ kind: "literal", value })));
}

/** Whether a value is of a type of JSON Schema: `1.0` is an integer. */
export function hasType(value: Json, type: JsonType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function saysOfObjects(rules: Rules): boolean {
  return (rules.properties ?? []).length > 0 || (rules.required ?? []).length > 0;
}

function lossesOf(protocol: Protocol, rules: Rules): readonly string[] {
  const losses: string[] = [];
  const isSchema = (id: SchemaId | undefined): boolean => id !== undefined && protocol.schemas.get(id)?.rules.always === undefined;
  const named = (rules.properties ?? []).length > 0;
  const alone = isAlone(rules);
  for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) {
    if (!isSchema(rules[keyword])) continue;
    if (named) losses.push(`"${keyword}" beside "properties"`);
    else if (!alone) losses.push(`"${keyword}" beside the members of others`);
  }
  if (isSchema(rules.unevaluatedItems) && (!alone || rules.contains !== undefined)) losses.push('"unevaluatedItems"');
  if (named && (rules.patternProperties ?? []).length > 0) losses.push('"patternProperties" beside "properties"');
  if (!named && (rules.patternProperties ?? []).length > 0) losses.push('which keys "patternProperties" means');
  for (const { name } of rules.properties ?? []) {
    if (isAnyway(name) && rules.required?.includes(name) !== true) losses.push(`the absence of the inherited "${name}"`);
  }
  const names = protocol.schemas.get(rules.propertyNames ?? "")?.rules;
  if ((names?.enum ?? names?.const) !== undefined) losses.push('"propertyNames"');
  for (const keyword of ["not", "if", "contains", "dependentRequired", "dependentSchemas"] as const) {
    if (rules[keyword] !== undefined) losses.push(`"${keyword}"`);
  }
  return losses;
}
