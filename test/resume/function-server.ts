import type { AddressInfo } from "node:net";
import type { Clock } from "@parley/runtime";
import { wsTransport } from "@parley/runtime/ws";
import { createSignallingFunction, memoryConferenceDesk } from "@parley/reference-server";
import { WebSocketServer } from "ws";

/** The reference server's signalling function on a port of its own, with its times in the hands of the test. */
export interface FunctionServer {
  readonly url: string;
  /** What went wrong in it. */
  readonly faults: readonly string[];
  /** How often this user has signed in or renewed. */
  signIns(user: string): number;
  close(): Promise<void>;
}

/** Names are tokens; each sign-in holds for so many seconds of the clock. */
export async function functionServer(clock: Clock, signInHolds: number): Promise<FunctionServer> {
  const faults: string[] = [];
  const signIns = new Map<string, number>();
  const signalling = createSignallingFunction({
    signIn: (token) => {
      signIns.set(token, (signIns.get(token) ?? 0) + 1);
      const subject = addressOf(token);
      return { name: token, subject, addresses: [subject], display: token, expiresAt: clock.now() + signInHolds * 1000 };
    },
    conferences: memoryConferenceDesk({ uriBase: "https://parley.example/conferences/" }),
    clock,
    log: (event, fields) => {
      if (event === "fault") faults.push(JSON.stringify(fields));
    },
  });
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: ([first]) => first ?? false });
  sockets.on("connection", (socket) => signalling.accept(wsTransport(socket)));
  await new Promise((listening) => sockets.once("listening", listening));
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    faults,
    signIns: (user) => signIns.get(user) ?? 0,
    async close() {
      await signalling.close();
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((closed) => sockets.close(closed));
    },
  };
}

export function addressOf(user: string): string {
  return `acct:${user}@parley.example`;
}
