import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createHttpClient, NetworkError } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { operationOf } from "./one-operation.js";

const read = operationOf([], { method: "GET", name: "read" });
const key = { name: "Idempotency-Key", in: "header", property: "idempotencyKey", required: true, reads: "string" } as const;
const add = operationOf([key], { name: "add", idempotencyKey: { property: "idempotencyKey", required: true } });
const errorOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => "none", (error: unknown) => error);

/** A port of this machine whose connections are closed at the first byte, until it is closed itself. */
async function listener() {
  const server = createServer((socket) => socket.once("data", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1?secret=1`;
  return { client: createHttpClient({ baseUrl, retry: false }, {}, {}), address: baseUrl.replace("?secret=1", "/echo"), close: () => new Promise((resolve) => server.close(resolve)) };
}

describe("a call without an answer", () => {
  it("was not carried out where the connection is refused", async () => {
    const { client, address, close } = await listener();
    await close();
    const error = await errorOf(client.send(read, {}));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ operation: "read", method: "GET", address, carriedOut: "no", cause: new TypeError("fetch failed") });
    expect(String(error)).toBe(`NetworkError: "read" has no answer (GET ${address}): connect ECONNREFUSED ${new URL(address).host}. Nothing was sent.`);
  });

  it("may have been where it is lost, and names the key to make it again with", async () => {
    const { client, address, close } = await listener();
    const error = await errorOf(client.send(add, {}));
    expect(error).toMatchObject({ name: "NetworkError", operation: "add", method: "POST", address, carriedOut: "unknown", idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(String(error)).toContain("Whether it was carried out is not known.");
    await close();
  });

  it("may have been where one attempt of several was lost", async () => {
    const refused = Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" }) });
    const errors = [refused, new TypeError("fetch failed"), refused];
    let next = 0;
    const fetch = (): never => {
      throw errors[next++ % 3];
    };
    const client = createHttpClient({ baseUrl: "https://example.org", fetch, random: () => 0 }, {}, {});
    expect(await errorOf(client.send(read, {}))).toMatchObject({ carriedOut: "unknown" });
    next = 2;
    expect(await errorOf(client.send(read, {}, { retry: false }))).toMatchObject({ carriedOut: "no" });
  });
});
