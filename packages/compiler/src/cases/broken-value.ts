import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { evaluate } from "../rules/evaluate.js";
import type { Issue } from "../rules/issue.js";
import { hasType } from "../rules/json-value.js";
import { formatPointer } from "../source/json-pointer.js";
import { breakingValues } from "./breaking-values.js";
import { demandingSchemas, type Site, sitesAt, spotsOf } from "./site.js";
import { withValueAt } from "./value-at.js";
import { widerValues } from "./wider-values.js";

/** A value that breaks one demand of its schema. */
export interface BrokenValue {
  readonly value: Json;
  /** JSON pointer inside the value, as an issue has it. */
  readonly pointer: string;
  readonly keyword: string;
  /** Where the demand is written: `specs/common/expires.yaml#/minimum`. */
  readonly at: string;
  /** True where no other demand is broken with it. */
  readonly alone: boolean;
}

/** A demand that no value was found to break so that a validator tells it. */
export interface Unbroken {
  readonly pointer: string;
  readonly keyword: string;
  readonly at: string;
  readonly reason: string;
}

export interface BrokenValues {
  readonly broken: readonly BrokenValue[];
  readonly unbroken: readonly Unbroken[];
}

/** What arrives of a value that is sent; undefined where it cannot be sent. */
export type Arrival = (value: Json) => Json | undefined;

/**
 * Breaks each demand that a schema makes on a value and its parts, one at a time: from the valid values that are given, and from others that hold
 * what those leave out. Each is judged as it arrives, by the evaluator, which tells the broken demand at its place.
 */
export function brokenValues(schemas: ReadonlyMap<SchemaId, Schema>, root: SchemaId, samples: readonly Json[], arrival: Arrival = (value) => value): BrokenValues {
  const demands = new Map<string, Demand>();
  const wholes = samples.filter((sample) => evaluate(schemas, root, sample).length === 0);
  const known = new Set(wholes.map((whole) => JSON.stringify(whole)));
  const widened = new Set<string>();
  const applied = new Set<SchemaId>();
  for (let at = 0; at < Math.min(wholes.length, mostWholes); at += 1) {
    const whole = wholes[at] ?? null;
    for (const spot of spotsOf(schemas, root, whole)) {
      applied.add(spot.schema.id);
      for (const site of sitesAt(schemas, spot)) attempt({ schemas, root, whole, arrival }, site, demands);
      for (const wider of widerValues(schemas, root, whole, spot, widened)) {
        if (!known.has(JSON.stringify(wider))) wholes.push(wider);
        known.add(JSON.stringify(wider));
      }
    }
  }
  const found = [...demands.values()];
  const idle = demandingSchemas(schemas, root).filter(({ id, rules }) => !applied.has(id) && Object.keys(rules).length > 0);
  return {
    broken: found.flatMap(({ best }) => (best === undefined ? [] : [best])),
    unbroken: [
      ...found.flatMap(({ best, last }) => (best === undefined ? [last] : [])),
      ...idle.map(({ id }) => ({ pointer: "", keyword: "", at: id, reason: "no valid value was found that it is applied to and that can be sent" })),
    ],
  };
}

const mostWholes = 2_000;
const mostAttempts = 6;

interface Demand {
  attempts: number;
  best: BrokenValue | undefined;
  /** Why it was not broken at the last attempt. */
  last: Unbroken;
}

interface Trial {
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  readonly root: SchemaId;
  readonly whole: Json;
  readonly arrival: Arrival;
}

function attempt(trial: Trial, site: Site, demands: Map<string, Demand>): void {
  const at = `${site.schema.id}${site.schema.id.includes("#") ? "" : "#"}/${site.keyword}`;
  const pointer = formatPointer(site.path);
  const place = { pointer: pointer + (site.member === undefined ? "" : formatPointer([site.member])), keyword: site.keyword, at };
  // One item of a list stands for all.
  const key = `${at} ${JSON.stringify(site.path.map((step) => (typeof step === "number" ? "*" : step)))} ${site.member ?? ""}`;
  const demand: Demand = demands.get(key) ?? { attempts: 0, best: undefined, last: { ...place, reason: "nothing was found that breaks it" } };
  demands.set(key, demand);
  if (demand.best?.alone === true || demand.attempts >= mostAttempts) return;
  demand.attempts += 1;
  let nearest: readonly Issue[] | undefined;
  let sendable = false;
  let typed = site.keyword !== "type" || site.path.length > 0;
  for (const value of breakingValues(trial.schemas, site)) {
    const sent = withValueAt(trial.whole, site.path, value);
    const arrived = sent === undefined ? undefined : trial.arrival(sent);
    if (sent === undefined || arrived === undefined) continue;
    sendable = true;
    typed ||= !(site.schema.rules.type ?? []).some((type) => hasType(arrived, type));
    const issues = evaluate(trial.schemas, trial.root, arrived);
    const told = issues.find((issue) => issue.at === at && isAt(issue.pointer, pointer, site));
    if (told === undefined) {
      if (issues.length > 0 && (nearest === undefined || issues.length < nearest.length)) nearest = issues;
      continue;
    }
    const broken = { value: sent, pointer: told.pointer, keyword: told.keyword, at: told.at, alone: issues.length === 1 };
    if (broken.alone || demand.best === undefined) demand.best = broken;
    if (broken.alone) return;
  }
  const reason = sendable ? reasonOf(nearest) : "what would break it cannot be sent in this place";
  demand.last = { ...place, reason: typed ? reason : "whatever is sent in this place arrives as one" };
}

/** True for the part itself, and for the member of it that a demand on an object names. */
function isAt(told: string, pointer: string, { member, keyword }: Site): boolean {
  if (member !== undefined) return told === pointer + formatPointer([member]);
  if (!/^(additionalProperties|unevaluated\w+|propertyNames)$/.test(keyword)) return told === pointer;
  return told.startsWith(`${pointer}/`) && !told.slice(pointer.length + 1).includes("/");
}

function reasonOf(nearest: readonly Issue[] | undefined): string {
  const [first] = nearest ?? [];
  if (first === undefined) return "whatever was tried is still valid: another branch takes it, or every value meets it here";
  return `what breaks it is told as "${first.keyword}" at "${first.pointer}" (${first.at})`;
}
