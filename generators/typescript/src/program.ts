import type { Json, JsonType, PatternProperty, Protocol, Schema, SchemaId } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import { hasType } from "./plan-shapes.js";
import { sameJson } from "./same-json.js";

/** All that a value must be, of one schema and of what it takes in by `allOf`: one conjunction, each rule once. */
export interface Program {
  /** The schemas that it is made of. */
  readonly ids: readonly SchemaId[];
  never: boolean;
  /** Absent where every type will do. `number` stands for `integer` too. */
  types?: ReadonlySet<JsonType>;
  /** The only values there are, of `const` and `enum`. */
  values?: readonly Json[];
  /** The schema that says so. */
  valuesOf?: SchemaId;
  readonly strings: { least: number; most: number; patterns: Placed<string>[]; formats: string[] };
  readonly numbers: { least: number; above: number; most: number; below: number; steps: number[] };
  readonly arrays: { least: number; most: number; unique: boolean; sequences: Sequence[]; contains: Contains[]; rests: Schema[] };
  readonly objects: Objects;
  /** Declared schemas that the value must be valid against, by their own validators. */
  readonly calls: Set<Declaration>;
  readonly any: (readonly SchemaId[])[];
  readonly one: (readonly SchemaId[])[];
  readonly not: SchemaId[];
  readonly conditions: { readonly when: SchemaId; readonly met?: SchemaId; readonly unmet?: SchemaId }[];
}

/** A rule, and the schema that says it. */
export interface Placed<T> {
  readonly rule: T;
  readonly schema: Schema;
}

export interface Objects {
  least: number;
  most: number;
  readonly required: Set<string>;
  readonly properties: Map<string, SchemaId[]>;
  /** Demands on the members that a schema object does not name itself. */
  readonly closures: Closure[];
  /** Schemas with a rule for the members that nothing judges, in place or beside. */
  readonly rests: Schema[];
  readonly names: SchemaId[];
  readonly dependentRequired: { readonly property: string; readonly required: readonly string[] }[];
  readonly dependentSchemas: { readonly name: string; readonly schema: SchemaId }[];
}

export interface Closure {
  readonly schema: Schema;
  readonly names: readonly string[];
  readonly patterns: readonly PatternProperty[];
  readonly others?: SchemaId;
}

export interface Sequence {
  readonly first: readonly SchemaId[];
  readonly rest?: SchemaId;
}

export interface Contains {
  readonly schema: SchemaId;
  readonly least: number;
  readonly most: number;
}

/** What the making of programs has to know of the plan. */
export interface ProgramContext {
  readonly protocol: Protocol;
  readonly declarationOf: (id: SchemaId) => Declaration | undefined;
}

/** The conjunction of several schemas; `within` is the declaration whose own validator is being made. */
export function programOf(context: ProgramContext, ids: readonly SchemaId[], within?: Declaration): Program {
  const program = emptyProgram(ids);
  const seen = new Set<SchemaId>();
  for (const id of ids) absorb(id, ids.length > 1);
  if (program.values !== undefined && program.types !== undefined) {
    const { types } = program;
    program.values = program.values.filter((value) => [...types].some((type) => hasType(value, type)));
  }
  if (program.types?.size === 0 || program.values?.length === 0) program.never = true;
  return program;

  function absorb(id: SchemaId, isPart: boolean): void {
    const declaration = context.declarationOf(id);
    if (declaration !== undefined && declaration !== within) {
      if (isPart && isFlat(context, declaration.schema)) take(declaration.schema);
      else program.calls.add(declaration);
      return;
    }
    const schema = declaration?.schema ?? context.protocol.schemas.get(id);
    if (schema !== undefined) take(schema);
  }

  function take(schema: Schema): void {
    if (seen.has(schema.id)) return;
    seen.add(schema.id);
    takeRules(program, schema);
    if (schema.rules.ref !== undefined) absorb(schema.rules.ref, Object.keys(schema.rules).length > 1);
    for (const part of schema.rules.allOf ?? []) absorb(part, true);
  }
}

/**
 * A schema that is taken in whole where another one builds on it: one that says nothing but what members an object has,
 * or nothing but plain rules of a text, a number or a constant; and not so much that code would grow by saying it again.
 */
function isFlat(context: ProgramContext, schema: Schema): boolean {
  return inlineSize(context, schema.id) <= mostTakenIn;
}

/** In schemas; one that leads back to itself would never end. */
const mostTakenIn = 500;

/** How many schemas are printed where a schema is taken in whole; infinite for one that cannot be. */
function inlineSize(context: ProgramContext, id: SchemaId): number {
  const known = inlineSizes.get(context.declarationOf) ?? new Map<SchemaId, number | undefined>();
  inlineSizes.set(context.declarationOf, known);
  if (known.has(id)) return known.get(id) ?? Infinity;
  known.set(id, undefined);
  const schema = context.protocol.schemas.get(id);
  const size = schema === undefined || !isPlain(schema) ? Infinity : partsOf(schema).reduce((sum, part) => sum + inlineSize(context, part), sizeOfMembers(context, schema));
  known.set(id, size);
  return size;
}

/** By schema; undefined for one that is being looked at. */
const inlineSizes = new WeakMap<ProgramContext["declarationOf"], Map<SchemaId, number | undefined>>();

/** Of the members' schemas that are written in place, with what they take in; a declared one is a call, where it cannot be taken in. */
function sizeOfMembers(context: ProgramContext, { rules }: Schema): number {
  const sizeInPlace = (id: SchemaId): number => {
    const schema = context.declarationOf(id) === undefined ? context.protocol.schemas.get(id) : undefined;
    return schema === undefined ? 1 : partsOf(schema).reduce((sum, part) => sum + sizeOfPart(part), sizeOfMembers(context, schema));
  };
  const sizeOfPart = (id: SchemaId): number => {
    const declared = context.declarationOf(id)?.schema.id;
    if (declared === undefined) return sizeInPlace(id);
    const size = inlineSize(context, declared);
    const isOpen = inlineSizes.get(context.declarationOf)?.get(declared) === undefined;
    return size === Infinity && !isOpen ? 1 : size;
  };
  return (rules.properties ?? []).reduce((sum, { schema }) => sum + sizeInPlace(schema), 1);
}

function isPlain({ rules }: Schema): boolean {
  const { properties: _, required: __, allOf: ___, ref: ____, ...others } = rules;
  return Object.entries(others).every(([keyword, rule]) => rule === undefined || plainKeywords.has(keyword));
}

function partsOf({ rules }: Schema): readonly SchemaId[] {
  return [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])];
}

const plainKeywords = new Set([
  "type", "const", "enum", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
]);

function emptyProgram(ids: readonly SchemaId[]): Program {
  return {
    ids,
    never: false,
    strings: { least: 0, most: Infinity, patterns: [], formats: [] },
    numbers: { least: -Infinity, above: -Infinity, most: Infinity, below: Infinity, steps: [] },
    arrays: { least: 0, most: Infinity, unique: false, sequences: [], contains: [], rests: [] },
    objects: {
      least: 0, most: Infinity, required: new Set(), properties: new Map(), closures: [], rests: [], names: [], dependentRequired: [], dependentSchemas: [],
    },
    calls: new Set(),
    any: [],
    one: [],
    not: [],
    conditions: [],
  };
}

function takeRules(program: Program, schema: Schema): void {
  const { rules } = schema;
  if (rules.always === false) program.never = true;
  if (rules.type !== undefined) program.types = commonTypes(program.types, new Set(rules.type));
  if (rules.const !== undefined) program.values = commonValues(program.values, [rules.const.value]);
  if (rules.enum !== undefined) program.values = commonValues(program.values, rules.enum);
  if (rules.const !== undefined || rules.enum !== undefined) program.valuesOf = schema.id;
  takeScalars(program, schema);
  takeArrays(program, schema);
  takeObjects(program.objects, schema);
  if (rules.anyOf !== undefined) program.any.push(rules.anyOf);
  if (rules.oneOf !== undefined) program.one.push(rules.oneOf);
  if (rules.not !== undefined) program.not.push(rules.not);
  if (rules.if !== undefined) {
    const { if: when, then: met, else: unmet } = rules;
    program.conditions.push({ when, ...(met === undefined ? {} : { met }), ...(unmet === undefined ? {} : { unmet }) });
  }
}

function takeScalars({ strings, numbers }: Program, schema: Schema): void {
  const { rules } = schema;
  strings.least = Math.max(strings.least, rules.minLength ?? 0);
  strings.most = Math.min(strings.most, rules.maxLength ?? Infinity);
  if (rules.pattern !== undefined) strings.patterns.push({ rule: rules.pattern, schema });
  if (rules.format !== undefined) strings.formats.push(rules.format);
  numbers.least = Math.max(numbers.least, rules.minimum ?? -Infinity);
  numbers.above = Math.max(numbers.above, rules.exclusiveMinimum ?? -Infinity);
  numbers.most = Math.min(numbers.most, rules.maximum ?? Infinity);
  numbers.below = Math.min(numbers.below, rules.exclusiveMaximum ?? Infinity);
  if (rules.multipleOf !== undefined) numbers.steps.push(rules.multipleOf);
}

function takeArrays({ arrays }: Program, schema: Schema): void {
  const { rules } = schema;
  arrays.least = Math.max(arrays.least, rules.minItems ?? 0);
  arrays.most = Math.min(arrays.most, rules.maxItems ?? Infinity);
  arrays.unique ||= rules.uniqueItems === true;
  if (rules.items !== undefined || rules.prefixItems !== undefined) {
    arrays.sequences.push({ first: rules.prefixItems ?? [], ...(rules.items === undefined ? {} : { rest: rules.items }) });
  }
  if (rules.contains !== undefined) {
    arrays.contains.push({ schema: rules.contains, least: rules.minContains ?? 1, most: rules.maxContains ?? Infinity });
  }
  if (rules.unevaluatedItems !== undefined) arrays.rests.push(schema);
}

function takeObjects(objects: Objects, schema: Schema): void {
  const { rules } = schema;
  objects.least = Math.max(objects.least, rules.minProperties ?? 0);
  objects.most = Math.min(objects.most, rules.maxProperties ?? Infinity);
  for (const name of rules.required ?? []) objects.required.add(name);
  for (const { name, schema: id } of rules.properties ?? []) objects.properties.set(name, [...(objects.properties.get(name) ?? []), id]);
  if (rules.additionalProperties !== undefined || rules.patternProperties !== undefined) {
    const names = (rules.properties ?? []).map(({ name }) => name);
    const others = rules.additionalProperties;
    objects.closures.push({ schema, names, patterns: rules.patternProperties ?? [], ...(others === undefined ? {} : { others }) });
  }
  if (rules.unevaluatedProperties !== undefined) objects.rests.push(schema);
  if (rules.propertyNames !== undefined) objects.names.push(rules.propertyNames);
  objects.dependentRequired.push(...(rules.dependentRequired ?? []));
  objects.dependentSchemas.push(...(rules.dependentSchemas ?? []));
}

/** The types that both allow; `integer` is a part of `number`. */
export function commonTypes(one: ReadonlySet<JsonType> | undefined, other: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  if (one === undefined) return narrowed(other);
  const common = new Set<JsonType>();
  for (const type of one) {
    if (other.has(type) || (type === "integer" && other.has("number"))) common.add(type);
    else if (type === "number" && other.has("integer")) common.add("integer");
  }
  return narrowed(common);
}

function narrowed(types: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  return types.has("number") && types.has("integer") ? new Set([...types].filter((type) => type !== "integer")) : types;
}

function commonValues(one: readonly Json[] | undefined, other: readonly Json[]): readonly Json[] {
  return one === undefined ? other : one.filter((value) => other.some((candidate) => sameJson(value, candidate)));
}
