import { signallingProtocol } from "@parley/signalling";
import { describe, expect, test } from "vitest";
import { callProtocol } from "./call-protocol.js";
import { arrive, pair } from "./peer-pair.js";
import type { Message } from "./peer-pair.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";

describe("the generated protocol", () => {
  test("has the names that the runtime speaks by itself", () => {
    for (const name of ["ack.notification", "goaway.notification", "refused.notification"]) {
      expect(signallingProtocol.messages[name]?.sentBy).toEqual(expect.arrayContaining(["terminal", "signallingFunction"]));
    }
  });

  test("has every problem that the runtime refuses with, and every timer and limit that it reads", () => {
    const { problems, timers, limits } = signallingProtocol;
    const ofMessages = "malformed unreadable unauthenticated unknown-method duplicate-id illegal-state internal too-large";
    const ofSessions = "unknown-session session-exists session-ended";
    const ofEpochs = "identity-changed resume-mismatch rate-limited";
    expect(Object.keys(problems)).toEqual(expect.arrayContaining(`${ofMessages} ${ofSessions} ${ofEpochs}`.split(" ")));
    expect(Object.keys(limits)).toContain("epochsPerUser");
    expect(Object.keys(timers)).toEqual(expect.arrayContaining(["request", "acknowledgeWithin", "windowFull", "resumeWithin"]));
    expect(Object.keys(limits)).toEqual(expect.arrayContaining(Object.keys(callProtocol.limits)));
  });

  test("finds what the runtime itself sends valid", async () => {
    const { terminal, function: server, clock } = pair({ protocol: signallingProtocol });
    const texts = [
      "{",
      "[]",
      '{"kind":"request","method":"available","id":"1","seq":1,"addresses":[]}',
      '{"kind":"request","method":"auth","id":"2"}',
      '{"kind":"request","method":"mteleport","id":"3","seq":2}',
      `{"kind":"request","method":"auth","id":"4","token":${JSON.stringify("\u20ac".repeat(5_000))}}`,
    ];
    for (const text of texts) terminal.transport.send(text);
    await clock.advance(10_000);
    const known = Object.entries(signallingProtocol.messages);
    const wrong = server.sent.filter((message: Message) => message["method"] !== "mteleport" && !known.some(([, { is }]) => is(message)));
    expect(wrong).toEqual([]);
    expect(server.sent.map(({ method }) => method)).toEqual(["refused", "refused", "available", "auth", "mteleport", "auth", "goaway"]);
    await arrive(clock);
  });

  test("refuses a session that nobody has with the problem of its registry", async () => {
    const { terminal, function: server, clock } = pair({ protocol: signallingProtocol });
    server.answers["auth"] = () => ({
      subject: "acct:alice@operator.example",
      addresses: ["acct:alice@operator.example"],
      epoch: { id: "e", secret: "Zk3mV0pQxW8sT1yRbN5uHg", window: 256, windowBytes: 1_048_576, resumeWithin: 30 },
      limits: {},
      timers: { answer: 90, heartbeat: 25 },
      iceServers: [],
    });
    await terminal.peer.request("auth", { token: "t" });
    const mdisc = { kind: "request", method: "mdisc", id: "x", seq: 1, session, cause: { reason: "normal" } };
    terminal.transport.send(JSON.stringify(mdisc));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "x", problemDetails: { type: "https://parley.example/problems/unknown-session" } });
    expect(signallingProtocol.messages["mdisc.failure"]?.is(server.sent.at(-1))).toBe(true);
  });
});
