import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { acceptSocket, type MessageTransport } from "@parley/runtime/messages";
import { wsTransport } from "@parley/runtime/ws";
import { WebSocketServer } from "ws";

/** A WebSocket server on loopback, which gives each connection as a transport. */
export interface Listening extends AsyncDisposable {
  readonly url: string;
}

export async function listen(accepted: (transport: MessageTransport, url: string, headers: NodeJS.Dict<string | string[]>) => void, below = ""): Promise<Listening> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket, request) => accepted(acceptSocket(wsTransport(socket), request.url ?? "/", { below }), request.url ?? "/", request.headers));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${String(port)}${below}`,
    [Symbol.asyncDispose]: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

/** A value that comes later, once. */
export function later<T>(): { readonly value: Promise<T>; readonly come: (value: T) => void } {
  let come: (value: T) => void = () => {};
  const value = new Promise<T>((resolve) => (come = resolve));
  return { value, come: (given) => come(given) };
}
