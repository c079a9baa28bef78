import { type LimitPolicy, type LimitStore, type LimitTaken, memoryLimitStore } from "./limit-store.js";

/** A limit for each caller, on operations that declare 429. */
export interface LimitOptions {
  readonly policy: LimitPolicy;
  /** In memory where none is given. */
  readonly store?: LimitStore;
}

/** The limit of a handler. */
export interface Limiter {
  readonly policy: LimitPolicy;
  readonly store: LimitStore;
}

/** @throws RangeError for a policy that no header can tell. */
export function limiterOf({ policy, store = memoryLimitStore() }: LimitOptions): Limiter {
  const { name, quota, window } = policy;
  if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(name)) throw new RangeError(`"${name}" is no name of a limit: letters, digits, "_", ".", ":" and "-" can be.`);
  for (const number of [quota, window]) if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`A limit needs whole numbers above 0, not ${number}.`);
  return { policy, store };
}

/** The header `RateLimit` (draft-ietf-httpapi-ratelimit-headers): `"default";r=50;t=30`. */
export function rateLimitText({ name }: LimitPolicy, { remaining, reset }: Pick<LimitTaken, "remaining" | "reset">): string {
  return `"${name}";r=${remaining};t=${reset}`;
}

/** The header `RateLimit-Policy`: `"default";q=100;w=60`. */
export function rateLimitPolicyText({ name, quota, window }: LimitPolicy): string {
  return `"${name}";q=${quota};w=${window}`;
}
