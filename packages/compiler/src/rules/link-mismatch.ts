import type { LinkMismatch } from "../diagnostics/http-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { HttpBinding, Link, Operation } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";
import type { Protocol } from "../model/protocol.js";
import { escapeToken } from "../source/json-pointer.js";
import { expressionsIn } from "./link-expression.js";
import { missingPart, type LinkSource } from "./link-part.js";
import { linkTargets } from "./link-target.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Link mismatch.
 *
 * A link gives what its operation takes, and takes what the request and its response have. What a schema leaves open may be there, and so may
 * the headers of HTTP itself: of these nothing is said.
 *
 * @see OpenAPI 3.1.1, Link Object and Runtime Expressions
 */
export function* linkMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const targetOf = linkTargets(protocol);
  for (const operation of protocol.operations.values()) {
    const { http } = operation;
    if (http === undefined) continue;
    for (const response of http.responses) {
      for (const link of response.links ?? []) {
        for (const [place, fault] of faultsOf(protocol, { operation, http, response }, link, targetOf(link))) yield diagnostic("link-mismatch", place, fault);
      }
    }
  }
}

function* faultsOf(protocol: Protocol, source: LinkSource, link: Link, target: Operation | undefined): Iterable<readonly [Location, LinkMismatch]> {
  if (target?.http !== undefined) yield* untaken(target, target.http, link);
  const values = [
    ...link.parameters.map(({ name, value }) => ({ value, place: placeOf(link.origin, `/parameters/${escapeToken(name)}`) })),
    ...(link.requestBody === undefined ? [] : [{ value: link.requestBody, place: placeOf(link.origin, "/requestBody") }]),
  ];
  for (const { value, place } of values) {
    for (const expression of expressionsIn(value)) {
      const missing = missingPart(protocol.schemas, source, expression);
      if (missing !== undefined) yield [place, { ...missing, link: link.name, expression: expression.text }];
    }
  }
}

/** What a link gives, and the operation that it leads to does not take. */
function* untaken({ name: operation }: Operation, { parameters, body }: HttpBinding, link: Link): Iterable<readonly [Location, LinkMismatch]> {
  const names = parameters.map(({ name }) => name);
  for (const { name } of link.parameters) {
    if (parameters.some((parameter) => isNamed(parameter, name))) continue;
    yield [keyPlaceOf(link.origin, `/parameters/${escapeToken(name)}`), { fault: "parameter", link: link.name, operation, parameter: name, near: nearest(name, names) }];
  }
  if (link.requestBody !== undefined && body === undefined) yield [keyPlaceOf(link.origin, "/requestBody"), { fault: "body", link: link.name, operation }];
}

/** A link may say where the parameter is: `path.id`. */
function isNamed(parameter: Parameter, written: string): boolean {
  const same = (name: string) => (parameter.in === "header" ? name.toLowerCase() === parameter.name.toLowerCase() : name === parameter.name);
  return same(written) || (written.startsWith(`${parameter.in}.`) && same(written.slice(parameter.in.length + 1)));
}
