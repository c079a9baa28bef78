import type { HttpBinding, MediaType, Notes, Operation, OperationId, Parameter, Protocol, Rules, Schema, SchemaId } from "@parley/compiler";
import { conjunctsOf } from "./constant.js";
import { childrenOf } from "./schema-children.js";

/** What a message of HTTP is: members that are `readOnly` stand in responses only, those that are `writeOnly` in requests only. */
export type Direction = "request" | "response";

/** Schemas as requests and as responses carry them, where that differs from the schema as it is written. */
export interface Directions {
  /** The forms that had to be made: each is a schema beside the one that it is a form of, `OrderInput` beside `Order`. */
  readonly made: ReadonlyMap<SchemaId, Schema>;
  /** The form that a direction carries; the schema itself, where nothing that it demands depends on the direction. */
  readonly formOf: (id: SchemaId, direction: Direction) => SchemaId;
  /** The members that types of a form leave out. Validators do not demand them, and judge them where they are there. */
  readonly leftOut: (id: SchemaId) => ReadonlySet<string>;
}

const marks: { readonly [direction in Direction]: { readonly hides: "readOnly" | "writeOnly"; readonly suffix: string; readonly says: string } } = {
  request: { hides: "readOnly", suffix: "Input", says: "As requests carry it: without what only responses do." },
  response: { hides: "writeOnly", suffix: "Output", says: "As responses carry it: without what only requests do." },
};

/**
 * Makes the forms that the operations of protocols need. A schema gets a form of its own only where it, or one that it leads to, requires a member
 * that its direction does not carry; all others are what they are in both.
 */
export function planDirections(schemas: ReadonlyMap<SchemaId, Schema>, protocols: readonly Protocol[]): Directions {
  const made = new Map<SchemaId, Schema>();
  const left = new Map<SchemaId, ReadonlySet<string>>();
  for (const direction of ["request", "response"] as const) {
    const isHidden = hiding(schemas, marks[direction].hides);
    const hidden = requiredButHidden(schemas, isHidden);
    if (hidden.size === 0) continue;
    const roots = protocols.flatMap(({ operations }) => [...operations.values()].flatMap(({ http }) => (http === undefined ? [] : carriedBy(http, direction))));
    const changed = changedSchemas(schemas, roots, hidden);
    const form = (id: SchemaId): SchemaId => (changed.has(id) ? formId(id, direction) : id);
    for (const id of changed) {
      const schema = schemas.get(id);
      if (schema === undefined) continue;
      made.set(form(id), formOfSchema(schema, direction, hidden.get(id) ?? none, form));
      left.set(form(id), new Set((schema.rules.properties ?? []).filter((each) => isHidden(each.schema)).map(({ name }) => name)));
    }
  }
  const formOf = (id: SchemaId, direction: Direction): SchemaId => (made.has(formId(id, direction)) ? formId(id, direction) : id);
  return { made, formOf, leftOut: (id) => left.get(id) ?? none };
}

/** The same protocol, whose operations name the forms that they carry. */
export function directed(protocol: Protocol, { made, formOf }: Directions): Protocol {
  if (made.size === 0) return protocol;
  const schemas = new Map(protocol.schemas);
  for (const id of protocol.schemas.keys()) {
    for (const direction of ["request", "response"] as const) {
      const form = made.get(formId(id, direction));
      if (form !== undefined) schemas.set(form.id, form);
    }
  }
  const operations = new Map<OperationId, Operation>();
  for (const [id, operation] of protocol.operations) {
    const { http } = operation;
    operations.set(id, http === undefined ? operation : { ...operation, http: directedBinding(http, formOf) });
  }
  return { ...protocol, schemas, operations };
}

const none: ReadonlySet<string> = new Set();

// No JSON pointer has a tilde before a letter.
function formId(id: SchemaId, direction: Direction): SchemaId {
  return `${id}~${direction}`;
}

function directedBinding(http: HttpBinding, formOf: Directions["formOf"]): HttpBinding {
  const media = (direction: Direction) => (each: MediaType): MediaType => ({
    ...each,
    ...(each.schema === undefined ? {} : { schema: formOf(each.schema, direction) }),
    ...(each.itemSchema === undefined ? {} : { itemSchema: formOf(each.itemSchema, direction) }),
  });
  const parameter = (direction: Direction) => (each: Parameter): Parameter => ({
    ...each,
    ...(each.schema === undefined ? {} : { schema: formOf(each.schema, direction) }),
    ...(each.content === undefined ? {} : { content: media(direction)(each.content) }),
  });
  return {
    ...http,
    parameters: http.parameters.map(parameter("request")),
    ...(http.body === undefined ? {} : { body: { ...http.body, content: http.body.content.map(media("request")) } }),
    responses: http.responses.map((response) => ({
      ...response,
      headers: response.headers.map(parameter("response")),
      content: response.content.map(media("response")),
    })),
  };
}

function carriedBy(http: HttpBinding, direction: Direction): readonly SchemaId[] {
  const content = direction === "request" ? http.body?.content ?? [] : http.responses.flatMap((response) => response.content);
  const parameters = direction === "request" ? http.parameters : http.responses.flatMap((response) => response.headers);
  const media = [...content, ...parameters.flatMap((parameter) => parameter.content ?? [])];
  return [...media.flatMap((each) => [each.schema, each.itemSchema]), ...parameters.map(({ schema }) => schema)].filter((id) => id !== undefined);
}

/** Whether a schema is of a member that is not carried: it says so, or what it refers to does. */
function hiding(schemas: ReadonlyMap<SchemaId, Schema>, hides: "readOnly" | "writeOnly"): (id: SchemaId) => boolean {
  if (![...schemas.values()].some(({ notes }) => notes[hides] === true)) return () => false;
  const judged = new Map<SchemaId, boolean>();
  return (id) => {
    const known = judged.get(id) ?? conjunctsOf({ schemas }, id).some(({ notes }) => notes[hides] === true);
    judged.set(id, known);
    return known;
  };
}

/** For each schema, which of the members that it requires are not carried; also for a branch of allOf that requires what its owner declares. */
function requiredButHidden(schemas: ReadonlyMap<SchemaId, Schema>, isHidden: (id: SchemaId) => boolean): ReadonlyMap<SchemaId, ReadonlySet<string>> {
  const found = new Map<SchemaId, Set<string>>();
  for (const owner of schemas.values()) {
    const requiring = [owner, ...partsInPlace(schemas, owner)].filter(({ rules }) => (rules.required ?? []).length > 0);
    if (requiring.length === 0) continue;
    const members = conjunctsOf({ schemas }, owner.id).flatMap(({ rules }) => rules.properties ?? []);
    const names = new Set(members.filter(({ schema }) => isHidden(schema)).map(({ name }) => name));
    if (names.size === 0) continue;
    for (const { id, rules } of requiring) {
      for (const name of rules.required ?? []) if (names.has(name)) found.set(id, (found.get(id) ?? new Set()).add(name));
    }
  }
  return found;
}

function partsInPlace(schemas: ReadonlyMap<SchemaId, Schema>, owner: Schema): readonly Schema[] {
  return (owner.rules.allOf ?? []).flatMap((id) => schemas.get(id) ?? []).filter(({ id }) => id.startsWith(`${owner.id}/`));
}

/** The schemas that the roots lead to, and that are, or lead to, one that requires what is hidden. */
function changedSchemas(schemas: ReadonlyMap<SchemaId, Schema>, roots: readonly SchemaId[], hidden: ReadonlyMap<SchemaId, unknown>): ReadonlySet<SchemaId> {
  const reached = new Set(roots);
  const users = new Map<SchemaId, SchemaId[]>();
  for (const id of reached) {
    for (const part of partsOf(schemas.get(id)?.rules ?? {})) {
      reached.add(part);
      const list = users.get(part) ?? [];
      users.set(part, list);
      list.push(id);
    }
  }
  const changed = new Set([...hidden.keys()].filter((id) => reached.has(id)));
  for (const id of changed) for (const user of users.get(id) ?? []) changed.add(user);
  return changed;
}

/** What a schema leads to; not what it denies or asks, which must not become weaker. */
function partsOf(rules: Rules): readonly SchemaId[] {
  const { not: _, if: __, ...others } = rules;
  return [...(rules.ref === undefined ? [] : [rules.ref]), ...childrenOf(others).map(({ id }) => id)];
}

function formOfSchema(schema: Schema, direction: Direction, hidden: ReadonlySet<string>, form: (id: SchemaId) => SchemaId): Schema {
  const { suffix, says } = marks[direction];
  const { name, notes, rules } = schema;
  return {
    ...schema,
    id: formId(schema.id, direction),
    ...(name === undefined ? {} : { name: name + suffix }),
    notes: { ...formOfNotes(notes, form), ...(name === undefined ? {} : { description: [notes.description, says].filter(Boolean).join("\n\n") }) },
    rules: formOfRules({ ...rules, ...(rules.required === undefined ? {} : { required: rules.required.filter((each) => !hidden.has(each)) }) }, form),
  };
}

function formOfNotes(notes: Notes, form: (id: SchemaId) => SchemaId): Notes {
  const { discriminator } = notes;
  if (discriminator === undefined) return notes;
  const { fallback } = discriminator;
  const mapping = discriminator.mapping.map(({ value, schema }) => ({ value, schema: form(schema) }));
  return { ...notes, discriminator: { ...discriminator, mapping, ...(fallback === undefined ? {} : { fallback: form(fallback) }) } };
}

/** The same rules over the forms of other schemas. */
function formOfRules(rules: Rules, form: (id: SchemaId) => SchemaId): Rules {
  const one = (id: SchemaId | undefined): SchemaId | undefined => (id === undefined ? undefined : form(id));
  const list = (ids: readonly SchemaId[] | undefined): readonly SchemaId[] | undefined => ids?.map(form);
  const members = <Each extends { readonly schema: SchemaId }>(all: readonly Each[] | undefined): readonly Each[] | undefined =>
    all?.map((each) => ({ ...each, schema: form(each.schema) }));
  const changed = {
    ref: one(rules.ref),
    items: one(rules.items),
    unevaluatedItems: one(rules.unevaluatedItems),
    contains: one(rules.contains),
    additionalProperties: one(rules.additionalProperties),
    unevaluatedProperties: one(rules.unevaluatedProperties),
    then: one(rules.then),
    else: one(rules.else),
    prefixItems: list(rules.prefixItems),
    allOf: list(rules.allOf),
    anyOf: list(rules.anyOf),
    oneOf: list(rules.oneOf),
    properties: members(rules.properties),
    patternProperties: members(rules.patternProperties),
    dependentSchemas: members(rules.dependentSchemas),
  };
  return { ...rules, ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) };
}
