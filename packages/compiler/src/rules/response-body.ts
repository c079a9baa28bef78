import type { HttpResponse } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";

/** The schema of the JSON body of a response, past what only refers to it. */
export function bodyOf({ schemas }: Protocol, { content }: HttpResponse): SchemaId | undefined {
  let id = content.find(({ name }) => /[/+]json$/.test(name))?.schema;
  const passed = new Set<SchemaId>();
  for (let next = id; next !== undefined && !passed.has(next); next = schemas.get(next)?.rules.ref) {
    passed.add(next);
    id = next;
  }
  return id;
}
