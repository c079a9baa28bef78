import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { wsTransport } from "@parley/runtime/ws";
import { connectSignalling, limits } from "@parley/signalling";
import type { OutgoingSession, SignallingClient } from "@parley/signalling";
import { WebSocket } from "ws";
import type { ServerFigures, ServerReady } from "./load-server.js";
import { loadAnswer, loadOffer } from "./load-value.js";

const pairs = 40;

/**
 * What a connection costs the reference server at its worst, beside what it is bound to: the called side of every session is lost, and the
 * other sends application messages until the window and what may wait behind it are full. Then the epochs end, and their memory is given back.
 */
export async function boundsBenchmark(): Promise<void> {
  const server = fork(fileURLToPath(new URL("./load-server.ts", import.meta.url)), ["parley", String(2 * pairs)], { execArgv: ["--expose-gc", "--import", "tsx"] });
  const ask = async (): Promise<number> => {
    server.send("figures");
    const [{ heap, external }] = (await once(server, "message")) as [ServerFigures];
    return heap + external;
  };
  try {
    const [ready] = (await once(server, "message")) as [ServerReady];
    await ask();
    const empty = await ask();
    const sockets: WebSocket[] = [];
    const terminals = await Promise.all(ready.tokens.map((token) => terminal(ready.url, token, sockets)));
    const connected = await ask();
    const sessions: OutgoingSession[] = [];
    for (let index = 0; index < pairs; index += 1) {
      const called = terminals[2 * index + 1]?.granted.subject;
      const session = await terminals[2 * index]?.setup({ to: called ?? "", description: loadOffer });
      if (session !== undefined) sessions.push(session);
    }
    const established = await ask();
    for (let index = 0; index < pairs; index += 1) sockets[2 * index + 1]?.terminate();
    await pause(500);
    const each = Math.floor((2 * limits.windowBytes) / (2 * limits.window - 8)) - overhead;
    for (const session of sessions) {
      for (let sent = 0; sent < 2 * limits.window - 8; sent += 1) void session.message({ type: "urn:example:fill", value: { text: "x".repeat(each) } }).catch(() => undefined);
      await pause(20);
    }
    await pause(1_000);
    const full = await ask();
    await pause(45_000);
    const after = await ask();
    console.log(`bounds: ${2 * pairs} connections, ${pairs} sessions, Node.js ${process.versions.node}
  ${kib((connected - empty) / (2 * pairs))} a connection, ${kib((established - connected) / pairs)} a session more
  ${kib((full - established) / pairs)} for a lost connection whose window is full (stated: ${kib(2 * limits.windowBytes)} of text, and the messages around it)
  ${kib((after - empty) / pairs)} a pair when the lost epochs have ended`);
    await Promise.all(terminals.map((each) => each.close()));
  } finally {
    server.disconnect();
  }
}

/** What an `mmessage` has beside its text, about. */
const overhead = 260;

async function terminal(url: string, token: string, sockets: WebSocket[]): Promise<SignallingClient> {
  const place = sockets.length;
  sockets.length += 1;
  const client = await connectSignalling(url, {
    token,
    reconnect: false,
    transport: async (address, subprotocol) => {
      const socket = new WebSocket(address, subprotocol);
      sockets[place] = socket;
      await once(socket, "open");
      return wsTransport(socket);
    },
  });
  await client.available({ device: "bounds-terminal", addresses: [client.granted.subject], expires: 3600 });
  client.onSetup((incoming) => void incoming.accept({ description: loadAnswer }));
  return client;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((next) => setTimeout(next, milliseconds));
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
