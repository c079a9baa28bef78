import { startReferenceServer } from "@parley/reference-server";
import type { ReferenceServer, ReferenceServerConfig } from "@parley/reference-server";
import { wsTransport } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

const subprotocol = "webrtc-signalling.v1";

/** A server for one test; its faults fail the test. */
export async function serve(config: ReferenceServerConfig = {}): Promise<ReferenceServer & { readonly log: readonly LogLine[] }> {
  const log: LogLine[] = [];
  const server = await startReferenceServer({ ...config, log: (event, fields = {}) => void log.push({ event, ...fields }) });
  onTestFinished(async () => {
    await server.close();
    const faults = log.filter(({ event }) => event === "fault" || event === "conference-fault");
    if (faults.length > 0) throw new Error(JSON.stringify(faults, undefined, 2));
  });
  return { ...server, log };
}

export interface LogLine {
  readonly event: string;
  readonly [name: string]: unknown;
}

export function tokenOf(server: ReferenceServer, user: string): string {
  const found = server.users.find(({ name }) => name === user);
  if (found === undefined) throw new Error(`no user ${user}`);
  return found.token;
}

export interface Terminal {
  readonly client: SignallingClient;
  readonly socket: WebSocket;
  /** The next setup that arrives. */
  invited(): Promise<IncomingSetup>;
}

/** A signed-in terminal over the `ws` package, reachable at the user's own addresses. */
export async function terminal(server: ReferenceServer, user: string): Promise<Terminal> {
  const socket = new WebSocket(server.signallingUrl, subprotocol);
  const transport = async () => {
    await opened(socket);
    return wsTransport(socket);
  };
  const client = await connectSignalling(server.signallingUrl, { token: tokenOf(server, user), transport });
  await client.available({ device: "first-device", addresses: client.granted.addresses });
  const arrived: IncomingSetup[] = [];
  let waiting: ((incoming: IncomingSetup) => void) | undefined;
  client.onSetup((incoming) => {
    if (waiting === undefined) arrived.push(incoming);
    waiting?.(incoming);
    waiting = undefined;
  });
  onTestFinished(() => client.close());
  const invited = async () => arrived.shift() ?? new Promise<IncomingSetup>((found) => (waiting = found));
  return { client, socket, invited };
}

/** A peer that writes what it likes. */
export interface RawPeer {
  readonly socket: WebSocket;
  send(message: string | object): void;
  /** The next message that is like this one in the given members. */
  receive(like: { readonly [key: string]: unknown }): Promise<{ readonly [key: string]: unknown }>;
  /** The code of the close. */
  readonly closed: Promise<number>;
}

export async function rawPeer(server: ReferenceServer, user?: string): Promise<RawPeer> {
  const socket = new WebSocket(server.signallingUrl, subprotocol);
  const arrived: { readonly [key: string]: unknown }[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    arrived.push(JSON.parse(String(data)) as { readonly [key: string]: unknown });
    for (const wake of waiting) wake();
  });
  const closed = new Promise<number>((done) => socket.on("close", done));
  onTestFinished(() => socket.terminate());
  await opened(socket);
  const peer: RawPeer = {
    socket,
    closed,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    async receive(like) {
      for (;;) {
        const at = arrived.findIndex((message) => Object.entries(like).every(([key, value]) => message[key] === value));
        if (at >= 0) return arrived.splice(at, 1)[0] ?? {};
        await new Promise<void>((wake) => waiting.add(wake));
      }
    },
  };
  if (user !== undefined) {
    peer.send({ kind: "request", method: "auth", id: "auth", token: tokenOf(server, user) });
    await peer.receive({ method: "auth", success: true });
  }
  return peer;
}

/** The status with which an upgrade is refused. */
export function refusedUpgrade(url: string, protocols: string[], headers: { readonly [name: string]: string } = {}): Promise<number> {
  return new Promise((refused, failed) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.on("unexpected-response", (_request, response) => {
      refused(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("open", () => {
      socket.terminate();
      refused(101);
    });
    socket.on("error", failed);
  });
}

export function opened(socket: WebSocket): Promise<void> {
  return new Promise((open, failed) => {
    socket.once("open", open);
    socket.once("error", failed);
  });
}
