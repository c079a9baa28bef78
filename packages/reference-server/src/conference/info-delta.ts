import { conferenceInfoToldBy } from "@parley/conference";
import type { ConferenceInfo } from "@parley/conference";

const names: Readonly<Record<string, string>> = conferenceInfoToldBy;

/**
 * What has changed from one state of a conference to another, for `followState` of the runtime to put into the one before. A part that has lost
 * something beside entries of these lists, or has them in another order, is told in full.
 */
export type InfoDelta = { readonly state: "partial" | "full"; readonly info: ConferenceInfo };

/** Undefined where nothing has changed. */
export function infoDelta(before: ConferenceInfo, after: ConferenceInfo): InfoDelta | undefined {
  const delta = partOf(toRecord(before), toRecord(after), undefined);
  if (delta === "lost") return { state: "full", info: after };
  return delta === undefined ? undefined : { state: "partial", info: delta };
}

type Part = Readonly<Record<string, unknown>>;

/** The keys that differ; undefined where none does, `lost` where only the whole part can tell what has become of it. */
function partOf(before: Part, after: Part, name: string | undefined): Part | "lost" | undefined {
  if (Object.keys(before).some((key) => !(key in after))) return "lost";
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const by = key in before ? names[key] : undefined;
    if (by === undefined) {
      if (JSON.stringify(before[key]) !== JSON.stringify(value)) changed[key] = value;
      continue;
    }
    const entries = entriesOf(listOf(before[key]), listOf(value), by);
    if (entries === "lost") return "lost";
    if (entries.length > 0) changed[key] = entries;
  }
  if (Object.keys(changed).length === 0) return undefined;
  return name === undefined ? changed : { [name]: after[name], state: "partial", ...changed };
}

/** What is gone, and what is other or new; `lost` where those who stay, and then the new ones, are not in this order. */
function entriesOf(before: readonly Part[], after: readonly Part[], by: string): readonly Part[] | "lost" {
  const known = new Map(before.map((entry) => [entry[by], entry]));
  const kept = new Set(after.map((entry) => entry[by]));
  const order = [...before.filter((entry) => kept.has(entry[by])), ...after.filter((entry) => !known.has(entry[by]))];
  if (order.some((entry, place) => entry[by] !== after[place]?.[by])) return "lost";
  const gone = before.filter((entry) => !kept.has(entry[by])).map((entry) => ({ [by]: entry[by], state: "deleted" }));
  const rest = after.flatMap((entry) => {
    const old = known.get(entry[by]);
    const part = old === undefined ? "lost" : partOf(old, entry, by);
    if (part === undefined) return [];
    return [part === "lost" ? { ...entry, state: "full" } : part];
  });
  return [...gone, ...rest];
}

function listOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? (value as readonly Part[]) : [];
}

function toRecord(info: ConferenceInfo): Part {
  return { ...info };
}
