import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

const channel = "http.server.response.finish";
const methods = ["get", "put", "post", "delete", "patch"];

export interface Reach {
  /** How many requests were answered. */
  readonly requests: () => number;
  /** The operations, by id, that were answered with a success, and those that never were. */
  readonly succeeded: () => readonly string[];
  readonly missed: () => readonly string[];
  readonly stop: () => void;
}

/** Counts what the servers of this process answer to requests for operations of the document. */
export function watchReach(document: object, basePath: string): Reach {
  const operations = operationsOf(document);
  const succeeded = new Set<string>();
  let requests = 0;
  const note = (message: unknown) => {
    // What Node.js tells on this channel.
    const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
    requests += 1;
    if (response.statusCode >= 300) return;
    const path = (request.url ?? "").slice(basePath.length).split("?")[0] ?? "";
    for (const { id, method, pattern } of operations) if (method === request.method && pattern.test(path)) succeeded.add(id);
  };
  subscribe(channel, note);
  const ids = operations.map(({ id }) => id);
  return {
    requests: () => requests,
    succeeded: () => ids.filter((id) => succeeded.has(id)),
    missed: () => ids.filter((id) => !succeeded.has(id)),
    stop: () => void unsubscribe(channel, note),
  };
}

function operationsOf(document: object): readonly { readonly id: string; readonly method: string; readonly pattern: RegExp }[] {
  const { paths } = document as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>> };
  return Object.entries(paths).flatMap(([path, item]) => {
    const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
    return methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ id: operation.operationId, method: method.toUpperCase(), pattern }];
    });
  });
}
