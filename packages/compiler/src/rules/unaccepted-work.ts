import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { HttpResponse } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { examplePlaceOf } from "./example-place.js";
import { heldOperations, holdsItselfTo, successesOf } from "./held-operations.js";
import { isObject } from "./json-value.js";
import { placeOf } from "./place.js";
import { bodyOf } from "./response-body.js";
import { enumeratedTexts, statesUnderWay } from "./work-states.js";

/**
 * Unaccepted work: of the convention `long-work`, too.
 *
 * What goes on after the answer is answered with 202. Which resources work is told by their `state`: its schema lists in `x-parley-under-way`
 * the values in which the work goes on. An operation that makes such a resource, and one that shows it in such a state, has begun work.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 15.3.3
 */
export function* unacceptedWork(protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  for (const { operation, http } of heldOperations(protocol, "long-work")) {
    if (http.method === "get" || http.method === "head") continue;
    for (const response of successesOf(http).filter(({ status }) => status !== "202")) {
      const body = bodyOf(protocol, response);
      const states = body === undefined ? new Set<string>() : statesUnderWay(protocol.schemas, body);
      yield* faultsOf(response, operation.name, states);
    }
  }
  if (holdsItselfTo(protocol, "long-work")) for (const schema of fresh) yield* unknownStates(protocol, schema);
}

function* faultsOf({ status, headers, content, origin }: HttpResponse, operation: string, states: ReadonlySet<string>): Iterable<Diagnostic> {
  if (states.size === 0) return;
  if (headers.some(({ name }) => name.toLowerCase() === "location")) {
    yield diagnostic("unaccepted-work", origin, { fault: "made", operation, status, states: [...states] });
    return;
  }
  for (const example of content.flatMap(({ examples }) => examples)) {
    const state = example.payload !== undefined && isObject(example.payload) ? example.payload["state"] : undefined;
    if (typeof state !== "string" || !states.has(state)) continue;
    const related = [{ message: `The response "${status}"`, location: origin }];
    yield diagnostic("unaccepted-work", examplePlaceOf(example, "payload", "/state"), { fault: "shown", operation, status, state }, related);
  }
}

/** A state that is listed as under way is one that the schema enumerates. */
function* unknownStates({ schemas }: Protocol, { id, notes, origin }: Schema): Iterable<Diagnostic> {
  const known = notes.underWay === undefined ? [] : enumeratedTexts(schemas, id);
  for (const [index, value] of (notes.underWay ?? []).entries()) {
    if (known.includes(value)) continue;
    const place = placeOf(origin, `/x-parley-under-way/${String(index)}`);
    yield diagnostic("unaccepted-work", place, { fault: "unknown", state: value, near: nearest(value, known) });
  }
}
