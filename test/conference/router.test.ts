import { describe, expect, it } from "vitest";
import { createHandler, route } from "@parley/runtime/http";
import type { HttpMethod, HttpOperation } from "@parley/runtime/http";

function operation(method: HttpMethod, path: string, name = `${method} ${path}`): HttpOperation {
  const parameters = Array.from(path.matchAll(/\{([^}]+)\}/g), (found) => ({
    name: found[1] ?? "",
    in: "path" as const,
    property: found[1] ?? "",
    required: true,
    reads: "string" as const,
  }));
  return {
    name,
    method,
    path,
    parameters,
    responses: [{ status: "200", headers: [], media: [{ type: "application/json" }] }],
    plain: 200,
    successes: 1,
  };
}

function serve(operations: readonly HttpOperation[]) {
  const routes = operations.map((each) => route(each, (call: object) => ({ operation: each.name, ...call })));
  const handler = createHandler(routes, { basePath: "/api", problems: {} });
  return async (method: string, path: string) => {
    const response = await handler(new Request(`https://example.org${path}`, { method }));
    const text = await response.text();
    return {
      status: response.status,
      allow: response.headers.get("allow"),
      type: response.headers.get("content-type"),
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
}

describe("routing", () => {
  const ask = serve([
    operation("GET", "/things"),
    operation("POST", "/things"),
    operation("GET", "/things/latest"),
    operation("GET", "/things/{id}"),
    operation("DELETE", "/things/{id}"),
    operation("GET", "/things/{id}.json"),
    operation("GET", "/things/{id}/parts/{part}"),
    operation("GET", "/ranges/{from}-{to}"),
  ]);

  it.each([
    ["/api/things", { operation: "GET /things" }],
    ["/api/things/latest", { operation: "GET /things/latest" }],
    ["/api/things/7", { operation: "GET /things/{id}", id: "7" }],
    ["/api/things/7.json", { operation: "GET /things/{id}.json", id: "7" }],
    ["/api/things/a%2Fb%20c", { operation: "GET /things/{id}", id: "a/b c" }],
    ["/api/things/7/parts/9", { operation: "GET /things/{id}/parts/{part}", id: "7", part: "9" }],
    ["/api/ranges/3-5", { operation: "GET /ranges/{from}-{to}", from: "3", to: "5" }],
    ["/api/things/__proto__", { operation: "GET /things/{id}", id: "__proto__" }],
  ])("finds the operation of %s", async (path, body) => {
    expect(await ask("GET", path)).toMatchObject({ status: 200, body });
  });

  it("falls back to the variable segment where the fixed one has no such method", async () => {
    expect(await ask("DELETE", "/api/things/latest")).toMatchObject({
      status: 200,
      body: { operation: "DELETE /things/{id}", id: "latest" },
    });
  });

  it.each(["/api/nothing", "/api/things/", "/api/things/7/parts", "/things", "/apithings", "/"])("answers 404 to %s", async (path) => {
    expect(await ask("GET", path)).toMatchObject({ status: 404, type: "application/problem+json", body: { status: 404 } });
  });

  it("answers 405 with the methods that there are", async () => {
    expect(await ask("PATCH", "/api/things")).toMatchObject({ status: 405, allow: "GET, HEAD, OPTIONS, POST", body: { status: 405 } });
  });

  it("answers 400 to a path that is not valid percent-encoding", async () => {
    expect(await ask("GET", "/api/things/%zz")).toMatchObject({ status: 400, body: { status: 400 } });
  });

  it("answers OPTIONS with the methods, and HEAD as GET without its body", async () => {
    expect(await ask("OPTIONS", "/api/things")).toMatchObject({ status: 204, allow: "GET, HEAD, OPTIONS, POST", body: undefined });
    expect(await ask("HEAD", "/api/things/7")).toMatchObject({ status: 200, type: "application/json", body: undefined });
  });
});
