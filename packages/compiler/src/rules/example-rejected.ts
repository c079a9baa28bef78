import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Json } from "../model/json.js";
import type { MessageExample } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { evaluate } from "./evaluate.js";
import { examplePlaceOf } from "./example-place.js";
import type { Issue } from "./issue.js";
import { capital, messagePhrase, schemaPhrase } from "./phrase.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Example rejected.
 *
 * Every example is valid by the schema beside it: an implementer copies examples first.
 *
 * @see JSON Schema 2020-12, Validation 9.5; AsyncAPI 3.0.0, Message Example Object; OpenAPI 3.1, Media Type Object
 */
export function* exampleRejected(protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  for (const schema of fresh) {
    for (const [index, value] of (schema.notes.examples ?? []).entries()) {
      const place = (below: string) => placeOf(schema.origin, `/examples/${String(index)}${below}`);
      yield* rejected(protocol, `An example of ${schemaPhrase(schema)}`, schema.id, value, place);
    }
  }
  for (const message of protocol.messages.values()) {
    for (const example of message.examples) {
      // Of what is not JSON, an example may be the text on the wire, which its schema does not speak of.
      if (typeof example.payload === "string" && !/\bjson\b/i.test(message.contentType)) continue;
      const phrase = example.name === undefined ? `An example of ${messagePhrase(message)}` : capital(`example "${example.name}" of ${messagePhrase(message)}`);
      yield* rejectedPart(protocol, phrase, message.payload, example, "payload");
      yield* rejectedPart(protocol, phrase, message.headers, example, "headers");
    }
  }
}

function rejectedPart(protocol: Protocol, phrase: string, schema: SchemaId | undefined, example: MessageExample, part: "payload" | "headers"): Iterable<Diagnostic> {
  const value = example[part];
  if (schema === undefined || value === undefined) return [];
  return rejected(protocol, phrase, schema, value, (below) => examplePlaceOf(example, part, below));
}

function* rejected(protocol: Protocol, what: string, schema: SchemaId, value: Json, place: (below: string) => Location): Iterable<Diagnostic> {
  for (const { pointer, keyword, expected, found, at } of evaluate(protocol.schemas, schema, value)) {
    yield diagnostic("example-rejected", place(pointer), { what, pointer, keyword, expected, found }, demand(protocol, { keyword, at }));
  }
}

// Where the demand is written that the example does not meet.
function demand(protocol: Protocol, { keyword, at }: Pick<Issue, "keyword" | "at">): Diagnostic["related"] {
  const schema = protocol.schemas.get(at.slice(0, at.lastIndexOf("/")));
  return schema === undefined ? [] : [{ message: `"${keyword}" of ${schemaPhrase(schema)}`, location: keyPlaceOf(schema.origin, `/${keyword}`) }];
}
