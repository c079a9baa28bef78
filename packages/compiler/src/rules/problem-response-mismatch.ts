import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { HttpResponse } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { heldOperations, type HeldOperation } from "./held-operations.js";
import { placeOf } from "./place.js";
import { lookUp } from "./property-lookup.js";

/**
 * Problem response mismatch: the convention `problems`.
 *
 * Each operation refuses with problem details, in each response of a refusal, and one of these is the default. A response lists its problems, and
 * each has the status that it stands under; the default lists those whose status has no response.
 *
 * @see specs/README.md, "Conventions"; RFC 9457, 3, 4
 */
export function* problemResponseMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const statuses = new Map(protocol.problems.map(({ name, status }) => [name, status]));
  const isProblem = problemSchemas(protocol);
  for (const held of heldOperations(protocol, "problems")) {
    const { operation, http } = held;
    if (!http.responses.some(({ status }) => status === "default")) {
      yield diagnostic("problem-response-mismatch", placeOf(operation.origin, "/responses"), { fault: "no-default", operation: operation.name });
    }
    for (const response of http.responses.filter(refuses)) {
      if (http.method !== "head") yield* contentFaults(isProblem, response);
      yield* listFaults(statuses, held, response);
    }
  }
}

/** Whether a response is that of a refusal: `404`, `5XX`, `default`. */
export function refuses({ status }: HttpResponse): boolean {
  return status === "default" || status.startsWith("4") || status.startsWith("5");
}

function* contentFaults(isProblem: (schema: SchemaId) => boolean, { status, content, origin }: HttpResponse): Iterable<Diagnostic> {
  const [media, ...others] = content;
  if (media?.name !== "application/problem+json" || others.length > 0) {
    yield diagnostic("problem-response-mismatch", placeOf(origin, "/content"), { fault: "content", status });
    return;
  }
  if (media.schema === undefined || !isProblem(media.schema)) yield diagnostic("problem-response-mismatch", placeOf(media.origin, "/schema"), { fault: "schema", status });
}

/** Whether a schema requires what problem details have. One schema serves most responses, and is looked at once. */
function problemSchemas({ schemas }: Protocol): (schema: SchemaId) => boolean {
  const judged = new Map<SchemaId, boolean>();
  return (schema) => {
    const rules = schemas.get(schema)?.rules;
    const target = rules?.ref !== undefined && Object.keys(rules).length === 1 ? rules.ref : schema;
    const verdict = judged.get(target) ?? ["/type", "/title", "/status"].every((member) => lookUp(schemas, schema, member).required);
    judged.set(target, verdict);
    return verdict;
  };
}

function* listFaults(statuses: ReadonlyMap<string, number>, { operation, http }: HeldOperation, { status, problems = [], origin }: HttpResponse): Iterable<Diagnostic> {
  if (problems.length === 0) yield diagnostic("problem-response-mismatch", origin, { fault: "unlisted", status });
  for (const [index, problem] of problems.entries()) {
    const actual = statuses.get(problem);
    if (actual === undefined) continue;
    const place = placeOf(origin, `/x-parley-problems/${String(index)}`);
    if (status === "default") {
      const own = http.responses.find((response) => response.status !== "default" && covers(response.status, actual));
      if (own !== undefined) yield diagnostic("problem-response-mismatch", place, { fault: "own-response", operation: operation.name, problem, actual: own.status });
    } else if (!covers(status, actual)) {
      yield diagnostic("problem-response-mismatch", place, { fault: "status", status, problem, actual });
    }
  }
}

/** `404` and `4XX` cover 404. */
function covers(declared: string, status: number): boolean {
  return declared === String(status) || declared === `${String(status).charAt(0)}XX`;
}
