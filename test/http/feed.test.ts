import type { Fault } from "@parley/runtime/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFeedClient, createFeedHandler, type FeedClient, type FeedImplementation, type Reading } from "./feed/gen/index.js";
import { type Running, serve } from "./node-server.js";

describe("streams, over real HTTP", () => {
  let running: Running;
  let client: FeedClient;
  let faults: Fault[] = [];
  let given = 0;
  let ended: Promise<void>;
  let end: () => void = () => undefined;
  const purged: string[] = [];

  async function* tick(padding: string) {
    try {
      for (;;) {
        given += 1;
        yield { event: "tick", id: String(given), data: `line\n{"n":${given}}${padding}` } as const;
      }
    } finally {
      end();
    }
  }

  async function* doubled(readings: AsyncIterable<Reading>): AsyncGenerator<Reading> {
    for await (const { value } of readings) yield { value: value * 2 };
  }

  const implementation: FeedImplementation = {
    watch: ({ since }) => (since === "broken" ? broken() : tick(since === "wide" ? " ".repeat(100_000) : "")),
    record: ({ body }) => doubled(body),
    async *logs() {
      yield { value: 1, at: "\u001e\n" };
      yield { value: 2 };
    },
    search: (call) => call,
    purge: (context) => void purged.push(context.request.method),
  };

  async function* broken() {
    yield { data: "fine" } as const;
    yield { data: "odd", event: "tack" as "tick" } as const;
  }

  beforeEach(async () => {
    given = 0;
    faults = [];
    ended = new Promise((done) => (end = done));
    running = await serve(createFeedHandler(implementation, { onFault: (fault) => faults.push(fault) }));
    client = createFeedClient({ baseUrl: running.url });
  });
  afterEach(() => running.close());

  it("events come one by one, and the server stops when the client goes", async () => {
    const seen: unknown[] = [];
    for await (const event of await client.watch({ since: "now" })) {
      seen.push(event);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([1, 2, 3].map((n) => ({ event: "tick", id: String(n), data: `line\n{"n":${n}}` })));
    await ended;
    expect(faults).toEqual([]);
  });

  it("a signal ends the stream on both sides, and a client that does not read is not filled", async () => {
    const gone = new AbortController();
    const events = await client.watch({ since: "wide" }, { signal: gone.signal });
    const iterator = events[Symbol.asyncIterator]();
    await iterator.next();
    // What the connection holds is full before long; then nobody asks for more.
    let before = -1;
    while (before !== given) {
      before = given;
      await new Promise((done) => setTimeout(done, 50));
    }
    gone.abort();
    await expect(drained(iterator)).rejects.toThrow();
    await ended;
  });

  it("an item that breaks the document is told on its way out, and never sent", async () => {
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const event of await client.watch({ since: "broken" }, { retry: false })) seen.push(event);
    };
    await expect(read()).rejects.toThrow();
    expect(seen).not.toContainEqual(expect.objectContaining({ data: "odd" }));
    expect(faults).toMatchObject([{ kind: "broken-reply", operation: "watch", issues: [{ pointer: "/body/event" }] }]);
  });

  it("JSON a line, both ways at once", async () => {
    async function* readings() {
      for (let value = 0; value < 100; value += 1) yield { value };
    }
    const back: number[] = [];
    for await (const { value } of await client.record({ body: readings() })) back.push(value);
    expect(back).toEqual(Array.from({ length: 100 }, (_, index) => index * 2));
  });

  it("an item that is not valid is refused where it stands, by who takes it", async () => {
    const send = (body: string): Promise<Response> => fetch(`${running.url}/readings`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body });
    expect(await (await send('{"value":1}\n\n{"value":2}')).text()).toBe('{"value":2}\n{"value":4}\n');
    await expect(send('{"value":1}\n{"value":"2"}\n').then((response) => response.text())).rejects.toThrow();
    expect(faults.length).toBe(1);
  });

  it("text sequences, and what stands in them", async () => {
    const seen: unknown[] = [];
    for await (const reading of await client.logs()) seen.push(reading);
    expect(seen).toEqual([{ value: 1, at: "\u001e\n" }, { value: 2 }]);
  });

  it("the method QUERY, a query that is one form, and methods that the document adds", async () => {
    const selection = { words: ["a b", "c&d"], limit: 3 };
    expect(await client.search({ selection, body: { deep: true } })).toEqual({ selection, body: { deep: true } });
    await client.purge();
    expect(purged).toEqual(["PURGE"]);
  });
});

async function drained(iterator: AsyncIterator<unknown>): Promise<void> {
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next());
}
