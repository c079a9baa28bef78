import type { OperationId } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { constantAt, constantsOf } from "./constants.js";

/** What an operation is on the wire, by the constants `method` and `kind` of the message that starts it. */
export interface Method {
  /** The name of the operation where its message has no such constant. */
  readonly method: string;
  readonly kind: string | undefined;
}

export function methodsOf(protocol: Protocol): ReadonlyMap<OperationId, Method> {
  const methods = new Map<OperationId, Method>();
  for (const operation of protocol.operations.values()) {
    // Of very many operations each may have all of very many messages: the first with a payload is enough.
    const starting = operation.messages.find((id) => protocol.messages.get(id)?.payload !== undefined);
    const payload = starting === undefined ? undefined : protocol.messages.get(starting)?.payload;
    const constants = payload === undefined ? [] : constantsOf(protocol.schemas, payload);
    const method = text(constantAt(constants, "/method")) ?? operation.name;
    methods.set(operation.id, { method, kind: text(constantAt(constants, "/kind")) });
  }
  return methods;
}

function text(canonical: string | undefined): string | undefined {
  return canonical?.startsWith('"') === true ? String(JSON.parse(canonical)) : undefined;
}
