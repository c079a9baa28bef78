import { describe, expect, it } from "vitest";
import { CallError, createHandler, createHttpClient, ProtocolError, ResponseError, route } from "@parley/runtime/http";
import type { Fault, HttpOperation, HttpParameter, Validator } from "@parley/runtime/http";

const at = "test";

function check(keyword: string, expected: string, is: (value: unknown) => boolean): Validator {
  return { is, explain: (value) => (is(value) ? [] : [{ pointer: "", keyword, expected, found: String(value), at }]) };
}

const isText = check("type", "string", (value) => typeof value === "string");
const isWhole = check("type", "integer", (value) => Number.isInteger(value));
const isFlag = check("type", "boolean", (value) => typeof value === "boolean");
const areTexts = check("type", "array", (value) => Array.isArray(value) && value.every((item) => typeof item === "string"));
const areWhole = check("type", "array", (value) => Array.isArray(value) && value.every((item) => Number.isInteger(item)));

function parameter(name: string, place: HttpParameter["in"], more: Partial<HttpParameter> = {}): HttpParameter {
  return {
    name,
    in: place,
    property: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    required: false,
    reads: "string",
    validator: isText,
    ...more,
  };
}

function echo(parameters: readonly HttpParameter[], more: Partial<HttpOperation> = {}): HttpOperation {
  const path = `/echo${parameters
    .filter(({ in: place }) => place === "path")
    .map(({ name }) => `/{${name}}`)
    .join("")}`;
  return {
    name: "echo",
    method: "POST",
    path,
    parameters,
    responses: [{ status: "200", headers: [], media: [{ type: "application/json" }] }],
    plain: 200,
    successes: 1,
    ...more,
  };
}

/** A client and a handler of one operation, joined in one process. */
function joined(operation: HttpOperation, run: (call: unknown) => unknown = (call) => call) {
  const faults: Fault[] = [];
  const handler = createHandler([route(operation, run)], { basePath: "", problems: {} }, { onFault: (fault) => faults.push(fault) });
  const urls: string[] = [];
  const fetch = (request: Request) => {
    urls.push(request.url.replace("https://example.org", ""));
    return handler(request);
  };
  const client = createHttpClient({ baseUrl: "https://example.org", fetch }, {}, {});
  return { handler, faults, urls, call: (value: unknown) => client.send<unknown>(operation, value) };
}

describe("what no request can carry", () => {
  const operation = echo([parameter("note", "header"), parameter("mark", "cookie")], {
    security: [[{ scheme: "bearerToken", carrier: { kind: "authorization", scheme: "Bearer" }, scopes: [] }]],
  });
  const call = (value: unknown, bearerToken: string) =>
    createHttpClient({ baseUrl: "https://example.org", fetch: () => Promise.resolve(Response.json({})) }, { bearerToken }, {}).send(operation, value);

  it.each(["se\ncret", "se\rcret", "se\0cret", "se\u2026cret"])("a credential %j is refused by its name, not by its text", async (token) => {
    const error: unknown = await call({}, token).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('"bearerToken"');
    expect(String(error)).not.toMatch(/se.?cret/s);
  });

  it("white space around a credential does no harm", async () => {
    await expect(call({}, "secret\n")).resolves.toEqual({});
  });

  it("a line break in a header is an issue of the call; in a cookie it is percent-encoded", async () => {
    await expect(call({ note: "a\r\nb" }, "secret")).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/note", keyword: "header" }] });
    await expect(call({ mark: "a\r\nb" }, "secret")).resolves.toEqual({});
  });

  it.each([undefined, "", "/v1"])("a client of the base URL %j is not made, and the option is named", (baseUrl) => {
    expect(() => createHttpClient({ baseUrl: baseUrl as string }, {}, {})).toThrow('The option "baseUrl"');
  });
});

describe("values on the wire", () => {
  const all = echo([
    parameter("id", "path", { required: true }),
    parameter("page-size", "query", { reads: "number", validator: isWhole }),
    parameter("tags", "query", { list: "exploded", validator: areTexts }),
    parameter("sizes", "query", { list: "commas", reads: "number", validator: areWhole }),
    parameter("names", "query", { list: "commas", validator: areTexts }),
    parameter("dry-run", "header", { reads: "boolean", validator: isFlag }),
    parameter("theme", "cookie"),
  ]);

  it.each([
    [{ id: "7" }, "/echo/7"],
    [{ id: "a/b ?#%" }, "/echo/a%2Fb%20%3F%23%25"],
    [{ id: "7", pageSize: 20 }, "/echo/7?page-size=20"],
    [{ id: "7", tags: ["a b", "c&d"] }, "/echo/7?tags=a%20b&tags=c%26d"],
    [{ id: "7", sizes: [1, 2.0, -3] }, "/echo/7?sizes=1,2,-3"],
    [{ id: "7", names: ["a,b", "c"] }, "/echo/7?names=a%2Cb,c"],
    [{ id: "7", dryRun: true }, "/echo/7"],
    [{ id: "7", theme: "dark" }, "/echo/7"],
    [{ id: "7", theme: "a; b=\"ü\"" }, "/echo/7"],
  ])("%j goes there and back", async (value, url) => {
    const { call, urls } = joined(all);
    expect(await call(value)).toEqual(value);
    expect(urls).toEqual([url]);
  });

  it.each([
    ["/echo/7?page-size=much", "/query/page-size"],
    ["/echo/7?page-size=0x10", "/query/page-size"],
    ["/echo/7?page-size=", "/query/page-size"],
    ["/echo/7?page-size=1&page-size=2", "/query/page-size"],
    ["/echo/7?sizes=1,two", "/query/sizes"],
  ])("%s is malformed at %s", async (path, pointer) => {
    const response = await joined(all).handler(new Request(`https://example.org${path}`, { method: "POST" }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ issues: [{ pointer }] });
  });

  it("tells every wrong parameter at once", async () => {
    const response = await joined(all).handler(
      new Request("https://example.org/echo/7?page-size=x&sizes=y", { method: "POST", headers: { "dry-run": "maybe" } }),
    );
    expect((await response.json()).issues.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/query/page-size", "/query/sizes", "/header/dry-run"]);
  });

  it("puts the default of the specification where the caller says nothing", async () => {
    const { call } = joined(echo([parameter("page-size", "query", { reads: "number", validator: isWhole, default: 20 })]));
    expect(await call({})).toEqual({ pageSize: 20 });
    expect(await call({ pageSize: 5 })).toEqual({ pageSize: 5 });
  });

  it.each([[{}], [{ id: 7 }], [{ id: "7", pageSize: "x" }]])("refuses to send %j", async (value) => {
    const { call, urls } = joined(all);
    await expect(call(value)).rejects.toThrow(CallError);
    expect(urls).toEqual([]);
  });

  it.each(["", ".", ".."])("refuses to send %j as a step of the path", async (id) => {
    await expect(joined(all).call({ id })).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/id", keyword: "style" }] });
  });
});

describe("bodies", () => {
  const body = (...types: readonly string[]) =>
    echo([], {
      body: {
        required: true,
        media: types.map((type) =>
          type.endsWith("json") ? { type, validator: check("type", "object", (value) => typeof value === "object") } : { type },
        ),
      },
    });
  const content = { body: { text: "ü", __proto__x: null } };

  it("carries JSON, text and bytes", async () => {
    const seen: unknown[] = [];
    const keep = (call: unknown) => {
      seen.push((call as { body: unknown }).body);
      return null;
    };
    await joined(body("application/json"), keep).call(content);
    await joined(body("text/plain"), keep).call({ body: "grüße" });
    await joined(body("application/octet-stream"), keep).call({ body: new Uint8Array([0, 255]) });
    expect(seen).toEqual([content.body, "grüße", new Uint8Array([0, 255])]);
  });

  it("sends the first media type that can carry the value", async () => {
    const seen: (string | null)[] = [];
    const operation = body("application/json", "text/plain");
    const handler = createHandler([route(operation, () => null)], { basePath: "", problems: {} });
    const client = createHttpClient(
      { baseUrl: "https://example.org", fetch: (request) => (seen.push(request.headers.get("content-type")), handler(request)) },
      {},
      {},
    );
    await client.send(operation, { body: { a: 1 } });
    await client.send(operation, { body: "a" });
    expect(seen).toEqual(["application/json", "text/plain"]);
  });

  it.each([
    ["no body", undefined, undefined, 400],
    ["no type", new Uint8Array([123, 125]), undefined, 415],
    ["a type that is not taken", "{}", "application/xml", 415],
    ["what is not JSON", "{", "application/json", 400],
    ["what is not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "application/json", 400],
    ["a value that is not valid", "7", "application/json; charset=utf-8", 400],
    ["a valid value", "{}", "application/json; charset=utf-8", 200],
  ])("%s", async (_, sent, type, status) => {
    const headers = type === undefined ? {} : { "content-type": type };
    const { handler } = joined(body("application/json"), () => null);
    const response = await handler(
      new Request("https://example.org/echo", { method: "POST", headers, ...(sent === undefined ? {} : { body: sent }) }),
    );
    expect(response.status).toBe(status);
  });

  it("stops reading a body over the limit, whatever its stated length", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: endless, duplex: "half" };
    const response = await joined(body("application/json")).handler(new Request("https://example.org/echo", init));
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(20);
  });
});

describe("answers", () => {
  const named = (name: string, response: Response) => ({ name, response });

  it.each([
    ["no acceptable type", "text/html", 406],
    ["any type", "*/*", 200],
    ["a range", "text/html, application/*;q=0.1", 200],
    ["a type it refuses by weight", "application/json;q=0, */*;q=0.5", 406],
  ])("%s", async (_, accept, status) => {
    const response = await joined(echo([])).handler(new Request("https://example.org/echo", { method: "POST", headers: { accept } }));
    expect(response.status).toBe(status);
  });

  it("that break the specification are faults, and nothing of them is sent", async () => {
    const operation = echo([], { responses: [{ status: "200", headers: [], media: [{ type: "application/json", validator: isWhole }] }] });
    const { handler, faults } = joined(operation, () => ({ secret: "s3cret" }));
    const response = await handler(new Request("https://example.org/echo", { method: "POST" }));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("s3cret");
    expect(faults).toMatchObject([{ kind: "broken-reply", operation: "echo", issues: [{ pointer: "/body" }] }]);
  });

  it("that were thrown are faults, and leak nothing", async () => {
    const { handler, faults } = joined(echo([]), () => {
      throw new Error("s3cret");
    });
    const response = await handler(new Request("https://example.org/echo", { method: "POST" }));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("s3cret");
    expect(faults).toMatchObject([{ kind: "thrown", error: { message: "s3cret" } }]);
  });

  it("may be refused by throwing, as a client's own error does", async () => {
    const { handler, faults } = joined(echo([]), () => {
      throw new ProtocolError("not-found", { type: "about:blank" });
    });
    const response = await handler(new Request("https://example.org/echo", { method: "POST" }));
    expect(await response.json()).toEqual({ type: "about:blank", title: "Not Found", status: 404 });
    expect(faults).toEqual([]);
  });

  it("are given though the log fails", async () => {
    const options = {
      onFault: () => {
        throw new Error("disk full");
      },
    };
    const handler = createHandler(
      [
        route(echo([]), () => {
          throw new Error("s3cret");
        }),
      ],
      { basePath: "", problems: {} },
      options,
    );
    expect((await handler(new Request("https://example.org/echo", { method: "POST" }))).status).toBe(500);
  });

  it("thrown because the client has gone are no faults", async () => {
    const gone = new AbortController();
    const operation = echo([]);
    const faults: Fault[] = [];
    const run = route(operation, async (_: unknown, { signal }: { readonly signal: AbortSignal }) => {
      gone.abort();
      signal.throwIfAborted();
    });
    await createHandler(
      [run],
      { basePath: "", problems: {} },
      { onFault: (fault) => faults.push(fault) },
    )(new Request("https://example.org/echo", { method: "POST", signal: gone.signal }));
    expect(faults).toEqual([]);
  });

  it.each([
    named("a status nobody declared", new Response("teapot", { status: 418 })),
    named("a page of a proxy", new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html" } })),
    named("another media type", new Response("<a/>", { headers: { "content-type": "text/html" } })),
    named("what is not JSON", new Response("{", { headers: { "content-type": "application/json" } })),
    named("a body that is not valid", new Response('"7"', { headers: { "content-type": "application/json" } })),
    named("a body over the limit", new Response("7".repeat(2_000_000), { headers: { "content-type": "application/json" } })),
  ])("a client refuses $name", async ({ response }) => {
    const operation = echo([], { responses: [{ status: "200", headers: [], media: [{ type: "application/json", validator: isWhole }] }] });
    const client = createHttpClient({ baseUrl: "https://example.org", fetch: () => Promise.resolve(response) }, {}, {});
    await expect(client.send(operation, {})).rejects.toThrow(ResponseError);
  });

  it.each(["http://example.org", "ftp://example.org"])("a client sends nothing to %s", (baseUrl) => {
    expect(() => createHttpClient({ baseUrl }, {}, {})).toThrow(TypeError);
  });

  it.each(["http://localhost:8080/v1/", "http://127.0.0.1", "https://example.org/v1"])("a client may be of %s", (baseUrl) => {
    expect(() => createHttpClient({ baseUrl }, {}, {})).not.toThrow();
  });
});
