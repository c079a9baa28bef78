import type { HttpBinding, Operation } from "../model/operation.js";
import type { Origin } from "../model/origin.js";
import type { Parameter } from "../model/parameter.js";
import type { Protocol } from "../model/protocol.js";
import { type Arrival, type BrokenValues, brokenValues } from "./broken-value.js";
import { brokenRules } from "./broken-rules.js";
import type { BrokenConstraint, CaseRequest, LeftOut, NegativeCase, NegativeCases } from "./negative-case.js";
import { isJson, samplesOfContent, samplesOfParameter, validRequest } from "./valid-request.js";
import { arrivalIn } from "./written-parameter.js";

export interface NegativeCaseOptions {
  /** The longest body that the judged server takes, in bytes; 65536 where nothing is said. */
  readonly maxBodyBytes?: number;
}

/**
 * Requests that break each demand of an HTTP operation once, and are right in all else: what its schemas demand of parameters and body, what HTTP
 * does, and what the headers `Idempotency-Key` and `If-Match` stand for. Each was judged by the evaluator: it tells the demand at its place. What
 * cannot be broken so is listed with the reason. Of an operation that the document's own side starts there are none.
 */
export function negativeCases(operation: Operation, protocol: Protocol, { maxBodyBytes = 65_536 }: NegativeCaseOptions = {}): NegativeCases {
  const { http } = operation;
  if (http === undefined || http.trigger !== undefined) return { cases: [], left: [] };
  const cases: NegativeCase[] = [];
  const left: LeftOut[] = [];
  const valid = validRequest(protocol, { ...operation, http });
  if (valid.kind === "none") {
    left.push({ operation: operation.id, part: valid.part, pointer: "", keyword: "", at: at(operation.origin), reason: "no valid value of it was found that can be sent" });
    return { cases, left };
  }
  const { request } = valid;
  for (const { part, values, send, ...place } of [...brokenParameters(protocol, http, request), ...brokenBodies(protocol, http, request)]) {
    for (const { value, ...broken } of values.broken) {
      const sent = send(value);
      if ("body" in sent && sent.body !== undefined && "value" in sent.body && JSON.stringify(sent.body.value).length > maxBodyBytes) {
        left.push({ operation: operation.id, part, pointer: broken.pointer, keyword: broken.keyword, at: broken.at, reason: "what breaks it is more than a body may be" });
      } else cases.push({ operation: operation.id, request: sent, breaks: { kind: "constraint", ...place, ...broken }, statuses: refusals(http, place.in) });
    }
    for (const one of values.unbroken) left.push({ operation: operation.id, part, ...one });
  }
  for (const { kind, ...rest } of brokenRules(protocol, { ...operation, http }, request, maxBodyBytes)) cases.push({ operation: operation.id, breaks: { kind }, ...rest });
  return { cases, left };
}

interface BrokenPart extends Pick<BrokenConstraint, "in" | "name"> {
  readonly part: string;
  readonly values: BrokenValues;
  readonly send: (value: BrokenValues["broken"][number]["value"]) => CaseRequest;
}

function* brokenParameters(protocol: Protocol, http: HttpBinding, request: CaseRequest): Iterable<BrokenPart> {
  for (const parameter of http.parameters) {
    if (parameter.in === "address") continue;
    const place = { in: parameter.in, name: parameter.name, part: `${parameter.in} ${parameter.name}` };
    const others = request.parameters.filter((given) => given.parameter !== parameter);
    const schema = parameter.content?.schema ?? parameter.schema;
    if (schema !== undefined) {
      const values = brokenValues(protocol.schemas, schema, samplesOfParameter(protocol, parameter), arrivalOf(protocol, parameter));
      yield { ...place, values, send: (value) => ({ ...request, parameters: [...others, { parameter, value }] }) };
    }
    if (parameter.required) yield { ...place, values: absence(parameter), send: () => ({ ...request, parameters: others }) };
  }
}

/** An empty key or tag may be read as none: which of the two answers it gets is the receiver's choice. */
function arrivalOf({ schemas }: Protocol, parameter: Parameter): Arrival {
  const arrival = arrivalIn(parameter, schemas);
  return isUniform(parameter) ? (value) => (value === "" ? undefined : arrival(value)) : arrival;
}

function isUniform(parameter: Parameter): boolean {
  return parameter.required && parameter.in === "header" && /^(idempotency-key|if-match)$/i.test(parameter.name);
}

/** That a required parameter is absent. Without one of its path it is another path; what the uniform headers stand for has its own answers. */
function absence(parameter: Parameter): BrokenValues {
  if (isUniform(parameter)) return { broken: [], unbroken: [] };
  const broken = { pointer: "", keyword: "required", at: at(parameter.origin) };
  if (parameter.in === "path") return { broken: [], unbroken: [{ ...broken, reason: "without it, the path is another" }] };
  return { broken: [{ ...broken, value: null, alone: true }], unbroken: [] };
}

function* brokenBodies(protocol: Protocol, http: HttpBinding, request: CaseRequest): Iterable<BrokenPart> {
  const { body } = http;
  for (const media of body?.content ?? []) {
    const place = { in: "body", part: `body ${media.name}` } as const;
    const send: BrokenPart["send"] = (value) => ({ ...request, body: { type: media.name, value } });
    if (isJson(media.name) && media.schema !== undefined) yield { ...place, values: brokenValues(protocol.schemas, media.schema, samplesOfContent(protocol, media)), send };
    else if (media.schema !== undefined) {
      yield { ...place, values: { broken: [], unbroken: [{ pointer: "", keyword: "", at: at(media.origin), reason: "only JSON is broken here" }] }, send };
    }
  }
  if (body?.required !== true) return;
  const { body: _, ...bare } = request;
  const missing = { value: null, pointer: "", keyword: "required", at: at(body.origin), alone: true };
  yield { in: "body", part: "body", values: { broken: [missing], unbroken: [] }, send: () => bare };
}

/** How a demand of a schema is refused: by 400 or 422, as far as the operation declares them; in a path also by 404. */
function refusals({ responses }: HttpBinding, place: BrokenConstraint["in"]): readonly number[] {
  const usual = place === "path" ? [400, 404, 422] : [400, 422];
  const declared = usual.filter((status) => responses.some((response) => response.status === String(status) || response.status.toUpperCase() === "4XX"));
  return declared.length === 0 ? usual : declared;
}

function at({ file, pointer }: Origin): string {
  return `${file.path}#${pointer}`;
}
