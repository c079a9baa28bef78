import fc from "fast-check";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The words of a schema: its constants, keys and bounds, and what lies just beside them. */
export interface Vocabulary {
  readonly keys: readonly string[];
  readonly scalars: readonly Json[];
}

export function vocabularyOf(...schemas: readonly unknown[]): Vocabulary {
  const keys = new Set(["other", "__proto__", "constructor"]);
  const scalars = new Set<Json>([null, true, false, 0, -0, 1, 1.5, -1, "", "a", "\u{1f600}", "\ud800"]);
  const visit = (node: unknown): void => {
    if (typeof node === "number") for (const beside of [node - 1, node, node + 1, node + 0.5]) scalars.add(beside);
    if (typeof node === "number" && node >= 0 && node < 200) for (const length of [node - 1, node, node + 1]) scalars.add("x".repeat(Math.max(0, length)));
    if (typeof node === "string") for (const text of [node, `${node}x`]) scalars.add(text);
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (!Array.isArray(node)) keys.add(key);
      visit(value);
    }
  };
  for (const schema of schemas) visit(schema);
  return { keys: [...keys], scalars: [...scalars] };
}

/** Values made of the words of a schema: far more of them are nearly valid than of any values. */
export function valuesOf(vocabulary: Vocabulary): fc.Arbitrary<Json> {
  const scalar = fc.oneof({ arbitrary: fc.constantFrom(...vocabulary.scalars), weight: 4 }, fc.jsonValue({ maxDepth: 0 }) as fc.Arbitrary<Json>);
  const key = fc.constantFrom(...vocabulary.keys);
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map(recordOf),
    ),
  }));
  return value;
}

/** Values that differ from an example in one place: a key dropped, added, or its value replaced. */
export function mutantsOf(example: Json, vocabulary: Vocabulary): fc.Arbitrary<Json> {
  const paths = pathsOf(example);
  const replaced = fc.tuple(fc.constantFrom(...paths), valuesOf(vocabulary)).map(([path, value]) => changed(example, path, () => value));
  const dropped = fc.constantFrom(...paths.filter((path) => path.length > 0), []).map((path) => (path.length === 0 ? example : changed(example, path, () => undefined)));
  const added = fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...vocabulary.keys), valuesOf(vocabulary))
    .map(([path, key, value]) => changed(example, path, (old) => (isRecord(old) ? recordOf([...Object.entries(old), [key, value]]) : old)));
  return fc.oneof(replaced, dropped, added);
}

/** An object whose every key is its own, `__proto__` too. */
function recordOf(entries: readonly (readonly [string, Json])[]): { [key: string]: Json } {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`) as { [key: string]: Json };
}

function pathsOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function changed(value: Json, path: readonly string[], change: (old: Json) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (String(index) !== key ? [item] : rest.length > 0 ? [changed(item, rest, change)] : [change(item)].filter((each) => each !== undefined)));
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
    if (name !== key) return [[name, inner]];
    const next = rest.length > 0 ? changed(inner, rest, change) : change(inner);
    return next === undefined ? [] : [[name, next]];
  });
  return recordOf(entries);
}

function isRecord(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
