import type { HeaderMismatch, UnlistedAt, UntoldHeader } from "../diagnostics/convention-codes.js";
import type { Location } from "../diagnostics/diagnostic.js";
import { promises, type HeldOperation } from "./held-operations.js";
import { keyPlaceOf } from "./place.js";

/** What is missing of what a convention demands, and where that is told. */
export interface Missing<Fault> {
  readonly place: Location;
  readonly fault: Fault;
}

/** The header that a request must have. */
export function* demandHeader({ operation, http }: HeldOperation, header: string): Iterable<Missing<HeaderMismatch>> {
  const taken = http.parameters.some((one) => one.in === "header" && one.required && one.name.toLowerCase() === header.toLowerCase());
  if (!taken) yield { place: keyPlaceOf(operation.origin, "/parameters"), fault: { fault: "header", operation: operation.name, header } };
}

/** A problem that a response of its status must list. */
export function* demandProblem({ operation, http }: HeldOperation, status: string, problem: string): Iterable<Missing<UnlistedAt>> {
  const listed = http.responses.some((response) => response.status === status && response.problems?.includes(problem) === true);
  if (!listed) yield { place: keyPlaceOf(operation.origin, "/responses"), fault: { fault: "unlisted", operation: operation.name, problem, status } };
}

/** The headers that a response must have, where the operation has the response. */
export function* demandHeaders({ http }: HeldOperation, status: string, headers: readonly string[]): Iterable<Missing<UntoldHeader>> {
  for (const response of http.responses.filter((one) => one.status === status)) {
    for (const header of headers) if (!promises(response, header)) yield { place: response.origin, fault: { fault: "untold-header", status, header } };
  }
}
