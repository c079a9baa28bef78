import type { ConferenceInfo } from "@parley/conference";

/** By what an entry of these lists is told from the others (RFC 4575). Other lists are values. */
const names: Readonly<Record<string, string>> = { users: "id", endpoints: "entity", media: "id", floors: "id", breakouts: "id" };

/** What has changed from one state of a conference to another. A part that has lost something beside entries of lists is told in full. */
export type InfoDelta = { readonly state: "partial" | "full"; readonly info: ConferenceInfo };

/** Undefined where nothing has changed. */
export function infoDelta(before: ConferenceInfo, after: ConferenceInfo): InfoDelta | undefined {
  const delta = partOf(toRecord(before), toRecord(after), undefined);
  if (delta === "lost") return { state: "full", info: after };
  return delta === undefined ? undefined : { state: "partial", info: delta };
}

type Part = Readonly<Record<string, unknown>>;

/** The keys that differ; undefined where none does, `lost` where a key is gone, which only the whole part can tell. */
function partOf(before: Part, after: Part, name: string | undefined): Part | "lost" | undefined {
  if (Object.keys(before).some((key) => !(key in after) && !(key in names))) return "lost";
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const by = names[key];
    if (by !== undefined) {
      const entries = entriesOf(listOf(before[key]), listOf(after[key]), by);
      if (entries.length > 0) changed[key] = entries;
    } else if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      changed[key] = after[key];
    }
  }
  if (Object.keys(changed).length === 0) return undefined;
  return name === undefined ? changed : { [name]: after[name], state: "partial", ...changed };
}

function entriesOf(before: readonly Part[], after: readonly Part[], by: string): readonly Part[] {
  const known = new Map(before.map((entry) => [entry[by], entry]));
  const kept = new Set(after.map((entry) => entry[by]));
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
