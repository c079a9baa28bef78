import { evaluate, type Json, type Protocol, type Rules, type SchemaId } from "@parley/compiler";

/** A value that differs from a valid one in one place, and so should no longer be valid. */
export interface Mutant {
  /** `required to`, `minimum`: what was done. */
  readonly what: string;
  /** JSON pointer of the place. */
  readonly pointer: string;
  readonly value: Json;
  /** True where another branch of a union may still take it. */
  readonly perhapsValid: boolean;
}

/** Every mutant that the schema has words for: each required field dropped, wrong types, values out of range, unknown values of closed sets. */
export function mutantsOf({ schemas }: Protocol, id: SchemaId, example: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  visit(id, example, [], false, new Set());
  return found;

  function visit(schema: SchemaId, value: Json, path: readonly string[], perhapsValid: boolean, seen: ReadonlySet<string>): void {
    const rules = schemas.get(schema)?.rules;
    const here = `${schema} ${path.join("/")}`;
    if (rules === undefined || seen.has(here)) return;
    const inside = new Set([...seen, here]);
    for (const [what, wrong] of wrongValues(rules, value)) add(what, path, wrong, perhapsValid);
    for (const part of [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])]) visit(part, value, path, perhapsValid, inside);
    for (const union of [rules.oneOf, rules.anyOf]) {
      const branch = union?.find((each) => evaluate(schemas, each, value).length === 0);
      if (branch !== undefined) visit(branch, value, path, true, inside);
    }
    if (isList(value)) {
      const { items } = rules;
      if (items !== undefined) for (const [index, item] of value.entries()) visit(items, item, [...path, String(index)], perhapsValid, inside);
    } else if (isRecord(value)) {
      for (const name of rules.required ?? []) {
        if (Object.hasOwn(value, name)) add(`required ${name}`, [...path, name], undefined, perhapsValid);
      }
      for (const { name, schema: member } of rules.properties ?? []) {
        const below = Object.hasOwn(value, name) ? value[name] : undefined;
        if (below !== undefined) visit(member, below, [...path, name], perhapsValid, inside);
      }
    }
  }

  function add(what: string, path: readonly string[], wrong: Json | undefined, perhapsValid: boolean): void {
    const pointer = path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    found.push({ what, pointer, value: replaced(example, path, wrong), perhapsValid });
  }
}

function* wrongValues(rules: Rules, value: Json): Iterable<readonly [string, Json]> {
  if (rules.type !== undefined) {
    const { type } = rules;
    for (const [name, other] of samples) if (!type.includes(name) && !(name === "integer" && type.includes("number"))) yield [`not ${name}`, other];
  }
  if (rules.const !== undefined) yield ["const", typeof rules.const.value === "boolean" ? !rules.const.value : "zz-unknown"];
  if (rules.enum !== undefined) yield ["enum", "zz-unknown"];
  if (typeof value === "string") {
    if (rules.minLength !== undefined && rules.minLength > 0) yield ["minLength", "x".repeat(rules.minLength - 1)];
    // Two units a letter: a length counts code points.
    if (rules.maxLength !== undefined) yield ["maxLength", "\u{1f600}".repeat(rules.maxLength + 1)];
  }
  if (typeof value === "number") {
    if (rules.minimum !== undefined) yield ["minimum", rules.minimum - 1];
    if (rules.maximum !== undefined) yield ["maximum", rules.maximum + 1];
    if (rules.exclusiveMinimum !== undefined) yield ["exclusiveMinimum", rules.exclusiveMinimum];
    if (rules.exclusiveMaximum !== undefined) yield ["exclusiveMaximum", rules.exclusiveMaximum];
  }
  if (isList(value)) {
    if (rules.minItems !== undefined && rules.minItems > 0) yield ["minItems", value.slice(0, rules.minItems - 1)];
    const [first] = value;
    if (rules.maxItems !== undefined && first !== undefined) yield ["maxItems", Array.from({ length: rules.maxItems + 1 }, () => first)];
    if (rules.uniqueItems === true && first !== undefined) yield ["uniqueItems", [first, first]];
  }
}

const samples = [["null", null], ["boolean", true], ["number", 0.5], ["integer", 7], ["string", "text"], ["array", []], ["object", {}]] as const;

function replaced(value: Json, path: readonly string[], wrong: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return wrong ?? null;
  if (isList(value)) return value.map((item, index) => (String(index) === step ? replaced(item, rest, wrong) : item));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  if (rest.length === 0 && wrong === undefined) return Object.fromEntries(entries.filter(([name]) => name !== step));
  return Object.fromEntries(entries.map(([name, member]) => [name, name === step ? replaced(member, rest, wrong) : member]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}
