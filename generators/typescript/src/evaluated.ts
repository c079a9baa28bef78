import type { Protocol, Rules, Schema, SchemaId } from "@parley/compiler";
import type { Placed } from "./program.js";
import { type Tag, tagOf } from "./tag.js";

export type Members = "properties" | "items";

/** What schemas judge themselves of the members of an object, or of the items of an array. */
export interface Judged {
  /** Every one that there is. */
  all: boolean;
  readonly names: Set<string>;
  readonly patterns: Placed<string>[];
  /** So many items from the first on. */
  first: number;
  /** Items that are valid by one of these. */
  readonly contains: Set<SchemaId>;
}

/** When a schema is applied, where the one that applies it holds. */
export type Guard =
  | { readonly kind: "always" }
  | { readonly kind: "holds"; readonly schema: SchemaId }
  | { readonly kind: "fails"; readonly schema: SchemaId }
  | { readonly kind: "tagged"; readonly tag: Tag; readonly index: number }
  | { readonly kind: "present"; readonly name: string };

/** A way to a branch: from the schema itself (undefined), or from a branch before it. */
export interface Way {
  readonly from: SchemaId | undefined;
  readonly guard: Guard;
}

/** A schema that is applied to the same value on some condition, and adds to what is judged. */
export interface Branch {
  readonly id: SchemaId;
  readonly ways: readonly Way[];
  readonly judged: Judged;
}

/** What is judged beside a rule of unevaluated members: at any rate, and by branches, each after those that lead to it. */
export interface Evaluated {
  readonly base: Judged;
  readonly branches: readonly Branch[];
}

/**
 * Decides what the schemas beside `unevaluatedProperties` or `unevaluatedItems` judge. References and `allOf` hold at any rate where the
 * value is valid; `not` judges nothing; all else depends on verdicts. A branch that adds nothing to what is judged at any rate is left out.
 * Each schema is looked at once, however many ways lead to it.
 *
 * @see JSON Schema 2020-12, Core 11
 */
export function evaluatedOf(protocol: Protocol, schema: Schema, members: Members): Evaluated {
  const order = inOrder(protocol, schema, members);
  const judgedBy = ({ id, rules }: Schema): Judged => judgedOf(protocol, id, id === schema.id ? withoutRests(rules) : rules, members);
  const certain = new Set([schema.id]);
  const ways = new Map<SchemaId, Way[]>();
  for (const { id, rules } of order) {
    for (const { to, guard } of stepsOf(protocol, rules, members)) {
      if (certain.has(id) && guard.kind === "always") certain.add(to);
      const known = ways.get(to) ?? [];
      ways.set(to, [...known, { from: certain.has(id) ? undefined : id, guard }]);
    }
  }
  const base = nothing();
  for (const each of order) if (certain.has(each.id)) merge(base, judgedBy(each));
  if (base.all) return { base, branches: [] };

  const useful = new Map<SchemaId, Judged>();
  for (const each of [...order].reverse()) {
    if (certain.has(each.id)) continue;
    const judged = judgedBy(each);
    const leads = stepsOf(protocol, each.rules, members).some(({ to }) => useful.has(to));
    if (leads || addsTo(base, judged)) useful.set(each.id, judged);
  }
  const branches = new Map<SchemaId, Branch>();
  for (const { id } of order) {
    const judged = useful.get(id);
    const [way, ...others] = (ways.get(id) ?? []).map(({ from, guard }) => ({ from: from === undefined ? undefined : branches.get(from)?.id, guard }));
    if (judged === undefined || way === undefined) continue;
    // What a branch takes in at any rate is as good as its own.
    const owner = others.length === 0 && way.guard.kind === "always" ? branches.get(way.from ?? "") : undefined;
    if (owner !== undefined) merge(owner.judged, judged);
    branches.set(id, owner ?? { id, ways: [way, ...others], judged });
  }
  for (const { judged } of branches.values()) for (const name of base.names) judged.names.delete(name);
  return { base, branches: [...new Set(branches.values())] };
}

/** The schemas that are applied to the same value, each after all that apply it. */
function inOrder(protocol: Protocol, schema: Schema, members: Members): readonly Schema[] {
  const left: Schema[] = [];
  const entered = new Set([schema.id]);
  const stack = [{ schema, steps: [...stepsOf(protocol, schema.rules, members)] }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    // From the last step on: the whole list is turned round in the end.
    const step = top.steps.pop();
    if (step === undefined) {
      left.push(top.schema);
      stack.pop();
      continue;
    }
    const found = protocol.schemas.get(step.to);
    if (found === undefined || entered.has(step.to)) continue;
    entered.add(step.to);
    stack.push({ schema: found, steps: [...stepsOf(protocol, found.rules, members)] });
  }
  return left.reverse();
}

/** The schemas that one applies to its own value, where what they judge counts. */
function stepsOf(protocol: Protocol, rules: Rules, members: Members): readonly { readonly to: SchemaId; readonly guard: Guard }[] {
  const steps: { to: SchemaId; guard: Guard }[] = [];
  const always: Guard = { kind: "always" };
  for (const to of [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])]) steps.push({ to, guard: always });
  for (const union of [rules.anyOf, rules.oneOf]) {
    // Only of objects: an array keeps the rules of every branch for members.
    const found = union === undefined || members === "items" ? undefined : tagOf(protocol, union);
    const tag = found?.values.every((value) => typeof value !== "object" || value === null) === true ? found : undefined;
    for (const [index, to] of (union ?? []).entries()) steps.push({ to, guard: tag === undefined ? { kind: "holds", schema: to } : { kind: "tagged", tag, index } });
  }
  if (rules.if !== undefined) {
    const holds: Guard = { kind: "holds", schema: rules.if };
    steps.push({ to: rules.if, guard: holds });
    if (rules.then !== undefined) steps.push({ to: rules.then, guard: holds });
    if (rules.else !== undefined) steps.push({ to: rules.else, guard: { kind: "fails", schema: rules.if } });
  }
  if (members === "properties") for (const { name, schema } of rules.dependentSchemas ?? []) steps.push({ to: schema, guard: { kind: "present", name } });
  return steps;
}

function withoutRests(rules: Rules): Rules {
  const { unevaluatedItems: _, unevaluatedProperties: __, ...others } = rules;
  return others;
}

function nothing(): Judged {
  return { all: false, names: new Set(), patterns: [], first: 0, contains: new Set() };
}

function judgedOf(protocol: Protocol, id: SchemaId, rules: Rules, members: Members): Judged {
  const schema = protocol.schemas.get(id);
  const judged = nothing();
  if (members === "items") {
    judged.all = rules.items !== undefined || rules.unevaluatedItems !== undefined;
    judged.first = rules.prefixItems?.length ?? 0;
    if (rules.contains !== undefined) judged.contains.add(rules.contains);
    return judged;
  }
  judged.all = rules.additionalProperties !== undefined || rules.unevaluatedProperties !== undefined;
  for (const { name } of rules.properties ?? []) judged.names.add(name);
  if (schema !== undefined) for (const { pattern } of rules.patternProperties ?? []) judged.patterns.push({ rule: pattern, schema });
  return judged;
}

function merge(into: Judged, judged: Judged): void {
  into.all ||= judged.all;
  into.first = Math.max(into.first, judged.first);
  for (const name of judged.names) into.names.add(name);
  for (const id of judged.contains) into.contains.add(id);
  into.patterns.push(...judged.patterns.filter(({ rule }) => !into.patterns.some((known) => known.rule === rule)));
}

function addsTo(base: Judged, judged: Judged): boolean {
  if (judged.all || judged.first > base.first) return true;
  if ([...judged.names].some((name) => !base.names.has(name)) || [...judged.contains].some((id) => !base.contains.has(id))) return true;
  return judged.patterns.some(({ rule }) => !base.patterns.some((known) => known.rule === rule));
}
