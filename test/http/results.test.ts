import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bytes, createHttpClient, type HttpOperation, IncomingBytes, NotModified, ResponseError } from "@parley/runtime/http";
import { afterEach, describe, expect, it } from "vitest";
import { operationOf } from "./one-operation.js";
import { type Running, serve } from "./node-server.js";
import { createNotesClient } from "./notes/gen/index.js";

const list = operationOf([{ name: "cursor", in: "query", property: "cursor", required: false, reads: "string" }], {
  method: "GET",
  name: "list",
  pages: { parameter: "cursor", items: "/items", next: "/next" },
});

function listing(next: (cursor: string | null) => string | undefined) {
  const asked: (string | null)[] = [];
  const fetch = async ({ url }: Request): Promise<Response> => {
    const cursor = new URL(url).searchParams.get("cursor");
    asked.push(cursor);
    const following = next(cursor);
    return Response.json({ items: [`${cursor ?? "first"} 1`, `${cursor ?? "first"} 2`], ...(following === undefined ? {} : { next: following }) });
  };
  const client = createHttpClient({ baseUrl: "https://example.org", fetch }, {}, {});
  return { asked, pages: (call?: object) => client.pages<string, { readonly items: readonly string[] }>(list, call) };
}

describe("a list", () => {
  it("is read to its end, item by item or page by page", async () => {
    const { pages, asked } = listing((cursor) => (cursor === null ? "b" : undefined));
    const items: string[] = [];
    for await (const item of pages()) items.push(item);
    expect(items).toEqual(["first 1", "first 2", "b 1", "b 2"]);
    const read: number[] = [];
    for await (const page of pages().pages()) read.push(page.items.length);
    expect(read).toEqual([2, 2]);
    expect(asked).toEqual([null, "b", null, "b"]);
  });

  it("is read no further than the loop goes", async () => {
    const { pages, asked } = listing(() => "b");
    for await (const item of pages()) if (item === "first 2") break;
    expect(asked).toEqual([null]);
  });

  it("that comes back to a page that was there ends with an error, also where it began", async () => {
    const { pages, asked } = listing(() => "b");
    const read = async (call?: object): Promise<void> => {
      for await (const _ of pages(call));
    };
    await expect(read()).rejects.toThrow('The list comes back to the page at "b".');
    expect(asked).toEqual([null, "b"]);
    await expect(read({ cursor: "b" })).rejects.toThrow('The list comes back to the page at "b".');
    expect(asked).toEqual([null, "b", "b"]);
  });
});

describe("a result", () => {
  const note = { id: "a", text: "Hello" };
  const answering = (answer: () => Response) => {
    const requests: Request[] = [];
    const fetch = async (request: Request): Promise<Response> => (requests.push(request), answer());
    return { requests, client: createNotesClient({ baseUrl: "https://notes.example/v1", token: "t", fetch }) };
  };

  it("has the entity tag that came with it, which goes back as it is", async () => {
    const { client, requests } = answering(() => Response.json(note, { status: 200, headers: { etag: 'W/"7"' } }));
    const found = await client.getNote({ id: "a" });
    expect(found).toEqual({ ...note, etag: 'W/"7"' });
    await client.replaceNote({ id: "a", ifMatch: found.etag, body: { text: "Bye" } });
    expect(requests[1]?.headers.get("if-match")).toBe('W/"7"');
  });

  it("that has not changed is no result", async () => {
    const { client } = answering(() => new Response(null, { status: 304, headers: { etag: '"7"' } }));
    const error: unknown = await client.getNote({ id: "a", ifNoneMatch: '"7"' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotModified);
    expect(error).toMatchObject({ operation: "getNote", etag: '"7"' });
  });

  it("without the tag that the document promises is none", async () => {
    const { client } = answering(() => Response.json(note));
    await expect(client.getNote({ id: "a" })).rejects.toBeInstanceOf(ResponseError);
  });

  it("of HEAD has no body, whatever GET has", async () => {
    const client = createHttpClient({ baseUrl: "https://example.org", fetch: async () => new Response(null, { headers: { "content-type": "application/json" } }) }, {}, {});
    expect(await client.send(operationOf([], { method: "HEAD" }), {})).toBeUndefined();
  });

  it("with no content is nothing", async () => {
    const { client } = answering(() => new Response(null, { status: 204 }));
    expect(await client.deleteNote({ id: "a" })).toBeUndefined();
  });
});

describe("a parameter of a query", () => {
  it.each([["null", "string", null], ["a text that looks like the number it may be too", "scalar", "5"], ["a text that looks like a boolean", "scalar", "true"]] as const)(
    "is refused where it would be read as another value: %s",
    async (_, reads, value) => {
      const client = createHttpClient({ baseUrl: "https://example.org", fetch: async () => Response.json(1) }, {}, {});
      const operation = operationOf([{ name: "q", in: "query", property: "q", required: false, reads }], { method: "GET" });
      await expect(client.send(operation, { q: value })).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/q", keyword: "style" }] });
      expect(await client.send(operation, { q: reads === "scalar" ? 5 : "null" })).toBe(1);
    },
  );
});

describe("a download, over real HTTP", () => {
  let running: Running;
  afterEach(() => running.close());
  const download = operationOf([], { method: "GET", name: "download", responses: [{ status: "200", headers: [], media: [{ type: "application/octet-stream", codec: bytes }] }] });

  it("comes as a stream with its size, and ends at the server when nobody reads on", async () => {
    let ended: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    running = await serve(async () => {
      const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024)), cancel: () => ended() });
      return new Response(body, { headers: { "content-type": "application/octet-stream", "content-length": "1000000000" } });
    });
    const client = createHttpClient({ baseUrl: running.url }, {}, {});
    const file = await client.send<IncomingBytes>(download, {}, { deadline: 10_000 });
    expect(file).toBeInstanceOf(IncomingBytes);
    expect([file.type, file.size]).toEqual(["application/octet-stream", 1_000_000_000]);
    for await (const chunk of file) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await end;
  });

  it("is ended by the signal of its call, also once it has begun", async () => {
    running = await serve(async () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) }), { headers: { "content-type": "application/octet-stream" } }));
    const client = createHttpClient({ baseUrl: running.url }, {}, {});
    const stop = new AbortController();
    const reader = (await client.send<IncomingBytes>(download, {}, { signal: stop.signal })).stream().getReader();
    expect((await reader.read()).value?.length).toBe(9);
    stop.abort(new Error("enough"));
    await expect(reader.read()).rejects.toThrow("enough");
  });
});

it("an upload goes out as it is made, over real HTTP", async () => {
  const upload: HttpOperation = operationOf([], { method: "PUT", name: "upload", body: { required: true, media: [{ type: "application/octet-stream", codec: bytes }] } });
  let arrived: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (arrived = resolve));
  const server = createServer((request, response) => {
    let size = 0;
    request.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      arrived();
    });
    request.on("end", () => response.setHeader("content-type", "application/json").end(String(size)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const client = createHttpClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, {}, {});
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const made = (async () => {
      await writer.write(new Uint8Array(10));
      // The second is made only when the first has arrived.
      await first;
      await writer.write(new Uint8Array(20));
      await writer.close();
    })();
    expect(await client.send(upload, { body: readable })).toBe(30);
    await made;
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
