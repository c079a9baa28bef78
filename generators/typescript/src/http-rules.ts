import type { HttpBinding } from "@parley/compiler";
import type { HttpArgument } from "./http-argument.js";
import { isNamed } from "./http-entity-tag.js";

/** What the runtime does for an operation because of how the document names things, whatever the document. */
export interface HttpRules {
  readonly idempotencyKey?: HttpArgument;
  readonly ifMatch?: HttpArgument;
  readonly ifNoneMatch?: HttpArgument;
  /** A 429 is declared. */
  readonly limited: boolean;
}

/** Finds the parameters and responses with a meaning of their own. */
export function planRules(http: HttpBinding, parameters: readonly HttpArgument[]): HttpRules {
  const find = (name: string) => parameters.find(({ parameter }) => parameter.in === "header" && isNamed(parameter.name, name));
  const idempotencyKey = find("Idempotency-Key");
  const ifMatch = find("If-Match");
  const ifNoneMatch = find("If-None-Match");
  return {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    limited: http.responses.some(({ status }) => status === "429"),
  };
}

/** True for what a caller must say: a key that he leaves out is made for him. */
export function isAsked(rules: HttpRules, argument: HttpArgument): boolean {
  return argument.parameter.required && argument !== rules.idempotencyKey;
}

/** True for a header that the runtime writes: no implementation has to. */
export function isRuntimes({ parameter: { name } }: HttpArgument): boolean {
  return ["RateLimit", "RateLimit-Policy", "Idempotency-Replayed"].some((own) => isNamed(name, own));
}
