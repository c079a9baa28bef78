import { ConnectionError, isLoopback, memoryTransports, webSocketTransport } from "@parley/runtime";
import type { Transport } from "@parley/runtime";
import { connectWs, wsTransport } from "@parley/runtime/ws";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";

/** What a transport delivered, and how to wait for the next. */
function listen(transport: Transport) {
  const heard: unknown[] = [];
  const wake = new Set<() => void>();
  const add = (item: unknown) => {
    heard.push(item);
    for (const each of wake) each();
  };
  transport.open({ message: add, closed: (code, reason) => add({ code, reason }) });
  return {
    heard,
    until: async (count: number) => {
      while (heard.length < count) await new Promise<void>((resolve) => wake.add(resolve));
      return heard;
    },
  };
}

describe("memory transports", () => {
  test("deliver later, in order", async () => {
    const [left, right] = memoryTransports();
    const { heard, until } = listen(right);
    left.send("a");
    left.send("b");
    expect(heard).toEqual([]);
    expect(await until(2)).toEqual(["a", "b"]);
  });

  test("keep what comes before they are opened", async () => {
    const [left, right] = memoryTransports();
    left.send("a");
    left.close(1001, "gone");
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await listen(right).until(2)).toEqual(["a", { code: 1001, reason: "gone" }]);
  });

  test("tell both ends of a close, once", async () => {
    const [left, right] = memoryTransports();
    const ends = [listen(left), listen(right)];
    left.close(4000, "enough");
    right.close(1000);
    await Promise.all(ends.map(({ until }) => until(1)));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(ends.map(({ heard }) => heard)).toEqual([[{ code: 4000, reason: "enough" }], [{ code: 4000, reason: "enough" }]]);
  });

  test("deliver nothing after a close", async () => {
    const [left, right] = memoryTransports();
    const { heard, until } = listen(right);
    left.send("a");
    left.close();
    left.send("b");
    expect(await until(2)).toEqual(["a", { code: 1000, reason: "" }]);
    expect(heard).toHaveLength(2);
  });
});

describe("loopback", () => {
  test.each(["localhost", "alice.localhost", "127.0.0.1", "127.1.2.3", "[::1]"])("%s is", (host) => expect(isLoopback(host)).toBe(true));
  test.each(["operator.example", "localhost.example", "127.0.0.1.example", "10.0.0.1", "[::2]", "128.0.0.1"])("%s is not", (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});

describe("a WebSocket of the platform", () => {
  let server: WebSocketServer;
  let accepted: Transport[] = [];
  let sockets: WebSocket[] = [];
  const platform = globalThis.WebSocket;
  const url = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/webrtc-signalling/v1`;

  beforeAll(async () => {
    // Node 20 has no WebSocket of its own; that of `ws` has the same interface.
    Object.assign(globalThis, { WebSocket });
    const handleProtocols = (protocols: ReadonlySet<string>) => [...protocols][0] ?? false;
    server = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 65_536, handleProtocols });
    server.on("connection", (socket) => {
      sockets.push(socket);
      accepted.push(wsTransport(socket));
    });
    await new Promise((resolve) => server.once("listening", resolve));
  });
  afterEach(() => {
    for (const socket of sockets) socket.terminate();
    accepted = [];
    sockets = [];
  });
  afterAll(async () => {
    Object.assign(globalThis, { WebSocket: platform });
    await new Promise((resolve) => server.close(resolve));
  });

  test("is not there: the error names the remedy, which works without it", async () => {
    Object.assign(globalThis, { WebSocket: undefined });
    try {
      await expect(webSocketTransport(url())).rejects.toMatchObject({
        name: "ConnectionError", reason: "no-web-socket", message: expect.stringContaining('`transport: connectWs` of "@parley/runtime/ws"') as string,
      });
      const client = await connectWs(url(), "webrtc-signalling.v1");
      expect(sockets.map(({ protocol }) => protocol)).toEqual(["webrtc-signalling.v1"]);
      const { until } = listen(client);
      accepted[0]?.send("a");
      accepted[0]?.close(1002, "enough");
      expect(await until(2)).toEqual(["a", { code: 1002, reason: "enough" }]);
    } finally {
      Object.assign(globalThis, { WebSocket });
    }
  });

  test("of `ws` is refused to an insecure address, and fails where nobody listens", async () => {
    await expect(connectWs("ws://operator.example/")).rejects.toMatchObject({ name: "ConnectionError", reason: "insecure-address" });
    await expect(connectWs("ws://127.0.0.1:1/")).rejects.toMatchObject({ name: "ConnectionError", reason: "unreachable" });
  });

  const joined = async (): Promise<readonly [Transport, Transport]> => {
    const transport = await webSocketTransport(url(), "call.v1");
    const [other] = accepted;
    if (other === undefined) throw new Error("Nothing was accepted.");
    return [transport, other];
  };

  test("carries text both ways", async () => {
    const [client, other] = await joined();
    const ends = [listen(client), listen(other)];
    client.send("to the function \u20ac");
    other.send("to the terminal");
    expect(await Promise.all(ends.map(({ until }) => until(1)))).toEqual([["to the terminal"], ["to the function \u20ac"]]);
  });

  test("names its subprotocol", async () => {
    await joined();
    expect(sockets[0]?.protocol).toBe("call.v1");
  });

  test("tells binary messages from text", async () => {
    const [client, other] = await joined();
    const { until } = listen(other);
    (client.send as (data: unknown) => void).call(client, new Uint8Array([1, 2]));
    expect((await until(1))[0]).toBeInstanceOf(Uint8Array);
  });

  test("keeps what comes before it is opened", async () => {
    const [client, other] = await joined();
    other.send("early");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await listen(client).until(1)).toEqual(["early"]);
  });

  test("hears the code and the reason of a close", async () => {
    const [client, other] = await joined();
    const { until } = listen(client);
    listen(other);
    other.close(4401, "unauthenticated");
    expect(await until(1)).toEqual([{ code: 4401, reason: "unauthenticated" }]);
  });

  test("hears 1009 for a message over the limit of the server", async () => {
    const [client, other] = await joined();
    const ends = [listen(client), listen(other)];
    client.send("x".repeat(1_048_576));
    expect(await Promise.all(ends.map(({ until }) => until(1)))).toMatchObject([[{ code: 1009 }], [{ code: 1009 }]]);
  });

  test("hears a loss", async () => {
    const [client] = await joined();
    const { until } = listen(client);
    sockets[0]?.terminate();
    expect(await until(1)).toMatchObject([{ code: 1006 }]);
  });

  test("closes with a code that browsers forbid as 4000, and says which", async () => {
    const [client, other] = await joined();
    const { until } = listen(other);
    listen(client);
    client.close(1002, "sequence");
    expect(await until(1)).toEqual([{ code: 4000, reason: "1002 sequence" }]);
  });

  test("cannot be opened to an address that is not secure", async () => {
    await expect(webSocketTransport("ws://operator.example/v1")).rejects.toThrow('"ws://operator.example" is not secure: use wss:.');
    await expect(webSocketTransport("http://localhost/v1")).rejects.toBeInstanceOf(ConnectionError);
  });

  test("that nobody accepts rejects with a ConnectionError", async () => {
    await expect(webSocketTransport("ws://127.0.0.1:1/v1")).rejects.toMatchObject({ name: "ConnectionError", reason: "unreachable" });
  });

  test("stops connecting when its signal is aborted", async () => {
    const controller = new AbortController();
    const opening = webSocketTransport(url(), "call.v1", { signal: controller.signal });
    controller.abort("no more");
    await expect(opening).rejects.toBe("no more");
  });
});
