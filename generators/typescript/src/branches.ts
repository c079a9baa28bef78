import type { JsonType, SchemaId } from "@parley/compiler";
import { conjunctsOf } from "./constant.js";
import { commonTypes, type Program, type ProgramContext, programOf } from "./program.js";
import { keepsRules } from "./scalar-tests.js";
import { tagOf } from "./tag.js";

/** Branches that add nothing to another one are left out: the known values of an enumeration that takes any text. */
export function usefulBranches(context: ProgramContext, ids: readonly SchemaId[]): readonly SchemaId[] {
  const programs = ids.map((id) => programOf(context, [id]));
  const text = programs.find(isText);
  if (text === undefined) return ids;
  return ids.filter((_, index) => programs[index]?.values?.every((value) => typeof value === "string" && keepsRules(text, value)) !== true);
}

/** True where no value is valid against two of the branches. */
export function areDisjoint(context: ProgramContext, ids: readonly SchemaId[], known: ReadonlySet<JsonType> | undefined): boolean {
  const types = ids.map((id) => typesOf(context, id, known));
  if (types.every(isObjectOnly) && tagOf(context.protocol, ids) !== undefined) return true;
  return types.every((one, index) => one !== undefined && types.slice(index + 1).every((other) => other !== undefined && commonTypes(one, other).size === 0));
}

/** True for a program that demands nothing but a type. */
export function isBareType(program: Program, type: JsonType): boolean {
  if (program.never || program.values !== undefined || program.types?.size !== 1 || !program.types.has(type)) return false;
  const combined = program.calls.size + program.any.length + program.one.length + program.not.length + program.conditions.length;
  return combined === 0 && isFreeOf[type](program);
}

/** True for a program that demands nothing of the contents of any type. */
export function isFree(program: Program): boolean {
  return isFreeOf.string(program) && isFreeOf.number(program) && isFreeOf.array(program) && isFreeOf.object(program);
}

const isFreeNumber = ({ numbers }: Program): boolean =>
  numbers.least === -Infinity && numbers.above === -Infinity && numbers.most === Infinity && numbers.below === Infinity && numbers.steps.length === 0;

const isFreeOf: { readonly [type in JsonType]: (program: Program) => boolean } = {
  null: () => true,
  boolean: () => true,
  number: isFreeNumber,
  integer: isFreeNumber,
  string: ({ strings }) => strings.least === 0 && strings.most === Infinity && strings.patterns.length + strings.formats.length === 0,
  array: ({ arrays }) => arrays.least === 0 && arrays.most === Infinity && !arrays.unique && arrays.sequences.length + arrays.contains.length + arrays.rests.length === 0,
  object: ({ objects }) => isFreeObject(objects),
};

function isFreeObject(objects: Program["objects"]): boolean {
  const demands = objects.required.size + objects.properties.size + objects.closures.length + objects.rests.length + objects.names.length;
  return demands + objects.dependentRequired.length + objects.dependentSchemas.length === 0 && objects.least === 0 && objects.most === Infinity;
}

/** A program that demands nothing but a text of some length and form. */
function isText(program: Program): boolean {
  const { strings } = program;
  return strings.formats.length === 0 && isBareType({ ...program, strings: { ...strings, least: 0, most: Infinity, patterns: [] } }, "string");
}

function typesOf(context: ProgramContext, id: SchemaId, known: ReadonlySet<JsonType> | undefined): ReadonlySet<JsonType> | undefined {
  let types = known;
  for (const { rules } of conjunctsOf(context.protocol, id)) if (rules.type !== undefined) types = commonTypes(types, new Set(rules.type));
  return types;
}

function isObjectOnly(types: ReadonlySet<JsonType> | undefined): boolean {
  return types?.size === 1 && types.has("object");
}
