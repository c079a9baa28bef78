import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallContext } from "@parley/runtime/http";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerWithFetch } from "../../packages/reference-server/src/fetch-adapter.js";
import { createNotesClient } from "./notes/gen/index.js";
import { notesWorld } from "./notes-world.js";

/** Notes behind Node's server and the adapter of the reference server; what the adapter throws is kept. */
async function notesOverHttp(instead?: (name: string, context: CallContext<unknown>) => unknown) {
  const world = notesWorld({}, instead);
  const thrown: unknown[] = [];
  let ended: () => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? "/", url);
    answerWithFetch(world.handler, incoming, outgoing, { target, maxBodyBytes: 65_536 }).catch((error: unknown) => thrown.push(error)).finally(() => ended());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  }));
  /** The next request that has been dealt with. */
  const next = () => new Promise<void>((done) => (ended = done));
  return { ...world, thrown, next, url, client: createNotesClient({ baseUrl: `${url}/v1`, token: "alice", retry: false }) };
}

describe("when the client goes", () => {
  it("the implementation is told; that it stops is no fault", async () => {
    const gone = new AbortController();
    const reasons: unknown[] = [];
    const { client, next, faults, thrown, notes } = await notesOverHttp((_, { signal }) => {
      gone.abort();
      return new Promise((_done, stopped) => signal.addEventListener("abort", () => (reasons.push(signal.reason), stopped(signal.reason))));
    });
    const ended = next();
    await expect(client.addNote({ body: { text: "x" } }, { signal: gone.signal })).rejects.toThrow();
    await ended;
    expect([reasons.length, faults, thrown, notes.size]).toEqual([1, [], [], 1]);
  });

  it("what goes on to its end is answered to the same request later, without being done again", async () => {
    const gone = new AbortController();
    const { client, next, calls, notes } = await notesOverHttp((_, { signal }) => {
      if (gone.signal.aborted) return undefined;
      gone.abort();
      return new Promise<void>((done) => signal.addEventListener("abort", () => done()));
    });
    const ended = next();
    const call = { idempotencyKey: "key-of-one-who-left", body: { text: "x" } };
    await expect(client.addNote(call, { signal: gone.signal })).rejects.toThrow();
    await ended;
    const replayed: unknown[] = [];
    const note = await client.addNote(call, { onResponse: ({ headers }) => void replayed.push(headers.get("idempotency-replayed")) });
    expect([note, replayed, calls, notes.size]).toEqual([{ id: "n1", text: "x", etag: '"1"' }, ["true"], ["addNote"], 2]);
  });

  it("in the middle of a body, nothing is called and nothing is a fault", async () => {
    const { url, next, calls, faults, thrown } = await notesOverHttp();
    const ended = next();
    const headers = { authorization: "Bearer alice", "idempotency-key": "key-number-1", "content-type": "application/json", "content-length": "100" };
    const sending = request(`${url}/v1/notes`, { method: "POST", headers });
    sending.on("error", () => undefined);
    sending.write('{"text":', () => sending.destroy());
    await ended;
    expect([calls, faults, thrown]).toEqual([[], [], []]);
  });
});

describe("both halves, over real HTTP", () => {
  it("the tag that a call got is the one that a change takes", async () => {
    const { client, faults } = await notesOverHttp();
    const note = await client.getNote({ id: "a" });
    const changed = await client.replaceNote({ id: "a", ifMatch: note.etag, body: { text: "second" } });
    expect(changed).toEqual({ id: "a", text: "second", etag: '"2"' });
    await expect(client.replaceNote({ id: "a", ifMatch: note.etag, body: { text: "third" } })).rejects.toMatchObject({ name: "ProtocolError", problem: "precondition-failed" });
    await client.deleteNote({ id: "a", ifMatch: changed.etag });
    expect(faults).toEqual([]);
  });

  it("pages have tags", async () => {
    const { client } = await notesOverHttp();
    const pages = [];
    for await (const page of client.listNotes().pages()) pages.push(page);
    expect(pages).toEqual([{ items: [{ id: "a", text: "first" }], etag: '"1"' }]);
  });
});
