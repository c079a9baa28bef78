import type { UnwatchedWork } from "../diagnostics/convention-codes.js";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { HttpResponse, Link } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { heldOperations, promises, successesOf } from "./held-operations.js";
import { lookUp } from "./property-lookup.js";

/**
 * Unwatched work: the convention `long-work`.
 *
 * What is accepted and done later can be watched: each 202 says where, in `Location`, and holds the resource as it is now. That resource has a
 * state, and some GET reads it: one that a link of the response leads to, or one whose success has the same schema.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 15.3.3
 */
export function* unwatchedWork(protocol: Protocol): Iterable<Diagnostic> {
  const operations = heldOperations(protocol, "long-work");
  const reads = operations.filter(({ http }) => http.method === "get");
  const read = new Set(reads.flatMap(({ http }) => successesOf(http).flatMap((response) => bodyOf(protocol, response) ?? [])));
  const readers = new Set(reads.flatMap(({ operation }) => [operation.name, operation.id]));
  for (const { operation, http } of operations) {
    for (const response of http.responses.filter(({ status }) => status === "202")) {
      for (const fault of faultsOf(protocol, response, read, readers)) yield diagnostic("unwatched-work", response.origin, { fault, operation: operation.name });
    }
  }
}

function* faultsOf(protocol: Protocol, response: HttpResponse, read: ReadonlySet<SchemaId>, readers: ReadonlySet<string>): Iterable<UnwatchedWork["fault"]> {
  if (!promises(response, "Location")) yield "location";
  const body = bodyOf(protocol, response);
  if (body === undefined) {
    yield "body";
    return;
  }
  if (!read.has(body) && !(response.links ?? []).some((link) => targetsOf(link).some((target) => readers.has(target)))) yield "reader";
  if (!lookUp(protocol.schemas, body, "/state").required) yield "state";
}

/** The schema of a JSON body, past what only refers to it. */
function bodyOf({ schemas }: Protocol, { content }: HttpResponse): SchemaId | undefined {
  let id = content.find(({ name }) => /[/+]json$/.test(name))?.schema;
  const passed = new Set<SchemaId>();
  for (let next = id; next !== undefined && !passed.has(next); next = schemas.get(next)?.rules.ref) {
    passed.add(next);
    id = next;
  }
  return id;
}

/** What a link may name: an operation by its name, or by its place in the same file, where the braces of a path may be encoded. */
function targetsOf({ operation, origin }: Link): readonly string[] {
  const fragment = operation.slice(operation.indexOf("#") + 1).replace(/%7b/gi, "{").replace(/%7d/gi, "}");
  return [operation, `${origin.file.path}#${fragment}`];
}
