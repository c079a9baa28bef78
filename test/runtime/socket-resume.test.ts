import { connectWith, serve } from "@parley/runtime";
import type { Calls, ConnectionState, Endpoint, Side } from "@parley/runtime";
import { connectWs, wsTransport } from "@parley/runtime/ws";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { resumeProtocol } from "./resume-protocol.js";

const side: Side = {
  protocol: resumeProtocol,
  role: "terminal",
  remoteRole: "signallingFunction",
  connection: "terminalConnection",
  sessions: ["msetup"],
  accepted: ["ping", "mcancel", "mdisc"],
};

describe("over sockets", () => {
  const heard: unknown[] = [];
  const states: ConnectionState[] = [];
  let sockets: WebSocketServer;
  let endpoint: Endpoint;
  const server = serve<Calls, undefined, object>(
    { ...side, role: "signallingFunction", remoteRole: "terminal", connection: "functionConnection" },
    {
      connection: (calls) => calls,
      request: (message) => ("method" in message && message.method === "msetup" ? { answer: "yes" } : { subject: "acct:alice" }),
      notification: (message) => void heard.push("candidate" in message ? message.candidate : message),
      closed: (_from, { reason }) => void heard.push(reason),
      lost: () => void heard.push("lost"),
      resumed: () => void heard.push("resumed"),
    },
    {},
  );

  beforeEach(async () => {
    sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    sockets.on("connection", (socket) => server.accept(wsTransport(socket), undefined));
    await new Promise((resolve) => sockets.once("listening", resolve));
    const { port } = sockets.address() as AddressInfo;
    const options = { token: "good", transport: connectWs, reconnect: { first: 20, most: 200 } };
    ({ endpoint } = await connectWith("auth", side, `ws://127.0.0.1:${port}/`, options as never));
    endpoint.onState((state) => states.push(state));
  });

  afterEach(async () => {
    await server.close();
    await endpoint.close();
    sockets.close();
  });

  test("that are cut again and again, everything arrives once and in order", async () => {
    const opening = endpoint.open<object, "session">("sessionInitiator", "msetup", { to: "bob" });
    await opening.established(() => {});
    const { session } = opening;
    const back = async () => {
      while (endpoint.connectionState !== "ready") await new Promise((resolve) => setTimeout(resolve, 5));
    };
    for (let cut = 0; cut < 5; cut += 1) {
      for (let count = 0; count < 10; count += 1) session.notify("mcandidate", { candidate: `${cut}.${count}` });
      for (const socket of sockets.clients) socket.terminate();
      session.notify("mcandidate", { candidate: `${cut}.10` });
      while (!states.includes("lost")) await new Promise((resolve) => setTimeout(resolve, 5));
      states.length = 0;
      await back();
    }
    while (!heard.includes("4.10")) await new Promise((resolve) => setTimeout(resolve, 5));
    const expected = Array.from({ length: 5 }, (_cut, cut) => Array.from({ length: 11 }, (_count, count) => `${cut}.${count}`)).flat();
    expect(heard.filter((each) => each !== "lost" && each !== "resumed")).toEqual(expected);
    expect(heard.filter((each) => each === "resumed")).toHaveLength(5);
    expect(session.state).toBe("established");
    // Closing says goodbye: nobody waits for what is closed.
    await endpoint.close();
    while (!heard.includes("closed-by-peer")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(server.connections.size).toBe(0);
  });
});
