import { kebabCase, type MediaType, type Operation, type OperationId, type Parameter, type Protocol, type SchemaId } from "@parley/compiler";
import type { Part } from "./declaration.js";
import { nextFree } from "./naming.js";
import { childrenOf } from "./schema-children.js";

/** What a file that passes its limit is parted into: one file for each tag of operations, or for each channel of messages. */
export interface Groups {
  /** Names of the tags' files in the order of the text: `join-tokens`. None where all operations are of one tag, or of none. */
  readonly names: readonly string[];
  /** Undefined for an operation without a tag: it stays in the file of its concern. */
  readonly ofOperation: (id: OperationId) => string | undefined;
  /** The group of all operations that lead to a schema, `shared` where those are of several; undefined where none does. */
  readonly ofSchema: (id: SchemaId) => string | undefined;
}

/** The file for what several tags use. */
export const sharedGroup = "shared";

/** The files that hold so much, by their paths: `operations.ts`. */
export type LongFiles = ReadonlySet<string>;

/** The groups of a specification. What a schema refers to is in its own group or shared, so no two files import each other. */
export function planGroups(protocol: Protocol): Groups {
  const operations = [...protocol.operations.values()];
  const several = new Set(operations.map(({ channel }) => channel)).size > 1;
  const labelOf = (operation: Operation): string | undefined =>
    operation.http === undefined ? (several ? protocol.channels.get(operation.channel ?? "")?.name : undefined) : operation.http.tags[0];
  const labels = new Set(operations.map(labelOf));
  const files = new Map<string, string>();
  for (const label of labels.size > 1 ? labels : []) {
    if (label === undefined) continue;
    files.set(label, nextFree(fileName(label), new Set([sharedGroup, ...files.values()])));
  }
  const groups = new Map(operations.map((operation) => [operation.id, files.get(labelOf(operation) ?? "")]));
  const users = new Map<SchemaId, string | undefined>();
  for (const label of new Set(groups.values())) {
    const own = operations.filter(({ id }) => groups.get(id) === label);
    const roots = own.flatMap((operation) => schemasOfHttp(operation));
    for (const id of reachedFrom(protocol, [...schemasOfMessages(protocol, own), ...roots])) users.set(id, users.has(id) ? sharedGroup : label);
  }
  return { names: [...files.values()], ofOperation: (id) => groups.get(id), ofSchema: (id) => users.get(id) };
}

/** `operations/join-tokens.ts` for `operations.ts`; the file itself for what is in no group. */
export function fileOfGroup(path: string, group: string | undefined): string {
  return group === undefined ? path : path.replace(/\.ts$/, `/${group}.ts`);
}

/** A part for each group, as they are asked for: the same value for the same group. */
export function partsOfGroups(part: Part, { names }: Groups): ReadonlyMap<string, Part> {
  const of = (group: string): Part => ({
    types: fileOfGroup(part.types, group),
    validators: fileOfGroup(part.validators, group),
    explain: fileOfGroup(part.explain, group),
    rules: fileOfGroup(part.rules, group),
  });
  return new Map([...names, sharedGroup].map((group) => [group, of(group)]));
}

/** A name that every disk takes, and that is no other file's. */
function fileName(label: string): string {
  const name = kebabCase(label).replaceAll("$", "").slice(0, 60);
  return name === "" || /^(index|con|prn|aux|nul|(com|lpt)\d)$/.test(name) ? `${name}-operations`.replace(/^-/, "") : name;
}

/** Of very many operations each may have one list of very many messages: each list is read once. */
function schemasOfMessages(protocol: Protocol, operations: readonly Operation[]): readonly SchemaId[] {
  const lists = new Set(operations.flatMap(({ messages, reply }) => [messages, ...(reply === undefined ? [] : [reply.messages])]));
  const carried = [...new Set([...lists].flat())].flatMap((id) => protocol.messages.get(id) ?? []);
  return carried.flatMap(({ payload, headers }) => [payload, headers]).filter((id) => id !== undefined);
}

function schemasOfHttp({ http }: Operation): readonly SchemaId[] {
  const parameters: readonly Parameter[] = [...(http?.parameters ?? []), ...(http?.responses ?? []).flatMap(({ headers }) => headers)];
  const media: readonly MediaType[] = [
    ...(http?.body?.content ?? []),
    ...(http?.responses ?? []).flatMap(({ content }) => content),
    ...parameters.flatMap(({ content }) => content ?? []),
  ];
  const parts = media.flatMap(({ encoding }) => encoding ?? []).flatMap(({ headers }) => headers ?? []);
  return [
    ...media.flatMap(({ schema, itemSchema }) => [schema, itemSchema]),
    ...[...parameters, ...parts].map(({ schema }) => schema),
  ].filter((id) => id !== undefined);
}

function reachedFrom({ schemas }: Protocol, roots: readonly SchemaId[]): ReadonlySet<SchemaId> {
  const reached = new Set(roots);
  for (const id of reached) {
    const schema = schemas.get(id);
    if (schema === undefined) continue;
    if (schema.rules.ref !== undefined) reached.add(schema.rules.ref);
    for (const child of childrenOf(schema.rules)) reached.add(child.id);
    for (const { schema: target } of schema.notes.discriminator?.mapping ?? []) reached.add(target);
    if (schema.notes.discriminator?.fallback !== undefined) reached.add(schema.notes.discriminator.fallback);
  }
  return reached;
}
