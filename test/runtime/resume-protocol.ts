import type { Machine, Transition, WireProtocol } from "@parley/runtime";
import { callProtocol } from "./call-protocol.js";

const live = ["ready", "draining", "leaving"];
const problem = (name: string) => ({ type: `https://problems.example/${name}`, title: name, status: 400, retry: "never" });

/** The calling protocol, with epochs that outlive their connections. */
export const resumeProtocol: WireProtocol = {
  ...callProtocol,
  name: "resume",
  replay: { method: "auth", subject: "/subject" },
  machines: {
    ...callProtocol.machines,
    terminalConnection: waiting("terminalConnection", "heartbeat", [
      { from: live, on: "send", message: "auth.request" },
      { from: live, on: "receive", message: "auth.response" },
      { from: live, on: "timer", name: "request", effects: [{ raise: "transport.lost" }] },
    ]),
    functionConnection: waiting("functionConnection", "silence", [
      { from: live, on: "receive", message: "auth.request" },
      { from: live, on: "send", message: "auth.response" },
      { from: live, on: "timer", name: "silence", effects: [{ raise: "transport.lost" }] },
    ]),
  },
  timers: { ...callProtocol.timers, resumeWithin: { default: 30_000, granted: "/epoch/resumeWithin" } },
  problems: {
    ...callProtocol.problems,
    "identity-changed": problem("identity-changed"),
    "resume-mismatch": problem("resume-mismatch"),
    "rate-limited": problem("rate-limited"),
  },
};

/** A machine of the connection that waits in `lost` for the time `resumeWithin`. */
function waiting(name: string, timer: string, added: readonly Transition[]): Machine {
  const machine = callProtocol.machines[name];
  if (machine === undefined) throw new Error(name);
  const isReplaced = ({ on, from, to, ...named }: Transition) =>
    (on === "timer" && to === "closed" && (from.includes("ready") || ("name" in named && named.name === "drain"))) ||
    (on === "receive" && "message" in named && named.message === "goaway.notification" && from.includes("leaving"));
  return {
    ...machine,
    transitions: [
      ...machine.transitions.filter((transition) => !isReplaced(transition)),
      ...added,
      { from: ["leaving"], on: "send", message: "goaway.notification", effects: [{ restart: "drain" }] },
      { from: ["leaving"], on: "receive", message: "goaway.notification", effects: [{ restart: "drain" }] },
      { from: ["draining", "leaving"], on: "timer", name: "drain", effects: [{ raise: "transport.drained" }] },
      { from: live, on: "lost", name: "transport", to: "lost", effects: [{ stop: timer }, { stop: "request" }, { stop: "drain" }, { start: "resumeWithin" }] },
      { from: ["lost"], on: "resumed", name: "transport", to: "ready", effects: [{ stop: "resumeWithin" }, { start: timer }] },
      { from: ["lost"], on: "timer", name: "resumeWithin", to: "closed", effects: [{ raise: "connection.connection-lost" }] },
      { from: ["lost"], on: "ended", name: "transport", to: "closed" },
      { from: ["lost"], on: "decide", name: "close", to: "closed" },
    ],
  };
}
