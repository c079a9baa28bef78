import { type Diagnostic, diagnostic, type Json, type JsonType, type Protocol, type Rules, type Schema, type SchemaId } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { Directions } from "./directions.js";
import { extensibleValues } from "./enumeration.js";
import { intersectionOf, type Open } from "./intersect-shapes.js";
import type { Declarations } from "./plan-declarations.js";
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
  const open: Open = (shape) => {
    for (let opened = shape, depth = 0; depth < 100; depth += 1) {
      if (opened.kind !== "reference") return opened;
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
    built.set(schema.id, unknownShape);
    const { rules } = schema;
    const values = extensibleValues(protocol.schemas, schema);
    const parts: Shape[] = [ownShape(schema)];
    if (rules.ref !== undefined) parts.push(use(rules.ref));
    for (const id of rules.allOf ?? []) parts.push(use(id));
    if (values !== undefined) parts.push({ kind: "extensible", values });
    else if (rules.anyOf !== undefined) parts.push(unionOf(rules.anyOf.map(use)));
    if (rules.oneOf !== undefined) parts.push(unionOf(rules.oneOf.map(use)));
    const shape = rules.always === false ? neverShape : intersectionOf(parts, open);
    built.set(schema.id, shape);
    if (directions.made.has(schema.id)) return shape;
    for (const what of lossesOf(protocol, rules)) {
      const where = declarations.of(schema.id)?.name ?? (schema.origin.pointer || schema.origin.file.path);
      report(diagnostic("not-expressible", schema.origin, { target: "TypeScript", where: `"${where}"`, what }));
    }
    return shape;
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
    const rest = rules.items === undefined ? unknownShape : use(rules.items);
    if (rules.prefixItems === undefined) return { kind: "list", of: rest };
    const items = rules.prefixItems.map(use);
    const required = Math.min(rules.minItems ?? 0, items.length);
    return { kind: "tuple", items, required, ...(rest.kind === "never" ? {} : { rest }) };
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
    const others = rules.additionalProperties === undefined ? unknownShape : use(rules.additionalProperties);
    return { kind: "map", of: unionOf([...patterns, others]) };
  }

  function memberOf(name: string, id: SchemaId, required: boolean): Member {
    const notes = protocol.schemas.get(id)?.notes;
    const description = notes?.description ?? notes?.title;
    return { name, shape: use(id), required, ...(description === undefined ? {} : { description }), deprecated: notes?.deprecated === true };
  }

  return { use, body: (declaration) => build(declaration.schema) };
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
  const others = rules.additionalProperties === undefined ? undefined : protocol.schemas.get(rules.additionalProperties);
  const hasOthers = others !== undefined && others.rules.always === undefined;
  const named = (rules.properties ?? []).length > 0;
  if (named && hasOthers) losses.push('"additionalProperties" beside "properties"');
  if (named && (rules.patternProperties ?? []).length > 0) losses.push('"patternProperties" beside "properties"');
  if (!named && (rules.patternProperties ?? []).length > 0) losses.push('which keys "patternProperties" means');
  for (const { name } of rules.properties ?? []) {
    if (isAnyway(name) && rules.required?.includes(name) !== true) losses.push(`the absence of "${name}", which every object inherits,`);
  }
  for (const keyword of ["not", "if", "dependentRequired", "dependentSchemas"] as const) {
    if (rules[keyword] !== undefined) losses.push(`"${keyword}"`);
  }
  return losses;
}
