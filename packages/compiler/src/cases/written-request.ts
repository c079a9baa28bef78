import type { CaseRequest } from "./negative-case.js";
import { textsOfParameter } from "./written-parameter.js";

/** A request as it goes over the wire, but for what says who sends it. */
export interface WrittenRequest {
  readonly method: string;
  /** Path and query below the address of the server. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** Writes a request: its parameters each in its place, its body as its media type. */
export function writeRequest({ method, path, parameters, body, accept }: CaseRequest): WrittenRequest {
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: (readonly [string, string])[] = [];
  let target = path;
  for (const { parameter, value } of parameters) {
    const { name } = parameter;
    const texts = textsOfParameter(parameter, value);
    if (texts === undefined) throw new Error(`The parameter ${JSON.stringify(name)} cannot be sent: ${JSON.stringify(value)}`);
    if (parameter.in === "path") target = target.replace(`{${name}}`, () => texts.join(""));
    else if (parameter.in === "header") headers.push([name, texts.join("")]);
    else (parameter.in === "cookie" ? cookies : query).push(...texts.map((text) => `${encodeURIComponent(name)}=${text}`));
  }
  if (cookies.length > 0) headers.push(["cookie", cookies.join("; ")]);
  if (accept !== undefined) headers.push(["accept", accept]);
  if (body !== undefined) headers.push(["content-type", body.type]);
  const text = body === undefined ? undefined : "text" in body ? body.text : JSON.stringify(body.value).padEnd(body.padding ?? 0);
  return { method, target: query.length === 0 ? target : `${target}?${query.join("&")}`, headers, ...(text === undefined ? {} : { body: text }) };
}
