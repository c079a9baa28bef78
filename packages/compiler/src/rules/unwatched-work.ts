import type { UnwatchedWork } from "../diagnostics/convention-codes.js";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { HttpResponse } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { heldOperations, promises, successesOf } from "./held-operations.js";
import { linkTargets } from "./link-target.js";
import { isObject } from "./json-value.js";
import { lookUp } from "./property-lookup.js";
import { bodyOf } from "./response-body.js";
import { statesUnderWay } from "./work-states.js";

/**
 * Unwatched work: the convention `long-work`.
 *
 * What is accepted and done later can be watched: each 202 says where, in `Location`, and holds the resource as it is now. That resource has a
 * state that may say that the work goes on, and some GET reads it: one that a link of the response leads to, or one whose success has the same
 * schema.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 15.3.3
 */
export function* unwatchedWork(protocol: Protocol): Iterable<Diagnostic> {
  const operations = heldOperations(protocol, "long-work");
  const reads = operations.filter(({ http }) => http.method === "get");
  const read = new Set(reads.flatMap(({ http }) => successesOf(http).flatMap((response) => bodyOf(protocol, response) ?? [])));
  const readers = new Set(reads.map(({ operation }) => operation.id));
  const targetOf = linkTargets(protocol);
  for (const { operation, http } of operations) {
    for (const response of http.responses.filter(({ status }) => status === "202")) {
      for (const fault of faultsOf(protocol, response, (body) => read.has(body) || (response.links ?? []).some((link) => readers.has(targetOf(link)?.id ?? "")))) yield diagnostic("unwatched-work", response.origin, { fault, operation: operation.name });
    }
  }
}

function* faultsOf(protocol: Protocol, response: HttpResponse, isRead: (body: SchemaId) => boolean): Iterable<UnwatchedWork["fault"]> {
  if (!promises(response, "Location")) yield "location";
  const body = bodyOf(protocol, response);
  if (body === undefined) {
    yield "body";
    return;
  }
  if (!isRead(body)) yield "reader";
  const states = statesUnderWay(protocol.schemas, body);
  const shown = response.content.flatMap(({ examples }) => examples).flatMap(({ payload }) => (payload !== undefined && isObject(payload) ? [payload["state"]] : []));
  if (!lookUp(protocol.schemas, body, "/state").required) yield "state";
  else if (states.size === 0) yield "never";
  else if (shown.length > 0 && !shown.some((state) => typeof state === "string" && states.has(state))) yield "over";
}
