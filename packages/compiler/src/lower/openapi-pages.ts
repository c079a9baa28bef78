import type { DocumentSet } from "../document/document-set.js";
import type { Operation } from "../model/operation.js";
import type { Property, Rules, Schema, SchemaId } from "../model/schema.js";
import { parsePointer } from "../source/json-pointer.js";

/** Judges whether `x-parley-pages` points at what the success of the operation declares. */
export function checkPages(documents: DocumentSet, operation: Operation, schemas: ReadonlyMap<SchemaId, Schema>): void {
  const { pages } = operation.http ?? {};
  if (pages === undefined) return;
  const body = operation.http?.responses.find(({ status }) => status.startsWith("2"))?.content[0]?.schema;
  const items = body === undefined ? undefined : schemaAt(schemas, body, pages.items);
  if (items === undefined || rulesOf(schemas, items).every(({ items: entry }) => entry === undefined)) {
    documents.bag.add("pages-mismatch", pages.origin, { fault: "items", operation: operation.name, pointer: pages.items });
  }
  if (body === undefined || schemaAt(schemas, body, pages.next) === undefined) {
    documents.bag.add("pages-mismatch", pages.origin, { fault: "next", operation: operation.name, pointer: pages.next });
  }
}

/** The schema of a value inside a value, through declared properties; undefined where none is declared. */
function schemaAt(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId, pointer: string): SchemaId | undefined {
  let at: SchemaId | undefined = start;
  for (const token of parsePointer(pointer) ?? []) {
    const properties: readonly Property[] = at === undefined ? [] : rulesOf(schemas, at).flatMap((rules) => rules.properties ?? []);
    at = properties.find(({ name }) => name === token)?.schema;
  }
  return parsePointer(pointer) === undefined ? undefined : at;
}

/** The rules of a schema with those of all that it refers to or is all of. */
function rulesOf(schemas: ReadonlyMap<SchemaId, Schema>, start: SchemaId): readonly Rules[] {
  const found = new Map<SchemaId, Rules>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const rules = schemas.get(id)?.rules;
    if (rules === undefined || found.has(id)) continue;
    found.set(id, rules);
    if (rules.ref !== undefined) waiting.push(rules.ref);
    waiting.push(...(rules.allOf ?? []));
  }
  return [...found.values()];
}
