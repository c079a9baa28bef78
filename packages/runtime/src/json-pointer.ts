/** The value at a JSON pointer (RFC 6901), or undefined. Own keys only, so that `__proto__` is a key like another. */
export function valueAt(value: unknown, pointer: string): unknown {
  let here = value;
  for (const key of tokensOf(pointer)) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

/** The tokens of a pointer. They are kept: pointers are those of specifications, which are few, and never those of messages. */
export function tokensOf(pointer: string): readonly string[] {
  const found = known.get(pointer) ?? pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  known.set(pointer, found);
  return found;
}

const known = new Map<string, readonly string[]>();
