import { memoryTransports, type Transport } from "@parley/runtime";
import { wsTransport } from "@parley/runtime/ws";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { Conversation } from "./conversation.js";

/** How participants reach the function: a new connection each, which can be lost without a word. */
export interface Links {
  open(participant: string): Transport | Promise<Transport>;
  lose(participant: string): void;
  close(): Promise<void>;
}

/** Gives links whose messages are written down where the function receives and sends them. */
export type MakeLinks = (accept: (transport: Transport) => void, conversation: Conversation) => Promise<Links>;

export const memoryLinks: MakeLinks = async (accept, conversation) => {
  const open = new Map<string, Transport>();
  return {
    open(participant) {
      const [terminal, server] = memoryTransports();
      open.set(participant, terminal);
      accept(tapped(server, participant, conversation));
      return terminal;
    },
    lose: (participant) => open.get(participant)?.close(1006),
    close: async () => {},
  };
};

export const webSocketLinks: MakeLinks = async (accept, conversation) => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket, request) => accept(tapped(wsTransport(socket), (request.url ?? "").slice(1), conversation)));
  const open = new Map<string, WebSocket>();
  return {
    async open(participant) {
      const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${participant}`);
      open.set(participant, socket);
      const transport = wsTransport(socket);
      await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
      return transport;
    },
    lose: (participant) => open.get(participant)?.terminate(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

function tapped(transport: Transport, participant: string, conversation: Conversation): Transport {
  return {
    get bufferedAmount() {
      return transport.bufferedAmount;
    },
    send(text) {
      conversation.add("function", participant, text);
      transport.send(text);
    },
    close: (code, reason) => transport.close(code, reason),
    open(listener) {
      transport.open({
        message(data) {
          conversation.add(participant, "function", typeof data === "string" ? data : new TextDecoder().decode(data));
          listener.message(data);
        },
        closed: (code, reason) => listener.closed(code, reason),
      });
    },
  };
}
