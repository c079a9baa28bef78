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
  /** All that there are, where the document names both sides. */
  readonly declared?: readonly string[];
}

/** `info.x-parley-roles`, or `server` and `client`. */
export function defaultRoles(documents: DocumentSet, info: MapNode | undefined): DefaultRoles {
  const named = info && mapAt(documents, info, "x-parley-roles");
  const accepts = named && textAt(documents, named, "accepts");
  const connects = named && textAt(documents, named, "connects");
  return {
    accepts: accepts ?? "server",
    connects: connects ?? "client",
    ...(accepts === undefined || connects === undefined ? {} : { declared: [...new Set([accepts, connects])] }),
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
