import { equal, isMap, isMultipleOf, type Json, typeOf } from "./json.js";
import { baseOf, type Library, resolve, resolveDynamic, type Schema } from "./library.js";

/**
 * A plain interpreter of JSON Schema, written from its text and nothing else: slow, and readable beside it. Sections are those of
 * "JSON Schema: A Media Type for Describing JSON Documents" (core) and "JSON Schema Validation" (validation), 2020-12.
 * Formats are annotations here. Draft-07 and OpenAPI 3.0 are said where they differ.
 */
export function isValid(library: Library, schema: Schema, instance: Json): boolean {
  return judge({ library, scope: [], patterns: new Map() }, schema, instance) !== undefined;
}

/** What a schema that accepts a value has judged of it (core 7.7.1): its members and its items. */
interface Judged {
  readonly members: ReadonlySet<string>;
  readonly items: ReadonlySet<number>;
}

interface Run {
  readonly library: Library;
  /** The schema resources that were entered on the way here, outermost first: the dynamic scope (core 7.1). */
  readonly scope: readonly string[];
  readonly patterns: Map<string, RegExp>;
}

/** Undefined where the schema rejects the value. */
function judge(run: Run, schema: Schema, value: Json): Judged | undefined {
  // core 4.3.2: boolean schemas.
  if (schema === true) return { members: new Set(), items: new Set() };
  if (schema === false || !isMap(schema)) return undefined;
  const { dialect } = run.library;
  const base = baseOf(run.library, schema);
  const inner: Run = run.scope.at(-1) === base ? run : { ...run, scope: [...run.scope, base] };
  // draft-07 core 8.3, OpenAPI 3.0 "Reference Object": what stands beside $ref is ignored.
  if (dialect !== "2020-12" && typeof schema.$ref === "string") return judge(inner, resolve(run.library, schema, schema.$ref), value);

  const members = new Set<string>();
  const items = new Set<number>();
  const take = (judged: Judged): void => {
    for (const name of judged.members) members.add(name);
    for (const index of judged.items) items.add(index);
  };
  const inPlace = (each: unknown): Judged | undefined => judge(inner, each as Schema, value);

  if (dialect === "2020-12") {
    // core 8.2.3.1 $ref; 8.2.3.2 $dynamicRef.
    const targets = [
      ...(typeof schema.$ref === "string" ? [resolve(run.library, schema, schema.$ref)] : []),
      ...(typeof schema.$dynamicRef === "string" ? [resolveDynamic(run.library, schema, schema.$dynamicRef, inner.scope)] : []),
    ];
    for (const target of targets) {
      const judged = inPlace(target);
      if (judged === undefined) return undefined;
      take(judged);
    }
  }
  if (!takesAlone(run, schema, value)) return undefined;

  // core 10.2.1.1 allOf.
  for (const each of listOf(schema.allOf)) {
    const judged = inPlace(each);
    if (judged === undefined) return undefined;
    take(judged);
  }
  // core 10.2.1.2 anyOf: every branch that accepts adds to what is judged.
  if (Array.isArray(schema.anyOf)) {
    const accepted = schema.anyOf.map(inPlace).filter((each) => each !== undefined);
    if (accepted.length === 0) return undefined;
    accepted.forEach(take);
  }
  // core 10.2.1.3 oneOf.
  if (Array.isArray(schema.oneOf)) {
    const accepted = schema.oneOf.map(inPlace).filter((each) => each !== undefined);
    const [only] = accepted;
    if (accepted.length !== 1 || only === undefined) return undefined;
    take(only);
  }
  // core 10.2.1.4 not: what it judges does not count.
  if (schema.not !== undefined && inPlace(schema.not) !== undefined) return undefined;
  // core 10.2.2 if, then, else: OpenAPI 3.0 has none.
  if (schema.if !== undefined && dialect !== "openapi-3.0") {
    const judged = inPlace(schema.if);
    if (judged !== undefined) take(judged);
    const next = judged === undefined ? schema.else : schema.then;
    if (next !== undefined) {
      const then = inPlace(next);
      if (then === undefined) return undefined;
      take(then);
    }
  }

  if (isMap(value)) {
    const own = judgeMembers(inner, schema, value);
    if (own === undefined) return undefined;
    take(own);
    // core 11.3 unevaluatedProperties: after all others.
    if (schema.unevaluatedProperties !== undefined && dialect === "2020-12") {
      for (const [name, member] of Object.entries(value)) {
        if (members.has(name)) continue;
        if (judge(inner, schema.unevaluatedProperties as Schema, member) === undefined) return undefined;
        members.add(name);
      }
    }
  }
  if (Array.isArray(value)) {
    const own = judgeItems(inner, schema, value);
    if (own === undefined) return undefined;
    take(own);
    // core 11.2 unevaluatedItems.
    if (schema.unevaluatedItems !== undefined && dialect === "2020-12") {
      for (const [index, item] of value.entries()) {
        if (items.has(index)) continue;
        if (judge(inner, schema.unevaluatedItems as Schema, item) === undefined) return undefined;
        items.add(index);
      }
    }
  }
  return { members, items };
}

/** Validation 6.1 to 6.5: the keywords that need no other schema. */
function takesAlone(run: Run, schema: { readonly [key: string]: unknown }, value: Json): boolean {
  const { dialect } = run.library;
  const isOld = dialect === "openapi-3.0";
  // 6.1.1 type: a number without a fraction is an integer. OpenAPI 3.0.3, "nullable": null beside the type, where there is one.
  if (schema.type !== undefined) {
    const types = [schema.type].flat();
    const isNullable = isOld && schema.nullable === true && value === null;
    const isInteger = typeof value === "number" && Number.isInteger(value);
    if (!isNullable && !types.includes(typeOf(value)) && !(isInteger && types.includes("integer"))) return false;
  }
  // 6.1.2 enum, 6.1.3 const.
  if (Array.isArray(schema.enum) && !schema.enum.some((each) => equal(each as Json, value))) return false;
  if ("const" in schema && !isOld && !equal(schema.const as Json, value)) return false;
  if (typeof value === "number") {
    // 6.2.1 to 6.2.5; in OpenAPI 3.0 the exclusive bounds are marks at the others.
    if (typeof schema.multipleOf === "number" && !isMultipleOf(value, schema.multipleOf)) return false;
    if (typeof schema.maximum === "number" && (value > schema.maximum || (schema.exclusiveMaximum === true && value === schema.maximum))) return false;
    if (typeof schema.exclusiveMaximum === "number" && value >= schema.exclusiveMaximum) return false;
    if (typeof schema.minimum === "number" && (value < schema.minimum || (schema.exclusiveMinimum === true && value === schema.minimum))) return false;
    if (typeof schema.exclusiveMinimum === "number" && value <= schema.exclusiveMinimum) return false;
  }
  if (typeof value === "string") {
    // 6.3.1, 6.3.2: lengths count characters of RFC 8259, which are code points. 6.3.3: not anchored.
    const length = [...value].length;
    if (typeof schema.maxLength === "number" && length > schema.maxLength) return false;
    if (typeof schema.minLength === "number" && length < schema.minLength) return false;
    if (typeof schema.pattern === "string" && !patternOf(run, schema.pattern).test(value)) return false;
  }
  if (Array.isArray(value)) {
    // 6.4.1 to 6.4.3.
    if (typeof schema.maxItems === "number" && value.length > schema.maxItems) return false;
    if (typeof schema.minItems === "number" && value.length < schema.minItems) return false;
    if (schema.uniqueItems === true && value.some((item, index) => value.slice(index + 1).some((other) => equal(item, other)))) return false;
  }
  if (isMap(value)) {
    const has = (name: unknown): boolean => typeof name === "string" && Object.hasOwn(value, name);
    // 6.5.1 to 6.5.4; draft-07 has the last as a part of "dependencies".
    const count = Object.keys(value).length;
    if (typeof schema.maxProperties === "number" && count > schema.maxProperties) return false;
    if (typeof schema.minProperties === "number" && count < schema.minProperties) return false;
    if (!listOf(schema.required).every(has)) return false;
    const dependencies = dialect === "2020-12" ? schema.dependentRequired : dialect === "draft-07" ? schema.dependencies : undefined;
    for (const [name, wanted] of entriesOf(dependencies)) if (Array.isArray(wanted) && has(name) && !wanted.every(has)) return false;
  }
  return true;
}

/** Core 10.3.2 and 10.2.2.4: the members of an object. */
function judgeMembers(run: Run, schema: { readonly [key: string]: unknown }, value: { readonly [key: string]: Json }): Judged | undefined {
  const { dialect } = run.library;
  const members = new Set<string>();
  const properties = isMap(schema.properties) ? schema.properties : {};
  const patterns = dialect === "openapi-3.0" ? [] : entriesOf(schema.patternProperties);
  for (const [name, member] of Object.entries(value)) {
    // 10.3.2.1 properties, 10.3.2.2 patternProperties, 10.3.2.3 additionalProperties.
    const applied = [
      ...(Object.hasOwn(properties, name) ? [properties[name]] : []),
      ...patterns.filter(([pattern]) => patternOf(run, pattern).test(name)).map(([, each]) => each),
    ];
    if (applied.length === 0 && schema.additionalProperties !== undefined) applied.push(schema.additionalProperties);
    if (applied.length > 0) members.add(name);
    if (!applied.every((each) => judge(run, each as Schema, member) !== undefined)) return undefined;
    // 10.3.2.4 propertyNames.
    if (schema.propertyNames !== undefined && dialect !== "openapi-3.0" && judge(run, schema.propertyNames as Schema, name) === undefined) return undefined;
  }
  // 10.2.2.4 dependentSchemas; draft-07: the other part of "dependencies".
  const dependent = dialect === "2020-12" ? schema.dependentSchemas : dialect === "draft-07" ? schema.dependencies : undefined;
  for (const [name, each] of entriesOf(dependent)) {
    if (Array.isArray(each) || !Object.hasOwn(value, name)) continue;
    const judged = judge(run, each as Schema, value);
    if (judged === undefined) return undefined;
    for (const member of judged.members) members.add(member);
  }
  return { members, items: new Set() };
}

/** Core 10.3.1, validation 6.4.4 and 6.4.5: the items of an array. */
function judgeItems(run: Run, schema: { readonly [key: string]: unknown }, value: readonly Json[]): Judged | undefined {
  const { dialect } = run.library;
  const items = new Set<number>();
  // 10.3.1.1 prefixItems, 10.3.1.2 items; draft-07: a list of "items" and "additionalItems".
  const isOldTuple = dialect === "draft-07" && Array.isArray(schema.items);
  const first = isOldTuple ? listOf(schema.items) : dialect === "2020-12" ? listOf(schema.prefixItems) : [];
  const rest = isOldTuple ? schema.additionalItems : schema.items;
  for (const [index, item] of value.entries()) {
    const applied = index < first.length ? first[index] : rest;
    if (applied === undefined) continue;
    items.add(index);
    if (judge(run, applied as Schema, item) === undefined) return undefined;
  }
  // 10.3.1.3 contains, with 6.4.4 maxContains and 6.4.5 minContains: an item that it accepts is judged.
  if (schema.contains !== undefined && dialect !== "openapi-3.0") {
    const found = [...value.keys()].filter((index) => judge(run, schema.contains as Schema, value[index] ?? null) !== undefined);
    const isNew = dialect === "2020-12";
    if (found.length < (isNew && typeof schema.minContains === "number" ? schema.minContains : 1)) return undefined;
    if (isNew && typeof schema.maxContains === "number" && found.length > schema.maxContains) return undefined;
    if (isNew) for (const index of found) items.add(index);
  }
  return { members: new Set(), items };
}

/** Validation 4.3: regular expressions of ECMA-262, with "u"; an escape that only the older syntax has is let pass. */
function patternOf(run: Run, pattern: string): RegExp {
  let compiled = run.patterns.get(pattern);
  if (compiled === undefined) {
    try {
      compiled = new RegExp(pattern, "u");
    } catch {
      compiled = new RegExp(pattern);
    }
    run.patterns.set(pattern, compiled);
  }
  return compiled;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isMap(value) ? Object.entries(value) : [];
}
