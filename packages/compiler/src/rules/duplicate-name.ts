import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { pascalCase } from "../model/identifier.js";
import type { Message } from "../model/message.js";
import type { Origin } from "../model/origin.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { capital, messagePhrase, schemaPhrase } from "./phrase.js";

/**
 * Duplicate name.
 *
 * Two components of one document, or two operations that one role starts, have names that stay different in generated code.
 * What collides across documents is not one author's to rename: a target gives it a name of its own, and says so.
 *
 * @see OpenAPI 3.1, Operation Object, `operationId`: "MUST be unique"; Components Object, whose keys become names of types
 */
export function* duplicateName(protocol: Protocol): Iterable<Diagnostic> {
  const taken = new Map<string, Named>();
  for (const named of [...types(protocol), ...calls(protocol)]) {
    const key = `${named.space}\n${named.name}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, named);
    else if (first.stands !== named.stands) {
      const parameters = { what: capital(named.phrase), other: first.phrase, name: named.name };
      yield diagnostic("duplicate-name", named.origin, parameters, [{ message: first.phrase, location: first.origin }]);
    }
  }
}

interface Named {
  /** Names are unique inside a space. */
  readonly space: string;
  readonly name: string;
  readonly phrase: string;
  readonly origin: Origin;
  /** What the name stands for: a message and the schema of its payload are one type. */
  readonly stands: string;
}

function types(protocol: Protocol): readonly Named[] {
  const schemas = [...protocol.schemas.values()].filter((schema) => {
    const { name, origin } = schema;
    return name !== undefined && origin.pointer === `/components/schemas/${escapeToken(name)}`;
  });
  const messages = [...protocol.messages.values()].filter(({ origin }) => origin.pointer.startsWith("/components/messages/"));
  return [
    ...schemas.map((one) => ({ space: one.origin.file.path, name: pascalCase(one.name ?? ""), phrase: schemaPhrase(one), origin: one.origin, stands: one.id })),
    ...messages.map((one) => ({ space: one.origin.file.path, name: pascalCase(one.name), phrase: messagePhrase(one), origin: one.origin, stands: typeOf(protocol, one) })),
  ];
}

function calls(protocol: Protocol): readonly Named[] {
  return [...protocol.operations.values()].map(({ id, initiator, call, name, origin }) => ({
    space: `calls of ${initiator}`,
    name: pascalCase(call ?? name),
    phrase: `operation "${name}"`,
    origin,
    stands: id,
  }));
}

function typeOf(protocol: Protocol, message: Message): SchemaId {
  const { payload, id } = message;
  if (payload === undefined) return id;
  return protocol.schemas.get(payload)?.rules.ref ?? payload;
}
