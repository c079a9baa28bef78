import { Peer, manualClock, memoryTransports } from "@parley/runtime";
import type { Machine, Transition, WireMessage, WireProtocol } from "@parley/runtime";
import { expect, test } from "vitest";
import { callProtocol } from "./call-protocol.js";

const roles = ["terminal", "signallingFunction"];
const anything: WireMessage = { sentBy: roles, is: () => true, explain: () => [] };

function subscription(transitions: readonly Transition[]): Machine {
  return {
    roles,
    initial: "idle",
    final: ["ended"],
    instance: ["subscription"],
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
    transitions: [...transitions, { from: ["idle", "subscribing", "on"], on: "ended", name: "connection", to: "ended" }],
  };
}

/** Calls, and subscriptions with a key of their own, on one connection. */
const protocol: WireProtocol = {
  ...callProtocol,
  messages: {
    ...callProtocol.messages,
    "csubscribe.request": anything,
    "csubscribe.success": anything,
    "csubscribe.failure": anything,
    "cevent.notification": anything,
  },
  machines: {
    ...callProtocol.machines,
    subscriber: subscription([
      { from: ["idle"], on: "send", message: "csubscribe.request", to: "subscribing" },
      { from: ["subscribing"], on: "receive", message: "csubscribe.response", to: "on" },
      { from: ["on"], on: "receive", message: "cevent.notification" },
    ]),
    notifier: subscription([
      { from: ["idle"], on: "receive", message: "csubscribe.request", to: "subscribing" },
      { from: ["subscribing"], on: "send", message: "csubscribe.response", to: "on" },
      { from: ["on"], on: "send", message: "cevent.notification" },
    ]),
  },
};

test("sessions and subscriptions live on one connection, and each message finds its own by the key of its method", async () => {
  const clock = manualClock();
  const [near, far] = memoryTransports();
  const heard: string[] = [];
  const terminal = new Peer({
    protocol,
    role: "terminal",
    remoteRole: "signallingFunction",
    connection: "terminalConnection",
    transport: near,
    clock,
    handlers: {
      request: () => ({}),
      notification: (method, _message, session) => void heard.push(`${method} ${JSON.stringify(session?.key)}`),
      closed: () => {},
    },
  });
  const server = new Peer({
    protocol,
    role: "signallingFunction",
    remoteRole: "terminal",
    connection: "functionConnection",
    transport: far,
    clock,
    handlers: { request: (method) => (method === "msetup" ? { answer: "yes" } : {}), notification: () => {}, closed: () => {} },
  });
  await terminal.request("auth", { token: "good" });
  const session = terminal.session("sessionInitiator", { session: "one" });
  // The message may name the other kind, too, which is none of its keys.
  await session.request("msetup", { to: "bob", subscription: "one" });
  const watched = terminal.session("subscriber", { subscription: "one" });
  await watched.request("csubscribe", { session: "one" });
  server.session("notifier", { subscription: "one" }).notify("cevent", { session: "one", event: "joined" });
  server.session("sessionResponder", { session: "one" }).notify("mcandidate", { subscription: "one", candidate: "a" });
  await clock.advance(0);
  expect(heard).toEqual(['cevent {"subscription":"one"}', 'mcandidate {"session":"one"}']);
  expect([session.state, watched.state]).toEqual(["established", "on"]);
  await session.request("mdisc", { cause: { reason: "normal" } });
  expect([session.state, watched.state]).toEqual(["ended", "on"]);
  await Promise.all([terminal.close(), server.close()]);
});
