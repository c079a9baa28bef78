import type { ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./security-headers.js";

/** Answers with a problem that says no more than its status (RFC 9457, 4.2.1): what is wrong is wrong before any function sees it. */
export function answerProblem(response: ServerResponse, status: number, headers: { readonly [name: string]: string } = {}): void {
  response.writeHead(status, { ...securityHeaders, ...headers, "content-type": mediaType });
  response.end(bodyOf(status));
}

/** As {@link answerProblem}, where there is no request to answer; the connection ends with it. */
export function endWithProblem(socket: Duplex, status: number): void {
  const body = bodyOf(status);
  const headers = { ...securityHeaders, "content-type": mediaType, "content-length": String(Buffer.byteLength(body)), connection: "close" };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${head}\r\n${body}`);
}

const mediaType = "application/problem+json";

function bodyOf(status: number): string {
  return JSON.stringify({ type: "about:blank", title: STATUS_CODES[status], status });
}
