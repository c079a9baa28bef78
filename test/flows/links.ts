import { memoryTransports, type Transport } from "@parley/runtime";
import { wsTransport } from "@parley/runtime/ws";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { Conversation } from "./conversation.js";

/** How participants reach the function, or one of several: a new connection each, which can be lost without a word. */
export interface Links {
  open(participant: string, accepting?: string): Transport | Promise<Transport>;
  lose(participant: string): void;
  /** Whether connections of a participant come about; those that are there stay. */
  allow(participant: string, isAllowed: boolean): void;
  close(): Promise<void>;
}

/** Gives links whose messages are written down where the accepting side, `function` unless it is named, receives and sends them. */
export type MakeLinks = (
  accept: (transport: Transport, participant: string, accepting: string) => void,
  conversation: Conversation,
  accepting?: string,
) => Promise<Links>;

export const memoryLinks: MakeLinks = async (accept, conversation, usual = "function") => {
  const open = new Map<string, Transport>();
  const barred = new Set<string>();
  return {
    open(participant, accepting = usual) {
      if (barred.has(participant)) throw new Error(`${participant} has no network.`);
      const [terminal, server] = memoryTransports();
      open.set(participant, terminal);
      accept(tapped(server, participant, conversation, accepting), participant, accepting);
      return terminal;
    },
    lose: (participant) => open.get(participant)?.close(1006),
    allow: (participant, isAllowed) => void (isAllowed ? barred.delete(participant) : barred.add(participant)),
    close: async () => {},
  };
};

export const webSocketLinks: MakeLinks = async (accept, conversation, usual = "function") => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket, request) => {
    const [, accepting = usual, participant = ""] = (request.url ?? "").split("/");
    accept(tapped(wsTransport(socket), participant, conversation, accepting), participant, accepting);
  });
  const open = new Map<string, WebSocket>();
  const barred = new Set<string>();
  return {
    async open(participant, accepting = usual) {
      if (barred.has(participant)) throw new Error(`${participant} has no network.`);
      const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${accepting}/${participant}`);
      open.set(participant, socket);
      const transport = wsTransport(socket);
      await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
      return transport;
    },
    lose: (participant) => open.get(participant)?.terminate(),
    allow: (participant, isAllowed) => void (isAllowed ? barred.delete(participant) : barred.add(participant)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

function tapped(transport: Transport, participant: string, conversation: Conversation, accepting: string): Transport {
  return {
    get bufferedAmount() {
      return transport.bufferedAmount;
    },
    send(text) {
      conversation.add(accepting, participant, text);
      transport.send(text);
    },
    close: (code, reason) => transport.close(code, reason),
    open(listener) {
      transport.open({
        message(data) {
          conversation.add(participant, accepting, typeof data === "string" ? data : new TextDecoder().decode(data));
          listener.message(data);
        },
        closed: (code, reason) => listener.closed(code, reason),
      });
    },
  };
}
