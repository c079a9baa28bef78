import { parsePointer } from "../source/json-pointer.js";

/**
 * Whether a text is a runtime expression of OpenAPI: `$url`, `$request.header.token`, `$response.body#/id`.
 *
 * @see OpenAPI 3.1.1, 4.8.20.4 Runtime Expressions
 */
export function isHttpExpression(text: string): boolean {
  if (text === "$url" || text === "$method" || text === "$statusCode") return true;
  const source = /^\$(?:request|response)\.(.+)$/s.exec(text)?.[1];
  if (source === undefined) return false;
  const header = /^header\.(.+)$/s.exec(source)?.[1];
  if (header !== undefined) return isToken(header);
  if (/^(query|path)\..+$/s.test(source)) return true;
  const body = /^body(?:#(.*))?$/s.exec(source);
  return body !== null && parsePointer(body[1] ?? "") !== undefined;
}

/** A runtime expression that lacks its first sign: `request.body#/id`. What is meant is plain. */
export function lacksDollar(text: string): boolean {
  return !text.startsWith("$") && isHttpExpression(`$${text}`);
}

/** The `token` of RFC 9110, 5.6.2: names of headers, methods. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
}
