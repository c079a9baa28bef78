import { matchesPattern, type Protocol, type Rules, type SchemaId } from "@parley/compiler";
import { evaluatedOf } from "./evaluated.js";
import { childrenOf, isOnlyReference } from "./schema-children.js";
import { tagOf } from "./tag.js";

/** How often the same function may judge the same value before it is worth remembering what it said. */
const most = 4;

/** How often schemas judge one value. */
type Counts = ReadonlyMap<SchemaId, number>;

/** How often schemas judge the members, or the items, of a value: those that the schemas name, and all others. */
interface Level {
  readonly named: ReadonlyMap<string, Counts>;
  readonly others: Counts;
}

interface Below {
  readonly members: Level;
  readonly items: Level;
}

/** What one schema sets going on a value, through all that it applies to it; a schema that remembers is named and left there. */
interface Reach {
  readonly here: Counts;
  /** One for each way it may go on: of branches that a constant tells apart, only one does. */
  readonly below: readonly Below[];
  readonly remembering: ReadonlySet<SchemaId>;
}

/**
 * The declared schemas whose validators would judge the same value again and again: `anyOf` of two forms that both hold the schema itself
 * costs 2^depth where nothing is remembered. Follows how often schemas meet on one value, from each declared schema downwards, and stops
 * where a set of schemas has been seen. So a function that is not among these judges a value at most a fixed number of times.
 */
export function repeatedSchemas(protocol: Protocol, declared: ReadonlySet<SchemaId>): ReadonlySet<SchemaId> {
  const remembered = new Set<SchemaId>();
  const starts = [...declared].filter((id) => isNested(protocol, id));
  for (let before = -1; before !== remembered.size; ) {
    before = remembered.size;
    if (!follow(protocol, starts, declared, remembered)) return new Set(starts);
  }
  return remembered;
}

/** The declared schemas whose validators call, however far below, one that remembers. */
export function leadingTo(protocol: Protocol, remembered: ReadonlySet<SchemaId>): ReadonlySet<SchemaId> {
  if (remembered.size === 0) return remembered;
  const owners = new Map<SchemaId, SchemaId[]>();
  for (const { id, rules } of protocol.schemas.values()) {
    for (const part of [...(rules.ref === undefined ? [] : [rules.ref]), ...childrenOf(rules).map((child) => child.id)]) {
      const known = owners.get(part);
      if (known === undefined) owners.set(part, [id]);
      else known.push(id);
    }
  }
  const found = new Set(remembered);
  // A set is walked with all that is added to it on the way.
  for (const id of found) for (const owner of owners.get(id) ?? []) found.add(owner);
  return found;
}

/** Adds what is repeated; false where there are too many sets of schemas to follow. */
function follow(protocol: Protocol, starts: readonly SchemaId[], declared: ReadonlySet<SchemaId>, remembered: Set<SchemaId>): boolean {
  let reachOf = reaches(protocol, declared, remembered);
  const queue: Counts[] = starts.map((id) => new Map([[id, 1]]));
  const seen = new Set<string>();
  // A queue is walked with all that is added to it on the way.
  for (const counts of queue) {
    const key = [...counts].map(([id, count]) => `${id} ${String(count)}`).sort().join("\n");
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > 20 * starts.length + 1000) return false;
    for (;;) {
      const { here, below } = meeting(counts, remembered, reachOf);
      // The first comes before those that it applies itself: remembering it may be enough.
      const repeated = [...here].find(([id, count]) => count > most && declared.has(id) && !remembered.has(id) && isNested(protocol, id));
      if (repeated !== undefined) {
        remembered.add(repeated[0]);
        reachOf = reaches(protocol, declared, remembered);
        continue;
      }
      for (const { members, items } of below) {
        for (const { named, others } of [members, items]) queue.push(...[...named.values(), others].filter((next) => next.size > 0));
      }
      break;
    }
  }
  return true;
}

/** All that is set going where some schemas judge one value. */
function meeting(counts: Counts, remembered: ReadonlySet<SchemaId>, reachOf: (id: SchemaId) => Reach): Omit<Reach, "remembering"> {
  let here = counts;
  let below: readonly Below[] = [nothing];
  const met = new Set<SchemaId>();
  const add = (id: SchemaId, count: number): void => {
    if (met.has(id)) return;
    if (remembered.has(id)) met.add(id);
    const reach = reachOf(id);
    const times = remembered.has(id) ? 1 : count;
    here = sum(here, reach.here, times);
    below = crossed(below, reach.below, times);
    for (const other of reach.remembering) add(other, 1);
  };
  for (const [id, count] of counts) add(id, count);
  return { here, below };
}

/** What a schema sets going, each looked at once. A schema that leads back to itself at the same value is remembered too. */
function reaches(protocol: Protocol, declared: ReadonlySet<SchemaId>, remembered: Set<SchemaId>): (id: SchemaId) => Reach {
  const known = new Map<SchemaId, Reach>();
  const path: SchemaId[] = [];
  const reachOf = (id: SchemaId): Reach => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const start = path.indexOf(id);
    if (start >= 0) {
      const named = path.slice(start).find((each) => declared.has(each));
      if (named !== undefined) remembered.add(named);
      return { here: new Map(), below: [nothing], remembering: new Set() };
    }
    path.push(id);
    const rules = protocol.schemas.get(id)?.rules ?? {};
    const parts = appliedBy(protocol, id, rules).map((group) => group.map(applied).reduce(either));
    path.pop();
    const reach = parts.reduce(both, { here: new Map(), below: [ownBelow(protocol, rules)], remembering: new Set() });
    known.set(id, reach);
    return reach;
  };
  const applied = (id: SchemaId): Reach => {
    const here = new Map([[id, 1]]);
    if (remembered.has(id)) return { here, below: [nothing], remembering: new Set([id]) };
    const reach = reachOf(id);
    return { ...reach, here: sum(here, reach.here) };
  };
  return reachOf;
}

function both(one: Reach, other: Reach): Reach {
  return { here: sum(one.here, other.here), below: crossed(one.below, other.below), remembering: new Set([...one.remembering, ...other.remembering]) };
}

function either(one: Reach, other: Reach): Reach {
  return { here: larger(one.here, other.here), below: [...one.below, ...other.below], remembering: new Set([...one.remembering, ...other.remembering]) };
}

/** Every way together with every other one; of too many, the worst of all. */
function crossed(ones: readonly Below[], others: readonly Below[], times = 1): readonly Below[] {
  if (ones.length * others.length <= mostWays) return ones.flatMap((one) => others.map((other) => joined(one, other, (left, right) => sum(left, right, times))));
  const worst = (ways: readonly Below[]): Below => ways.reduce((one, other) => joined(one, other, larger));
  return [joined(worst(ones), worst(others), (left, right) => sum(left, right, times))];
}

const mostWays = 256;

/** The schemas that a schema applies to its own value; those of one group exclude one another. */
function appliedBy(protocol: Protocol, id: SchemaId, rules: Rules): readonly (readonly SchemaId[])[] {
  const groups: (readonly SchemaId[])[] = [];
  for (const one of [rules.ref, ...(rules.allOf ?? []), rules.not, rules.if, rules.then, rules.else]) if (one !== undefined) groups.push([one]);
  for (const { schema } of rules.dependentSchemas ?? []) groups.push([schema]);
  for (const union of [rules.anyOf, rules.oneOf]) {
    if (union === undefined || union.length === 0) continue;
    if (tagOf(protocol, union) === undefined) groups.push(...union.map((each) => [each]));
    else groups.push(union);
  }
  const schema = protocol.schemas.get(id);
  for (const members of ["properties", "items"] as const) {
    const asks = members === "items" ? rules.unevaluatedItems : rules.unevaluatedProperties;
    if (schema === undefined || asks === undefined) continue;
    const judged = evaluatedOf(protocol, schema, members).branches.flatMap(({ ways }) => ways.map(({ guard }) => ("schema" in guard ? guard.schema : undefined)));
    for (const each of new Set(judged)) if (each !== undefined) groups.push([each]);
  }
  return groups.map((group) => group.map((each) => targetOf(protocol, each)).filter((each) => isNested(protocol, each))).filter((group) => group.length > 0);
}

/** The end of a chain of bare references. */
function targetOf(protocol: Protocol, id: SchemaId): SchemaId {
  let at = id;
  for (const seen = new Set<SchemaId>(); !seen.has(at); ) {
    seen.add(at);
    const rules = protocol.schemas.get(at)?.rules;
    if (rules?.ref !== undefined && isOnlyReference(rules)) at = rules.ref;
  }
  return at;
}

/** What a schema applies itself to members and items. */
function ownBelow(protocol: Protocol, rules: Rules): Below {
  const counted = (ids: readonly (SchemaId | undefined)[]): Counts => {
    const counts = new Map<SchemaId, number>();
    for (const each of ids) {
      const id = each === undefined ? "" : targetOf(protocol, each);
      if (isNested(protocol, id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  };
  const { unevaluatedProperties, unevaluatedItems, contains } = rules;
  const patterns = rules.patternProperties ?? [];
  const members = (rules.properties ?? []).map(({ name, schema }) => {
    const matching = patterns.filter(({ pattern }) => matchesPattern(pattern, name) !== false).map((each) => each.schema);
    return [name, counted([schema, ...matching, unevaluatedProperties])] as const;
  });
  const items = (rules.prefixItems ?? []).map((id, index) => [String(index), counted([id, contains, unevaluatedItems])] as const);
  return {
    members: { named: new Map(members), others: counted([...patterns.map((each) => each.schema), rules.additionalProperties, unevaluatedProperties]) },
    items: { named: new Map(items), others: counted([rules.items, contains, unevaluatedItems]) },
  };
}

/** A schema that applies no other one costs what it costs, wherever it is called. */
function isNested(protocol: Protocol, id: SchemaId): boolean {
  const rules = protocol.schemas.get(id)?.rules;
  return rules !== undefined && (rules.ref !== undefined || childrenOf(rules).length > 0);
}

const nothing: Below = { members: { named: new Map(), others: new Map() }, items: { named: new Map(), others: new Map() } };

function sum(one: Counts, other: Counts, times = 1): Counts {
  return combined(one, other, (left, right) => Math.min(left + times * right, most + 1));
}

function larger(one: Counts, other: Counts): Counts {
  return combined(one, other, Math.max);
}

function combined(one: Counts, other: Counts, join: (left: number, right: number) => number): Counts {
  if (other.size === 0) return one;
  const counts = new Map(one);
  for (const [id, count] of other) counts.set(id, join(one.get(id) ?? 0, count));
  return counts;
}

function joined(one: Below, other: Below, join: (left: Counts, right: Counts) => Counts): Below {
  const level = (left: Level, right: Level): Level => {
    if (right.named.size === 0 && right.others.size === 0) return left;
    const names = new Set([...left.named.keys(), ...right.named.keys()]);
    const named = [...names].map((name) => [name, join(left.named.get(name) ?? left.others, right.named.get(name) ?? right.others)] as const);
    return { named: new Map(named), others: join(left.others, right.others) };
  };
  return { members: level(one.members, other.members), items: level(one.items, other.items) };
}
