import type { Convention } from "../model/convention.js";
import type { HttpBinding, HttpResponse, Operation } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";

/** An operation that the accepting side serves over HTTP. */
export interface HeldOperation {
  readonly operation: Operation;
  readonly http: HttpBinding;
}

/** The operations that a convention is about: those that the document serves, where it names the convention. Webhooks and callbacks are the other side's. */
export function heldOperations(protocol: Protocol, convention: Convention): readonly HeldOperation[] {
  if (!holdsItselfTo(protocol, convention)) return [];
  return Array.from(protocol.operations.values()).flatMap((operation) => {
    const { http } = operation;
    return http === undefined || http.trigger !== undefined ? [] : [{ operation, http }];
  });
}

export function holdsItselfTo(protocol: Protocol, convention: Convention): boolean {
  return protocol.conventions?.includes(convention) ?? false;
}

/** The responses of success: `200`, `2XX`. */
export function successesOf({ responses }: HttpBinding): readonly HttpResponse[] {
  return responses.filter(({ status }) => status.startsWith("2"));
}

/** Whether a response promises a header. */
export function promises({ headers }: HttpResponse, header: string): boolean {
  return headers.some(({ name, required }) => required && name.toLowerCase() === header.toLowerCase());
}
