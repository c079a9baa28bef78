import type { DocumentSet } from "../document/document-set.js";
import type { Schema, SchemaId } from "../model/schema.js";

/** Reports each ring of schemas that are nothing but references to one another: no value would ever be judged. */
export function reportReferenceRings(documents: DocumentSet, schemas: ReadonlyMap<SchemaId, Schema>): void {
  const done = new Set<SchemaId>();
  for (const start of schemas.values()) {
    const passed = new Set<SchemaId>();
    let at: Schema | undefined = start;
    while (at !== undefined && !done.has(at.id) && !passed.has(at.id)) {
      passed.add(at.id);
      at = at.rules.ref === undefined ? undefined : schemas.get(at.rules.ref);
    }
    if (at !== undefined && passed.has(at.id)) {
      const { file, range, pointer } = at.origin;
      documents.bag.add("reference-cycle", { file, range, pointer }, { what: at.name === undefined ? "This schema" : `Schema "${at.name}"` });
    }
    for (const id of passed) done.add(id);
  }
}
