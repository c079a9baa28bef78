import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { MediaType } from "../model/media-type.js";
import type { Protocol } from "../model/protocol.js";
import { heldOperations, successesOf } from "./held-operations.js";
import { isObject } from "./json-value.js";
import { placeOf } from "./place.js";
import { unlistedExamples } from "./problem-example-mismatch.js";
import { refuses } from "./problem-response-mismatch.js";

/**
 * Missing HTTP example: of the convention `problems`, too.
 *
 * Each operation shows what it takes and what it gives: a named example of each body and each success, and one of each problem that a response
 * lists. A body of bytes can show none in this text.
 *
 * @see specs/README.md, "Conventions"; OpenAPI 3.1.1, Media Type Object, `examples`
 */
export function* missingHttpExample(protocol: Protocol): Iterable<Diagnostic> {
  const types = new Map(protocol.problems.map(({ name, type }) => [name, type]));
  for (const { operation, http } of heldOperations(protocol, "problems")) {
    const shown = [
      ...(http.body === undefined ? [] : [{ of: `the body of operation "${operation.name}"`, content: http.body.content }]),
      ...successesOf(http).map(({ status, content }) => ({ of: `the response "${status}" of operation "${operation.name}"`, content })),
    ];
    for (const { of, content } of shown) {
      for (const media of content) {
        if (!isBytes(protocol, media) && !hasNamedExample(media)) yield diagnostic("missing-http-example", media.origin, { fault: "content", mediaType: media.name, of });
      }
    }
    for (const response of http.responses.filter(refuses)) {
      const { status, problems = [], content, origin } = response;
      // Where there is no content, or an example of what is not listed, that is what is told.
      if (content.length === 0 || unlistedExamples(protocol, response).length > 0) continue;
      const told = new Set(content.flatMap(({ examples }) => examples).map(({ payload }) => (payload !== undefined && isObject(payload) ? payload["type"] : undefined)));
      for (const [index, problem] of problems.entries()) {
        const type = types.get(problem);
        if (type === undefined || told.has(type)) continue;
        yield diagnostic("missing-http-example", placeOf(origin, `/x-parley-problems/${String(index)}`), { fault: "problem", status, problem, type });
      }
    }
  }
}

function hasNamedExample({ examples }: MediaType): boolean {
  return examples.some(({ name }) => name !== undefined);
}

/** Bytes have no schema, or one without a word on their shape. */
function isBytes({ schemas }: Protocol, { name, schema }: MediaType): boolean {
  if (/^text\/|[/+](json|xml|yaml)$/.test(name)) return false;
  const rules = schema === undefined ? undefined : schemas.get(schema)?.rules;
  return rules === undefined || Object.keys(rules).length === 0;
}
