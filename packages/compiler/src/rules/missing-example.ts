import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { usesProvenance } from "./missing-provenance.js";
import { capital, messagePhrase, schemaPhrase } from "./phrase.js";

/**
 * Missing example.
 *
 * In a specification that says of anything where it comes from, every message and every named schema shows at least one example: it is read first,
 * and it tests the schema. The example of a message is one of its payload too, and a constant is its own.
 *
 * @see specs/README.md, "How to change it", 1; AsyncAPI 3.0.0, Message Object, `examples`; JSON Schema 2020-12, Validation 9.5
 */
export function* missingExample(protocol: Protocol): Iterable<Diagnostic> {
  if (!usesProvenance(protocol)) return;
  const shown = new Set<SchemaId>();
  for (const message of protocol.messages.values()) {
    const payload = message.payload === undefined ? undefined : aliased(protocol, message.payload);
    if (message.examples.some((example) => example.payload !== undefined)) {
      if (payload !== undefined) shown.add(payload.id);
    } else if (payload === undefined || !hasExample(payload)) {
      yield diagnostic("missing-example", message.origin, { what: capital(messagePhrase(message)) });
    }
  }
  for (const schema of protocol.schemas.values()) {
    if (schema.name === undefined || shown.has(schema.id) || hasExample(schema) || schema.rules.ref !== undefined) continue;
    yield diagnostic("missing-example", schema.origin, { what: capital(schemaPhrase(schema)) });
  }
}

function hasExample({ notes, rules }: Schema): boolean {
  return (notes.examples ?? []).length > 0 || rules.const !== undefined || rules.always !== undefined;
}

function aliased(protocol: Protocol, id: SchemaId): Schema | undefined {
  const schema = protocol.schemas.get(id);
  return schema?.rules.ref === undefined ? schema : (protocol.schemas.get(schema.rules.ref) ?? schema);
}
