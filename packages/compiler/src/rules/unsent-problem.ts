import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { OperationId } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";

/**
 * Unsent problem.
 *
 * A problem that an operation lists is one that a role which answers its method may send: of a method that goes both ways, one of the
 * two, since both directions may share the list. Roles that the registry does not know are not judged.
 *
 * @see specs/common/problems.yaml, its head, `sentBy`; RFC 9457, 4
 */
export function* unsentProblem(protocol: Protocol): Iterable<Diagnostic> {
  const known = protocol.registry?.roles ?? [];
  const sentBy = new Map(protocol.problems.map((problem) => [problem.name, problem.sentBy]));
  const answering = rolesThatAnswer(protocol);
  for (const { id, name: operation, problems } of protocol.operations.values()) {
    const roles = answering.get(id) ?? [];
    if (!roles.every((role) => known.includes(role))) continue;
    for (const { name: problem, origin } of problems) {
      const senders = sentBy.get(problem);
      if (senders === undefined || roles.some((role) => senders.includes(role))) continue;
      yield diagnostic("unsent-problem", origin, { operation, problem, roles });
    }
  }
}

function rolesThatAnswer(protocol: Protocol): ReadonlyMap<OperationId, readonly string[]> {
  const methods = methodsOf(protocol);
  const byMethod = new Map<string, Set<string>>();
  const methodOf = (id: OperationId, name: string) => methods.get(id)?.method ?? name;
  for (const { id, name, responder } of protocol.operations.values()) {
    const method = methodOf(id, name);
    byMethod.set(method, (byMethod.get(method) ?? new Set()).add(responder));
  }
  return new Map(Array.from(protocol.operations.values(), ({ id, name }) => [id, [...(byMethod.get(methodOf(id, name)) ?? [])]]));
}
