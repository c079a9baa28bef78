import { memoryTransports, Peer } from "@parley/runtime";
import type { WireMessage, WireProtocol } from "@parley/runtime";
import { expect, test } from "vitest";
import { failure } from "./peer-pair.js";

const any: WireMessage = { sentBy: ["left", "right"], is: () => true, explain: () => [] };

/** What is left of a protocol whose document has no behaviour file. */
const protocol: WireProtocol = {
  name: "chat",
  keys: { method: "op", kind: "type", success: "ok", id: "ref", count: "seq", acknowledge: "ack", problem: "error" },
  messages: { "say.request": any, "say.success": any, "say.failure": any, "news.notification": any },
  machines: {},
  timers: {},
  limits: {},
  problems: {},
};

function joined() {
  const seen: object[] = [];
  const told: object[] = [];
  const [one, two] = memoryTransports();
  const handlers = {
    request: (_method: string, message: object) => ({ echo: (message as { text?: string }).text }),
    notification: (_method: string, message: object) => void told.push(message),
    closed: () => {},
  };
  const observe = ({ message }: { message: object }) => void seen.push(message);
  const left = new Peer({ protocol, role: "left", remoteRole: "right", transport: one, handlers, observe });
  const right = new Peer({ protocol, role: "right", remoteRole: "left", transport: two, handlers });
  return { left, right, seen, told };
}

test("requests and notifications pass, under the keys of the protocol, and nothing is counted", async () => {
  const { left, seen, told } = joined();
  left.notify("news", { text: "a" });
  expect(await left.request("say", { text: "hello" })).toEqual({ type: "response", op: "say", ref: "1", ok: true, echo: "hello" });
  expect(seen[0]).toEqual({ type: "notification", op: "news", text: "a" });
  expect(told).toHaveLength(1);
  await left.close();
  expect(left.state).toBe("closed");
});

test("an unknown method is refused all the same", async () => {
  const { left, right } = joined();
  expect(await failure(left.request("shout", {}))).toMatchObject({ name: "IllegalStateError" });
  await right.close();
});
