import { pascalCase } from "@parley/compiler";

/** Gives each thing a name of its own: the one it wants, or the nearest that is free. */
export class Names {
  readonly #taken = new Map<string, string>();
  /** How far the marks of a name and a place are used up. */
  readonly #marks = new Map<string, number>();

  /** `others` are tried in turn where the name is taken; `by` says in a diagnostic who has it. */
  give(wanted: string, others: readonly string[], by: string): Given {
    const fallback = reserved.has(wanted) ? `${wanted}Model` : wanted;
    const candidates = [fallback, ...others];
    let name = candidates.find((candidate) => !this.#taken.has(candidate) && !reserved.has(candidate));
    name ??= this.#marked(fallback, by);
    const owner = this.#taken.get(wanted);
    this.#taken.set(name, by);
    if (name === wanted) return { name };
    return { name, why: owner === undefined ? "the language has that name already" : `${owner} has that name already` };
  }

  // No counter: whatever else is written between them, both keep their names.
  #marked(fallback: string, by: string): string {
    const key = `${fallback} ${by}`;
    for (let mark = this.#marks.get(key) ?? hashOf(by); ; mark = hashOf("'", mark)) {
      const marked = `${fallback}_${lettersOf(mark)}`;
      if (this.#taken.has(marked)) continue;
      this.#marks.set(key, mark);
      return marked;
    }
  }
}

export interface Given {
  readonly name: string;
  /** Why it is not the wanted name. */
  readonly why?: string;
}

/**
 * Gives operations their names as members of a generated object. Some names would not do there: `new` is a construct signature in an interface,
 * `then` makes an object that is awaited a promise, and what every object inherits is found where the member is missing.
 */
export class MemberNames {
  readonly #own: ReadonlySet<string>;
  readonly #taken = new Set<string>();

  /** `own` are the members that the object has anyway. */
  constructor(own: readonly string[] = []) {
    this.#own = new Set(own);
  }

  give(wanted: string): Given {
    const isSpecial = wanted === "new" || wanted === "then" || isInherited(wanted);
    const given = isSpecial || this.#own.has(wanted) ? `${wanted}Operation` : wanted;
    const name = nextFree(given, { has: (each) => this.#own.has(each) || this.#taken.has(pascalCase(each)) });
    // Types are named for members too: two that differ in their first letter alone would share them.
    this.#taken.add(pascalCase(name));
    if (name === wanted) return { name };
    if (given === wanted) return { name, why: "another operation has that name already" };
    return { name, why: isSpecial ? "the language means something else by a member of that name" : "the generated object has a member of that name anyway" };
  }
}

/** Four letters and digits that stand for a place, the same in every run. */
export function placeMark(place: string): string {
  return lettersOf(hashOf(place));
}

function hashOf(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

function lettersOf(hash: number): string {
  return (hash % 36 ** 4).toString(36).padStart(4, "0");
}

/** A name that nobody has: `list2`. */
export function nextFree(wish: string, taken: { has(name: string): boolean }): string {
  let name = wish;
  for (let count = 2; taken.has(name); count += 1) name = `${wish}${count}`;
  return name;
}

/** True for what every object has without saying so, such as `constructor`. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** A name for a schema that has none but its place: the last telling step of the pointer, else the file's base name. */
export function nameOfPlace(path: string, pointer: string): string {
  const steps = pointer.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  for (const step of steps.reverse()) {
    const name = pascalCase(step);
    if (name !== "" && !/^_?\d+$/.test(name) && !containers.has(step)) return name;
  }
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/(\.(asyncapi|openapi|schema))?\.[^.]*$/, "");
  return pascalCase(file) || "Schema";
}

/** The name of the folder and file of a place, to tell two of one name apart. */
export function namesOfFile(path: string, name: string): readonly string[] {
  const [folder = "", file = ""] = path.split("/").slice(-2).length === 2 ? path.split("/").slice(-2) : ["", path];
  const base = pascalCase(file.replace(/\..*$/, ""));
  return [base === name ? "" : base + name, pascalCase(folder) + name].filter((candidate) => candidate !== "" && candidate !== name);
}

const containers = new Set([
  "schemas", "messages", "components", "$defs", "definitions", "properties", "items", "payload", "headers", "schema", "allOf", "oneOf", "anyOf",
  "patternProperties", "additionalProperties", "prefixItems", "not", "if", "then", "else", "contains", "dependentSchemas", "propertyNames",
]);

// Types that generated files use, or that every reader takes for the language's own.
const reserved = new Set([
  "AbortController", "AbortError", "AbortSignal", "Array", "ArrayBuffer", "AsyncDisposable", "AsyncIterable", "AsyncIterator", "BigInt", "Blob", "Boolean",
  "DataView", "Date", "Disposable", "Error", "Event", "EventTarget", "FormData", "Function", "Headers", "Infinity", "Issue", "Iterable", "Iterator", "JSON",
  "Map", "Math", "NaN", "Number", "Object", "Omit", "Partial", "Pick", "Promise", "PromiseLike", "Proxy", "Readonly", "ReadonlyArray", "ReadonlyMap",
  "ReadonlySet", "Record", "Reflect", "RegExp", "Request", "Required", "Response", "Rules", "Set", "String", "Symbol", "URL", "URLSearchParams",
  "Uint8Array", "WeakMap", "WebSocket",
]);
