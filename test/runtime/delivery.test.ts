import { describe, expect, test } from "vitest";
import { callProtocol } from "./call-protocol.js";
import { arrive, established, failure, pair, signedIn } from "./peer-pair.js";

describe("counting", () => {
  test("gives 1, 2, 3 to the counted messages, and nothing to the others", async () => {
    const { terminal } = await signedIn();
    await terminal.peer.request("available", {});
    await terminal.peer.request("ping", {});
    await terminal.peer.request("available", {});
    expect(terminal.sent.filter(({ kind }) => kind === "request").map(({ seq }) => seq)).toEqual([undefined, 1, undefined, 2]);
  });

  test("drops a message that came twice, and acknowledges it again", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const text = JSON.stringify({ kind: "request", method: "available", id: "x", seq: 1 });
    terminal.transport.send(text);
    await clock.advance(1_000);
    const sent = server.sent.length;
    terminal.transport.send(text);
    await arrive(clock);
    expect(server.sent.slice(sent)).toEqual([{ kind: "notification", method: "ack", ack: 1 }]);
    expect(server.peer.counters.repeated).toBe(1);
  });

  test("ends the connection with `sequence` when one is missing", async () => {
    const { terminal, function: server, clock } = await signedIn();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "x", seq: 2 }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ method: "goaway", action: "stop", cause: { reason: "sequence" } });
    expect([server.closed, terminal.closed]).toMatchObject([[{ reason: "sequence" }], [{ reason: "sequence" }]]);
  });

  test.each([
    ["no kind", { method: "available", id: "x", seq: 1 }],
    ["another kind", { kind: "order", method: "available", seq: 1 }],
    ["no method", { kind: "request", id: "x", seq: 1 }],
    ["a request without an id", { kind: "request", method: "available", seq: 1 }],
    ["a response without success", { kind: "response", method: "available", id: "x", seq: 1 }],
  ])("takes a message that cannot be read, once: %s", async (_name, message) => {
    const { terminal, function: server, clock } = await signedIn();
    const sent = server.sent.length;
    for (let time = 0; time < 2; time += 1) terminal.transport.send(JSON.stringify(message));
    await arrive(clock);
    expect(server.sent.slice(sent)).toMatchObject([{ method: "refused", about: { seq: 1 }, problemDetails: { title: "unreadable" } }, { method: "ack", ack: 1 }]);
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "y", seq: 2 }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "y", success: true, ack: 2 });
  });

  test("passes over a number on what is not counted, be it readable or not", async () => {
    const { terminal, function: server, clock } = await signedIn();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "ping", seq: 7 }));
    await arrive(clock);
    expect([server.sent.at(-1), server.closed]).toMatchObject([{ method: "refused", problemDetails: { title: "unreadable" } }, []]);
  });

  test("takes a message that is refused", async () => {
    const { terminal, function: server, clock } = await signedIn();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "msetup", id: "x", seq: 1, session: "s1" }));
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "y", seq: 2 }));
    await arrive(clock);
    expect(server.shown).toContain("available.request");
  });
});

describe("acknowledging", () => {
  test("goes along with a counted message", async () => {
    const { terminal, function: server } = await signedIn();
    await terminal.peer.request("available", {});
    expect(server.sent.at(-1)).toMatchObject({ method: "available", success: true, seq: 1, ack: 1 });
  });

  test("is sent alone after a second", async () => {
    const { mine, function: server, clock } = await established();
    mine.notify("mcandidate", { candidate: "a" });
    await clock.advance(999);
    expect(server.sent.at(-1)).toMatchObject({ method: "msetup" });
    await clock.advance(1);
    expect(server.sent.at(-1)).toEqual({ kind: "notification", method: "ack", ack: 2 });
  });

  test("is sent alone after sixteen messages", async () => {
    const { mine, function: server, clock } = await established();
    for (let count = 0; count < 16; count += 1) mine.notify("mcandidate", { candidate: "a" });
    await arrive(clock);
    expect(server.sent.at(-1)).toEqual({ kind: "notification", method: "ack", ack: 17 });
  });

  test("is not acknowledged itself", async () => {
    const { mine, terminal, function: server, clock } = await established();
    mine.notify("mcandidate", { candidate: "a" });
    await clock.advance(5_000);
    expect([terminal, server].map(({ sent }) => sent.filter(({ method }) => method === "ack").length)).toEqual([0, 1]);
  });
});

describe("the window", () => {
  const narrow = { protocol: { ...callProtocol, limits: { ...callProtocol.limits, window: 4 } } };

  test("holds back what it does not admit, and sends it in order when there is room", async () => {
    const { terminal, function: server, clock } = await signedIn(narrow);
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 7; count += 1) session.notify("mcandidate", { candidate: String(count) });
    expect(terminal.sent.filter(({ seq }) => seq !== undefined)).toHaveLength(4);
    await clock.advance(5_000);
    expect(server.notifications.map(({ candidate }) => candidate)).toEqual("0123456".split(""));
  });

  test("is as wide as was granted", async () => {
    const { terminal, function: server } = pair();
    server.answers["auth"] = () => ({ epoch: { window: 2 } });
    await terminal.peer.request("auth", { token: "t" });
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 10; count += 1) session.notify("mcandidate", { candidate: "a" });
    expect(terminal.sent.filter(({ seq }) => seq !== undefined)).toHaveLength(2);
  });

  test("counts bytes too", async () => {
    const bytes = { protocol: { ...callProtocol, limits: { ...callProtocol.limits, windowBytes: 1_000 } } };
    const { terminal } = await signedIn(bytes);
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 10; count += 1) session.notify("mcandidate", { candidate: "x".repeat(600) });
    expect(terminal.sent.filter(({ seq }) => seq !== undefined)).toHaveLength(3);
  });

  test("opens again for as many bytes as are acknowledged", async () => {
    const bytes = { protocol: { ...callProtocol, limits: { ...callProtocol.limits, windowBytes: 1_000 } } };
    const { terminal, function: server, clock } = await signedIn(bytes);
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 4; count += 1) session.notify("mcandidate", { candidate: "x".repeat(600) });
    await clock.advance(9_000);
    expect(server.notifications).toHaveLength(4);
  });

  test("lets as much wait as it admits, and ends the connection with `not-acknowledged` for more", async () => {
    const { terminal, function: server, clock } = await signedIn(narrow);
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = failure(session.request("msetup", { to: "bob" }));
    for (let count = 0; count < 7; count += 1) session.notify("mcandidate", { candidate: "a" });
    expect(terminal.closed).toEqual([]);
    const late = failure(session.request("mcancel", {}));
    await arrive(clock);
    expect(terminal.closed).toMatchObject([{ reason: "not-acknowledged" }]);
    expect(await setup).toMatchObject({ name: "ConnectionError", reason: "not-acknowledged" });
    expect(await late).toMatchObject({ name: "ConnectionError" });
    expect(server.closed).toMatchObject([{ reason: "not-acknowledged" }]);
    expect(clock.pending).toBe(0);
  });

  test("that stays full ends the connection with `not-acknowledged`", async () => {
    const { terminal, function: server, clock } = await signedIn(narrow);
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    server.transport.send = () => {};
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 4; count += 1) session.notify("mcandidate", { candidate: "a" });
    await clock.advance(10_000);
    expect(terminal.closed).toMatchObject([{ reason: "not-acknowledged" }]);
  });

  test("does not hold up what is not counted", async () => {
    const { terminal, function: server, clock } = await signedIn(narrow);
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (let count = 0; count < 10; count += 1) session.notify("mcandidate", { candidate: "a" });
    terminal.peer.request("ping", {}).catch(() => {});
    expect(terminal.sent.at(-1)).toMatchObject({ method: "ping" });
    await arrive(clock);
  });
});
