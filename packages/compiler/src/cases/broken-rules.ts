import type { Json } from "../model/json.js";
import type { HttpBinding, Operation } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { evaluate } from "../rules/evaluate.js";
import { valuesNear } from "./instance.js";
import type { BrokenRule, CaseRequest } from "./negative-case.js";
import { textsOfParameter } from "./written-parameter.js";

/** A request that breaks a rule beside the schemas, and the statuses of its answer. */
export interface RuleCase {
  readonly kind: BrokenRule["kind"];
  readonly request: CaseRequest;
  readonly statuses: readonly number[];
}

type HttpOperation = Operation & { readonly http: HttpBinding };

/** Breaks what HTTP and the uniform headers demand of an operation, from a valid request. */
export function* brokenRules(protocol: Protocol, operation: HttpOperation, valid: CaseRequest, maxBodyBytes: number): Iterable<RuleCase> {
  const { http } = operation;
  const { body } = valid;
  if (body !== undefined && "value" in body) {
    yield { kind: "not-json", request: { ...valid, body: { type: body.type, text: "{" } }, statuses: [400] };
    yield { kind: "other-media-type", request: { ...valid, body: { type: "application/x-unheard-of", text: "text" } }, statuses: [415] };
    yield { kind: "too-large", request: { ...valid, body: { ...body, padding: maxBodyBytes + 1 } }, statuses: [413] };
  }
  const alternatives = operation.security;
  if (alternatives.length > 0 && alternatives.every((demands) => demands.length > 0)) {
    yield { kind: "no-credentials", request: { ...valid, credentials: "none" }, statuses: [401] };
    if (alternatives.every((demands) => demands.some(({ scopes }) => scopes.length > 0))) {
      yield { kind: "no-scope", request: { ...valid, credentials: "without-scope" }, statuses: [403] };
    }
  }
  const successes = http.responses.filter(({ status }) => status.startsWith("2"));
  const offered = successes.flatMap(({ content }) => content);
  if (offered.length > 0 && successes.every(({ content }) => content.length > 0) && offered.every(({ name }) => !name.includes("*"))) {
    yield { kind: "not-acceptable", request: { ...valid, accept: "application/x-unheard-of" }, statuses: [406] };
  }
  yield* brokenHeaders(protocol, valid);
  yield* otherMethod(protocol, operation, valid);
}

function* brokenHeaders({ schemas }: Protocol, valid: CaseRequest): Iterable<RuleCase> {
  for (const given of valid.parameters) {
    const { parameter, value } = given;
    const name = parameter.in === "header" ? parameter.name.toLowerCase() : "";
    const without = { ...valid, parameters: valid.parameters.filter((one) => one !== given) };
    if (name === "idempotency-key") yield { kind: "no-idempotency-key", request: without, statuses: [422] };
    if (name !== "if-match") continue;
    yield { kind: "no-precondition", request: without, statuses: [428] };
    const { schema } = parameter;
    const isRight = (other: Json) => textsOfParameter(parameter, other) !== undefined && (schema === undefined || evaluate(schemas, schema, other).length === 0);
    for (const stale of ['"stale"', ...valuesNear(value)]) {
      if (stale === "*" || !isRight(stale)) continue;
      const parameters = valid.parameters.map((one) => (one === given ? { parameter, value: stale } : one));
      yield { kind: "stale-precondition", request: { ...valid, parameters }, statuses: [412] };
      return;
    }
  }
}

/** Once a path: for the first of its operations. */
function* otherMethod(protocol: Protocol, operation: HttpOperation, valid: CaseRequest): Iterable<RuleCase> {
  const shape = (path: string) => path.replace(/\{[^}]*\}/g, "{}");
  const path = shape(operation.http.path);
  const same = [...protocol.operations.values()].filter(({ http }) => http !== undefined && http.trigger === undefined && shape(http.path) === path);
  if (same[0]?.id !== operation.id) return;
  const known = new Set(same.map(({ http }) => http?.method.toUpperCase()));
  const method = ["DELETE", "PATCH", "PUT", "POST", "GET"].find((one) => !known.has(one));
  if (method === undefined) return;
  const { body: _, ...bare } = valid;
  yield { kind: "other-method", request: { ...bare, method }, statuses: [405] };
}
