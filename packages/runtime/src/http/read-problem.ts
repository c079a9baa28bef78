import type { ProblemDetails } from "../problem.js";
import { ProtocolError } from "../problem.js";
import type { ProblemRegistry } from "./problem-registry.js";

/** What came with a problem of a registry, told apart by the short `name` or by the `type`, its URI. */
export type ProblemIn<Registry extends ProblemRegistry, Name extends keyof Registry = keyof Registry, Details = ProblemDetails> = Name extends keyof Registry
  ? Details & { readonly name: Name; readonly type: Registry[Name]["type"] }
  : never;

/** The problem of the registry that an error carries, of a call of the operation where one is named; undefined for any other error. */
export function readProblem<Registry extends ProblemRegistry, Details = ProblemDetails, Name extends keyof Registry = keyof Registry>(
  registry: Registry,
  error: unknown,
  operation?: string,
): ProblemIn<Registry, Name, Details> | undefined {
  if (!(error instanceof ProtocolError) || (operation !== undefined && error.asked?.operation !== operation)) return undefined;
  const { problem: name, details } = error;
  const known = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (known === undefined) return undefined;
  // The client threw it because the response declares this problem.
  return { ...details, name, type: known.type } as ProblemIn<Registry, Name, Details>;
}
