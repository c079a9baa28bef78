/**
 * Puts a change of a state into what is known of the state, as RFC 4575 has it: members of the change take the place of those known, the others
 * stay. Lists of entries that tell themselves apart by a member, as `names` says of each list (`{ users: "id" }`), are merged entry by entry, at any
 * depth: an entry says by its `state` that it is `full` (also where it says nothing), `partial` or `deleted`; another word is read as `partial`.
 * New entries come last, and the result has no such `state`. Other lists are values. A whole state is read by merging it into `{}`.
 * Neither argument is changed.
 */
export function mergePartial<State extends object>(known: State, change: State, names: Readonly<Record<string, string>>): State {
  // Members of a state are members of the result, each of them from one of the two or merged from both.
  return merged(partOf(known), partOf(change), names) as State;
}

type Part = Readonly<Record<string, unknown>>;

function merged(known: Part, change: Part, names: Readonly<Record<string, string>>): Part {
  const members = new Map(Object.entries(known));
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    members.set(key, name !== undefined && Array.isArray(value) ? mergedEntries(members.get(key), value, name, names) : value);
  }
  return Object.fromEntries(members);
}

function mergedEntries(known: unknown, changes: readonly unknown[], name: string, names: Readonly<Record<string, string>>): readonly unknown[] {
  const entries = new Map((Array.isArray(known) ? known : []).map((entry: unknown) => [partOf(entry)[name], entry]));
  for (const entry of changes) {
    const { state = "full", ...rest } = partOf(entry);
    const key = rest[name];
    if (state === "deleted") entries.delete(key);
    else entries.set(key, merged(state === "full" ? {} : partOf(entries.get(key)), rest, names));
  }
  return [...entries.values()];
}

function partOf(entry: unknown): Part {
  return typeof entry === "object" && entry !== null ? { ...entry } : {};
}
