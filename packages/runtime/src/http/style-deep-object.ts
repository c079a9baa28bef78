import type { HttpParameter, ObjectReads, ParameterStyle } from "./operation.js";
import { readQuery } from "./query-text.js";
import { decoderOf, encoderOf, isObject, itemsOf, objectOf, readBack, readMember } from "./style-text.js";

/** `color[R]=100&color[G]=200`; members that are objects have brackets of their own, those that are lists are repeated. */
export const deepObject: ParameterStyle = {
  write(parameter, value) {
    if (!isObject(value)) return undefined;
    const pairs = writeMembers(parameter, encodeName(parameter, parameter.name), value);
    return readBack(parameter, value, pairs, readQuery(pairs.join("&")), deepObject.read);
  },
  read(parameter, raw) {
    const entries: Entry[] = [];
    for (const [name, texts] of raw) {
      const path = name.startsWith(`${parameter.name}[`) ? pathOf(name.slice(parameter.name.length)) : undefined;
      if (path !== undefined) entries.push({ path, texts: texts.map(decoderOf(parameter)) });
    }
    return entries.length === 0 ? undefined : readMembers(parameter.members ?? { reads: {}, others: parameter.reads }, entries, 0);
  },
};

interface Entry {
  readonly path: readonly string[];
  readonly texts: readonly string[];
}

function writeMembers(parameter: HttpParameter, prefix: string, value: object): readonly string[] {
  const encode = encoderOf(parameter);
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const key = `${prefix}%5B${encodeName(parameter, name)}%5D`;
    if (member === undefined || member === null) return [];
    if (isObject(member)) return writeMembers(parameter, key, member);
    return (Array.isArray(member) ? itemsOf(member) : [String(member)]).map((text) => `${key}=${encode(text)}`);
  });
}

function readMembers(members: ObjectReads, entries: readonly Entry[], depth: number): object {
  const inner = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = entry.path[depth] ?? "";
    const known = inner.get(name);
    if (known === undefined) inner.set(name, [entry]);
    else known.push(entry);
  }
  return objectOf(
    [...inner].map(([name, own]) => {
      const kind = Object.hasOwn(members.reads, name) ? members.reads[name] : undefined;
      const nested = typeof kind === "object" && "reads" in kind ? kind : undefined;
      if (nested !== undefined) return [name, readMembers(nested, own, depth + 1)] as const;
      return [name, readMember(members, name, own.flatMap(({ texts }) => texts))] as const;
    }),
  );
}

/** `[a][b]` is the path `a`, `b`; anything else is no member. */
function pathOf(brackets: string): readonly string[] | undefined {
  return /^(\[[^[\]]*\])+$/.test(brackets) ? brackets.slice(1, -1).split("][") : undefined;
}

/** A name is encoded whether or not its value may pass as it is. */
function encodeName({ in: place, name, property, required, reads }: HttpParameter, text: string): string {
  return encoderOf({ in: place, name, property, required, reads })(text);
}
