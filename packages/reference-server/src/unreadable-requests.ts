import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { answerProblem, endWithProblem } from "./http-problem.js";

/** Answers what Node's HTTP parser refuses: headers that are too long, unknown methods and expectations, requests that never end. */
export function answerUnreadable(http: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  http.on("request", (request, response) => answers.set(request.socket, response));
  http.on("checkExpectation", (_request, response) => answerProblem(response, 417));
  http.on("clientError", (error: Error & { readonly code?: string }, socket) => {
    const answer = answers.get(socket);
    // In the middle of an answer another would only spoil it.
    const isAnswering = answer !== undefined && answer.headersSent && !answer.writableFinished;
    if (!socket.writable || isAnswering || error.code === "ECONNRESET") socket.destroy();
    else endWithProblem(socket, statuses.get(error.code ?? "") ?? 400);
  });
}

const statuses: ReadonlyMap<string, number> = new Map([
  ["HPE_HEADER_OVERFLOW", 431],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
  ["ERR_HTTP_REQUEST_TIMEOUT", 408],
]);
