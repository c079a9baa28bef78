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
  const { strings, numbers, arrays, objects, calls, any, one, not, conditions } = program;
  if (program.never || program.values !== undefined || program.types?.size !== 1 || !program.types.has(type)) return false;
  const free = calls.size + any.length + one.length + not.length + conditions.length === 0;
  switch (type) {
    case "string":
      return free && strings.least === 0 && strings.most === Infinity && strings.patterns.length + strings.formats.length === 0;
    case "number":
    case "integer":
      return free && [numbers.least, numbers.above, -numbers.most, -numbers.below].every((bound) => bound === -Infinity) && numbers.steps.length === 0;
    case "array":
      return free && arrays.least === 0 && arrays.most === Infinity && !arrays.unique && arrays.sequences.length + arrays.contains.length === 0;
    case "object":
      return free && isFreeObject(objects);
    default:
      return free;
  }
}

function isFreeObject(objects: Program["objects"]): boolean {
  const demands = objects.required.size + objects.properties.size + objects.closures.length + objects.names.length;
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
