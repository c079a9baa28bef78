import type { ProblemDetails } from "../problem.js";
import { ProtocolError } from "../problem.js";
import type { ProblemRegistry } from "./problem-registry.js";

/** What came with a problem of a registry, told apart by the short `name` or by the `type`, its URI. */
export type ProblemIn<Registry extends ProblemRegistry, Name extends keyof Registry = keyof Registry, Details = ProblemDetails> = Name extends keyof Registry
  ? Details & { readonly name: Name; readonly type: Registry[Name]["type"] }
  : never;

/** What came with a problem that the registry does not have, of a later edition perhaps, or of a proxy. Its own URI is `unknownType`. */
export type UnknownProblem<Details = ProblemDetails> = Details & { readonly name: "unknown"; readonly type: "about:blank"; readonly unknownType: string };

/** The problem that an error carries; undefined for any other error. One that says no more than its status is that of the registry with this status. */
export function readProblem<Registry extends ProblemRegistry, Details = ProblemDetails>(
  registry: Registry,
  error: unknown,
): ProblemIn<Registry, keyof Registry, Details> | UnknownProblem<Details> | undefined {
  if (!(error instanceof ProtocolError)) return undefined;
  const { problem: name, details } = error;
  const known = Object.hasOwn(registry, name) ? registry[name] : undefined;
  const problem = known === undefined ? { ...details, name: "unknown", type: "about:blank", unknownType: details.type } : { ...details, name, type: known.type };
  // The details have passed the validator of the response that they came with.
  return problem as ProblemIn<Registry, keyof Registry, Details> | UnknownProblem<Details>;
}
