import { manualClock, memoryTransports, Peer, refuse } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { callProtocol } from "./call-protocol.js";
import { arrive, established, failure, pair, signedIn } from "./peer-pair.js";

describe("before anybody has signed in", () => {
  test("a message has at most 16 KiB", async () => {
    const { terminal, function: server, clock } = pair();
    terminal.peer.request("auth", { token: "t".repeat(20_000) }).catch(() => {});
    await arrive(clock);
    expect(server.closed).toMatchObject([{ reason: "too-large" }]);
    expect(terminal.closed).toMatchObject([{ reason: "too-large" }]);
  });

  test("the connection lasts ten seconds, and ends with 4401", async () => {
    const { terminal, function: server, clock } = pair();
    await clock.advance(9_999);
    expect(server.closed).toEqual([]);
    await clock.advance(1);
    expect(server.sent).toMatchObject([{ method: "goaway", cause: { reason: "unauthenticated" } }]);
    expect([server.closed, terminal.closed]).toMatchObject([[{ reason: "unauthenticated" }], [{ reason: "unauthenticated" }]]);
  });

  test("the transport is closed with 4401 after three refused attempts", async () => {
    const [left, right] = memoryTransports();
    const codes: number[] = [];
    left.open({ message: () => {}, closed: (code) => codes.push(code) });
    const clock = manualClock();
    const server = new Peer({
      protocol: callProtocol,
      role: "signallingFunction",
      remoteRole: "terminal",
      connection: "functionConnection",
      transport: right,
      clock,
      handlers: { request: () => refuse("unauthenticated"), notification: () => {}, closed: () => {} },
    });
    for (const id of ["1", "2"]) left.send(JSON.stringify({ kind: "request", method: "auth", id, token: "bad" }));
    await arrive(clock);
    expect([server.state, codes]).toEqual(["open", []]);
    left.send(JSON.stringify({ kind: "request", method: "auth", id: "3", token: "bad" }));
    await arrive(clock);
    expect([server.state, codes]).toEqual(["closed", [4401]]);
  });

  test("a malformed attempt counts, and the side that tried keeps the reason for the end", async () => {
    const { terminal, function: server, clock } = pair();
    server.answers["auth"] = () => refuse("unauthenticated");
    const { transport } = terminal;
    for (const id of ["x", "y"]) transport.send(JSON.stringify({ kind: "request", method: "auth", id }));
    expect(await failure(terminal.peer.request("auth", { token: "bad" }))).toMatchObject({ problem: "unauthenticated" });
    await arrive(clock);
    expect([server.closed, terminal.closed]).toMatchObject([[{ reason: "unauthenticated" }], [{ reason: "unauthenticated" }]]);
    expect(await failure(terminal.peer.request("auth", { token: "again" }))).toMatchObject({ name: "ConnectionError", reason: "unauthenticated" });
  });

  test("a refused attempt may be followed by a good one", async () => {
    const { terminal, function: server } = pair();
    server.answers["auth"] = ({ token }) => (token === "good" ? {} : refuse("unauthenticated"));
    expect(await failure(terminal.peer.request("auth", { token: "bad" }))).toMatchObject({ problem: "unauthenticated" });
    await terminal.peer.request("auth", { token: "good" });
    expect(terminal.peer.state).toBe("ready");
  });

  test("a session cannot be asked for", async () => {
    const { terminal } = pair();
    const error = await failure(terminal.peer.request("msetup", { session: "s1", to: "bob" }));
    expect(error).toMatchObject({ name: "IllegalStateError", state: "open", legalIn: ["ready", "draining", "leaving"] });
    expect(terminal.sent).toEqual([]);
  });
});

describe("a sign of life", () => {
  test("is asked for at the heartbeat, and answered by the machine", async () => {
    const { terminal, function: server, clock } = await signedIn();
    await clock.advance(25_000);
    expect([terminal.sent.at(-1), server.sent.at(-1)]).toMatchObject([
      { method: "ping", kind: "request" },
      { method: "ping", success: true },
    ]);
  });

  test("keeps the connection, as long as it comes", async () => {
    const { terminal, function: server, clock } = await signedIn();
    await clock.advance(600_000);
    expect([terminal.peer.state, server.peer.state]).toEqual(["ready", "ready"]);
  });

  test("comes as often as was granted", async () => {
    const { terminal, function: server, clock } = pair();
    server.answers["auth"] = () => ({ timers: { heartbeat: 7 } });
    await terminal.peer.request("auth", { token: "t" });
    await clock.advance(7_000);
    expect(terminal.sent.at(-1)).toMatchObject({ method: "ping" });
  });

  test("that is not answered ends the connection and its sessions", async () => {
    const clock = manualClock();
    const [left, right] = memoryTransports();
    const closed: unknown[] = [];
    const terminal = new Peer({
      protocol: callProtocol,
      role: "terminal",
      remoteRole: "signallingFunction",
      connection: "terminalConnection",
      transport: left,
      clock,
      handlers: { request: () => ({}), notification: () => {}, closed: (cause) => closed.push(cause) },
    });
    // A peer that answers the sign-in, takes the setup, and is not heard of any more.
    right.open({
      message: (data) => {
        const { method, id } = JSON.parse(String(data)) as { method: string; id: string };
        if (method === "auth") right.send(JSON.stringify({ kind: "response", method, id, success: true }));
      },
      closed: () => {},
    });
    await terminal.request("auth", { token: "t" });
    const session = terminal.session("sessionInitiator", { session: "s1" });
    const setup = failure(session.request("msetup", { to: "bob" }));
    await clock.advance(35_000);
    expect(closed).toMatchObject([{ reason: "timeout" }]);
    expect(session.ended).toEqual({ reason: "connection-lost" });
    expect(await setup).toMatchObject({ name: "ConnectionError" });
  });

  test("that stays away ends the connection on the other side", async () => {
    const { terminal, function: server, clock } = await signedIn();
    terminal.transport.send = () => {};
    terminal.transport.close = () => {};
    await clock.advance(60_000);
    expect(server.closed).toMatchObject([{ reason: "timeout" }]);
  });
});

describe("goaway", () => {
  test("lets sessions go on until its deadline, and ends the connection then", async () => {
    const { function: server, terminal, mine, clock } = await established();
    server.peer.notify("goaway", { action: "stop", deadline: 5, cause: { reason: "shutdown" } });
    await clock.advance(4_999);
    expect([mine.state, terminal.peer.state, server.peer.state]).toEqual(["established", "draining", "leaving"]);
    await clock.advance(1);
    expect([server.closed, terminal.closed]).toMatchObject([[{ reason: "shutdown" }], [{ reason: "shutdown" }]]);
    expect(mine.ended).toEqual({ reason: "connection-lost" });
  });

  test("refuses new sessions with `draining`", async () => {
    const { function: server, terminal, clock } = await signedIn();
    server.peer.notify("goaway", { action: "stop", deadline: 60, cause: { reason: "shutdown" } });
    await arrive(clock);
    const error = await failure(terminal.peer.request("msetup", { session: "s1", to: "bob" }));
    expect(error).toMatchObject({ problem: "draining" });
    expect(server.shown).toEqual(["auth.request"]);
  });
});

describe("the end of the connection", () => {
  test("is told once, after all sessions have ended", async () => {
    const order: string[] = [];
    const { mine, function: server, terminal, clock } = await established();
    mine.onEnded(() => order.push("session"));
    terminal.closed.push = (...causes) => order.push(...causes.map(({ reason }) => reason));
    server.transport.close(1006, "");
    await arrive(clock);
    expect(order).toEqual(["session", "connection-lost"]);
  });

  test("by the peer's clean close is told apart from a loss", async () => {
    const { function: server, terminal, clock } = await signedIn();
    await terminal.peer.close();
    await arrive(clock);
    expect([terminal.closed, server.closed]).toMatchObject([[{ reason: "closed" }], [{ reason: "closed-by-peer", code: 1000 }]]);
  });

  test("leaves no timer behind", async () => {
    const { terminal, clock } = await established();
    await terminal.peer.close();
    await arrive(clock);
    expect(clock.pending).toBe(0);
  });

  test("aborts the handlers at work", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const reasons: unknown[] = [];
    server.answers["msetup"] = (_message, { signal }) =>
      new Promise(() => signal.addEventListener("abort", () => reasons.push(signal.reason)));
    terminal.peer.request("msetup", { session: "s1", to: "bob" }).catch(() => {});
    await arrive(clock);
    terminal.transport.close(1006, "");
    await arrive(clock);
    expect(reasons).toEqual([{ reason: "connection-lost" }]);
  });

  test("makes every later call fail with a ConnectionError", async () => {
    const { terminal } = await signedIn();
    await terminal.peer.close();
    expect(await failure(terminal.peer.request("available", {}))).toMatchObject({ name: "ConnectionError" });
    expect(() => terminal.peer.notify("refused", {})).toThrow("The connection ended: closed.");
  });

  test("resolves `close` also when the peer does not answer it", async () => {
    const { terminal, clock } = await signedIn();
    terminal.transport.close = () => {};
    let closed = false;
    terminal.peer.close().then(() => (closed = true), () => {});
    await clock.advance(1_999);
    expect(closed).toBe(false);
    await clock.advance(1);
    expect(closed).toBe(true);
  });

  test("keeps an answer that was on its way from throwing", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const decide: { yes?: (answer: object) => void } = {};
    server.answers["available"] = () => new Promise((resolve) => (decide.yes = resolve));
    terminal.peer.request("available", {}).catch(() => {});
    await arrive(clock);
    await terminal.peer.close();
    await arrive(clock);
    decide.yes?.({});
    await arrive(clock);
    expect(server.faults).toEqual([]);
  });
});
