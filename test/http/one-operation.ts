import { createHandler, createHttpClient, route } from "@parley/runtime/http";
import type { Fault, HttpOperation, HttpParameter } from "@parley/runtime/http";

/** An operation with these parameters, which answers JSON. */
export function operationOf(parameters: readonly HttpParameter[], more: Partial<HttpOperation> = {}): HttpOperation {
  const variables = parameters.filter(({ in: place }) => place === "path").map(({ name }) => `/{${name}}`);
  return {
    name: "echo",
    method: "POST",
    path: `/echo${variables.join("")}`,
    parameters,
    responses: [{ status: "200", headers: [], media: [{ type: "application/json" }] }],
    plain: 200,
    successes: 1,
    ...more,
  };
}

/** A client and a handler of one operation, joined in one process: what the client sends is what the handler is called with. */
export function joined(operation: HttpOperation, run: (call: unknown) => unknown = (call) => call) {
  const faults: Fault[] = [];
  const requests: Request[] = [];
  const handler = createHandler([route(operation, run)], { basePath: "", problems: {} }, { onFault: (fault) => faults.push(fault) });
  const fetch = (request: Request): Promise<Response> => {
    requests.push(request);
    return handler(request);
  };
  const client = createHttpClient({ baseUrl: "https://example.org", fetch }, {}, {});
  return { handler, faults, requests, call: (value: unknown) => client.send<unknown>(operation, value) };
}
