import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Json } from "../model/json.js";
import type { SecurityScheme } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { heldOperations } from "./held-operations.js";
import { isObject } from "./json-value.js";
import { keyPlaceOf } from "./place.js";

/**
 * Scope mismatch: the convention `scopes`.
 *
 * Whoever calls an operation needs a scope for it, whichever way in it takes, and the scheme tells of each scope that is asked for: in its flows,
 * or in backquotes in its description, where the scheme has no flows.
 *
 * @see specs/README.md, "Conventions"; OpenAPI 3.1.1, Security Requirement Object; RFC 6749, 3.3
 */
export function* scopeMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const told = new Map(protocol.securitySchemes.map((scheme) => [scheme.name, scopesOf(scheme)]));
  for (const { operation } of heldOperations(protocol, "scopes")) {
    const { name, origin, security } = operation;
    const place = keyPlaceOf(origin, "/security");
    if (security.length === 0 || security.some((way) => way.every(({ scopes }) => scopes.length === 0))) {
      yield diagnostic("scope-mismatch", place, { fault: "none", operation: name });
    }
    for (const { scheme, scopes } of security.flat()) {
      const known = told.get(scheme);
      for (const scope of known === undefined ? [] : scopes.filter((one) => !known.has(one))) {
        yield diagnostic("scope-mismatch", place, { fault: "untold", operation: name, scope, scheme, near: nearest(scope, known ?? []) });
      }
    }
  }
}

function scopesOf({ settings }: SecurityScheme): ReadonlySet<string> {
  const { flows, description } = settings;
  const written = membersOf(flows).flatMap((flow) => (isObject(flow) && flow["scopes"] !== undefined && isObject(flow["scopes"]) ? Object.keys(flow["scopes"]) : []));
  const quoted = typeof description === "string" ? Array.from(description.matchAll(/`([^`\s]+)`/g), ([, scope = ""]) => scope) : [];
  return new Set([...written, ...quoted]);
}

function membersOf(value: Json | undefined): readonly Json[] {
  return value !== undefined && isObject(value) ? Object.values(value) : [];
}
