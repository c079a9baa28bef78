import { mapAt, textAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Operation } from "../model/operation.js";
import type { Role } from "../model/protocol.js";
import type { MapNode } from "../source/node.js";

/** The roles of operations that name none. */
export interface DefaultRoles {
  /** The role that the document describes. */
  readonly accepts: string;
  readonly connects: string;
}

/** `info.x-parley-roles`, or `server` and `client`. */
export function defaultRoles(documents: DocumentSet, info: MapNode | undefined): DefaultRoles {
  const named = info && mapAt(documents, info, "x-parley-roles");
  return {
    accepts: (named && textAt(documents, named, "accepts")) ?? "server",
    connects: (named && textAt(documents, named, "connects")) ?? "client",
  };
}

/** The roles that operations name, the accepting ones first; the default ones where there is no operation. */
export function rolesOf(defaults: DefaultRoles, operations: Iterable<Operation>, accepting: ReadonlySet<string>): readonly Role[] {
  const all = new Set<string>();
  for (const operation of operations) all.add(operation.initiator).add(operation.responder);
  if (all.size === 0) return [{ name: defaults.accepts, accepts: true }, { name: defaults.connects, accepts: false }];
  const roles = [...all].map((name) => ({ name, accepts: accepting.has(name) }));
  return [...roles.filter((role) => role.accepts), ...roles.filter((role) => !role.accepts)];
}
