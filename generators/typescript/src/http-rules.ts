import type { HttpBinding } from "@parley/compiler";
import type { HttpArgument } from "./http-argument.js";
import { isJsonType } from "./http-content-form.js";
import { isNamed } from "./http-entity-tag.js";

/** What the runtime does for an operation because of how the document names things, whatever the document. */
export interface HttpRules {
  readonly idempotencyKey?: HttpArgument;
  readonly ifMatch?: HttpArgument;
  readonly ifNoneMatch?: HttpArgument;
  /** The headers of Standard Webhooks, where a callback or webhook has all of them. */
  readonly signed?: { readonly id: HttpArgument; readonly timestamp: HttpArgument; readonly signature: HttpArgument };
  /** A 429 is declared. */
  readonly limited: boolean;
}

/** Finds the parameters and responses with a meaning of their own. */
export function planRules(http: HttpBinding, parameters: readonly HttpArgument[]): HttpRules {
  const find = (name: string) => parameters.find(({ parameter }) => parameter.in === "header" && isNamed(parameter.name, name));
  const idempotencyKey = find("Idempotency-Key");
  const ifMatch = find("If-Match");
  const ifNoneMatch = find("If-None-Match");
  const signed = planSigned(http, [find("webhook-id"), find("webhook-timestamp"), find("webhook-signature")]);
  return {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(signed === undefined ? {} : { signed }),
    limited: http.responses.some(({ status }) => status === "429"),
  };
}

/** What is signed is a text that its sender and its receiver write alike: JSON. */
function planSigned({ trigger, body }: HttpBinding, [id, timestamp, signature]: readonly (HttpArgument | undefined)[]): HttpRules["signed"] {
  const isJson = body?.content.length === 1 && body.content.every(({ name }) => isJsonType(name));
  if (trigger === undefined || !isJson || id === undefined || timestamp === undefined || signature === undefined) return undefined;
  return { id, timestamp, signature };
}

/** True for what a caller must say: a key that he leaves out is made for him, and a webhook is signed for him. */
export function isAsked({ idempotencyKey, signed }: HttpRules, argument: HttpArgument): boolean {
  return argument.parameter.required && ![idempotencyKey, signed?.timestamp, signed?.signature].includes(argument);
}

/** True for a header that the runtime writes: no implementation has to. */
export function isRuntimes({ parameter: { name } }: HttpArgument): boolean {
  return ["RateLimit", "RateLimit-Policy", "Idempotency-Replayed"].some((own) => isNamed(name, own));
}
