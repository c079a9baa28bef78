import { describe, expect, test } from "vitest";
import { arrive, established, failure, pair, signedIn } from "./peer-pair.js";
import type { Message } from "./peer-pair.js";

/** What the function sends back to a text of the terminal. */
async function replyTo(text: string | object, options: { readonly signIn?: boolean } = {}) {
  const made = options.signIn === false ? pair() : await signedIn();
  const before = made.function.sent.length;
  made.terminal.transport.send(typeof text === "string" ? text : JSON.stringify(text));
  await arrive(made.clock);
  const replies: readonly Message[] = made.function.sent.slice(before);
  return { ...made, replies };
}

function refusal(problem: string, about?: object): object {
  return {
    kind: "notification",
    method: "refused",
    problemDetails: { title: problem },
    ...(about === undefined ? {} : { about }),
  };
}

describe("what cannot be read", () => {
  const unreadable: readonly (readonly [string, string])[] = [
    ["text that is not JSON", '{"kind":'],
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["no kind", '{"method":"available","id":"1"}'],
    ["another kind", '{"kind":"order","method":"available","id":"1"}'],
    ["no method", '{"kind":"request","id":"1"}'],
    ["a method that is no text", '{"kind":"request","method":{},"id":"1"}'],
    ["a request without an id", '{"kind":"request","method":"available"}'],
    ["an id that is no text", '{"kind":"request","method":"available","id":7}'],
    ["a response without success", '{"kind":"response","method":"available","id":"1"}'],
    ["10,000 levels of nesting", `{"kind":"request","method":"available","id":"1","a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["10,000 levels, never closed", "[".repeat(10_000)],
  ];

  test.each(unreadable)("%s is refused, and the connection goes on", async (_name, text) => {
    const { replies, terminal, function: server } = await replyTo(text);
    expect(replies).toMatchObject([refusal("unreadable")]);
    expect(server.peer.counters.refused).toBe(1);
    expect(await terminal.peer.request("available", {})).toMatchObject({ success: true });
  });

  test("a binary message is refused, and the connection goes on", async () => {
    const { terminal, function: server, clock } = await signedIn();
    (terminal.transport.send as (data: unknown) => void).call(terminal.transport, new TextEncoder().encode("{}"));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject(refusal("unreadable"));
    expect(await terminal.peer.request("available", {})).toMatchObject({ success: true });
  });

  test("brackets in a string are not levels", async () => {
    const text = `${"[".repeat(100)}"\\${"{".repeat(100)}`;
    const { replies } = await replyTo({ kind: "request", method: "available", id: "x", seq: 1, text });
    expect(replies).toMatchObject([{ method: "available", success: true }]);
  });
});

describe("`__proto__`", () => {
  test("is an ordinary key", async () => {
    const text = '{"__proto__":{"kind":"response","polluted":true},"kind":"request","method":"available","id":"x","seq":1}';
    const { replies } = await replyTo(text);
    expect(replies).toMatchObject([{ method: "available", success: true }]);
    expect(({} as Message)["polluted"]).toBeUndefined();
  });

  test("gives a message no keys of its envelope", async () => {
    const { replies } = await replyTo('{"__proto__":{"kind":"request","method":"available","id":"x"}}');
    expect(replies).toMatchObject([refusal("unreadable")]);
  });

  test("names no session", async () => {
    const cause = { reason: "normal" };
    const { replies } = await replyTo({ kind: "request", method: "mdisc", id: "x", seq: 1, session: "__proto__", cause });
    expect(replies).toMatchObject([{ problemDetails: { title: "unknown-session" } }]);
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("the method %s is unknown", async (method) => {
    const { replies } = await replyTo({ kind: "request", method, id: "x", seq: 1 });
    expect(replies).toMatchObject([{ method, id: "x", success: false, problemDetails: { title: "unknown-method" } }]);
  });
});

describe("what is not valid", () => {
  test("an unknown method is refused with `unknown-method`", async () => {
    const { replies } = await replyTo({ kind: "request", method: "mteleport", id: "x", seq: 1 });
    expect(replies).toMatchObject([{ kind: "response", method: "mteleport", id: "x", problemDetails: { title: "unknown-method" } }]);
  });

  test("a method of the other direction is refused with `unknown-method`", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.transport.send(JSON.stringify({ kind: "request", method: "available", id: "x", seq: 1 }));
    await arrive(clock);
    expect(terminal.sent.at(-1)).toMatchObject({ id: "x", problemDetails: { title: "unknown-method" } });
  });

  test("an unknown notification is taken and dropped", async () => {
    const { replies, function: server } = await replyTo({ kind: "notification", method: "mnews", seq: 1 });
    expect(replies).toEqual([]);
    expect(server.peer.counters.dropped).toBe(1);
  });

  test("a request whose body is wrong is refused with `malformed` and the issues", async () => {
    const { replies, function: server } = await replyTo({ kind: "request", method: "msetup", id: "x", seq: 1, session: "s1" });
    expect(replies).toMatchObject([{ method: "msetup", id: "x", problemDetails: { title: "malformed", issues: [{ pointer: "/to" }] } }]);
    expect(server.shown).toEqual(["auth.request"]);
  });

  test("a notification whose body is wrong is told by `refused`", async () => {
    const { replies } = await replyTo({ kind: "notification", method: "mcandidate", seq: 1, session: "s1" });
    expect(replies).toMatchObject([refusal("malformed", { method: "mcandidate", kind: "notification", session: "s1", seq: 1 })]);
  });

  test("a notification for an unknown session is told by `refused`", async () => {
    const { replies } = await replyTo({ kind: "notification", method: "mcandidate", seq: 1, session: "none", candidate: "c" });
    expect(replies).toMatchObject([refusal("unknown-session", { session: "none" })]);
  });

  test("a wrong `refused` is not answered", async () => {
    const { replies } = await replyTo({ kind: "notification", method: "refused" });
    expect(replies).toEqual([]);
  });

  test("a response that nobody asked for is dropped and counted", async () => {
    const { replies, function: server, terminal } = await replyTo({ kind: "response", method: "ping", id: "99", success: true });
    expect(replies).toEqual([]);
    expect(server.peer.counters.unmatched).toBe(1);
    expect(await terminal.peer.request("available", {})).toMatchObject({ success: true });
  });

  test("a response of another method settles nothing", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["available"] = () => new Promise(() => {});
    const call = terminal.peer.request("available", {});
    let settled = false;
    call.then(() => (settled = true), () => (settled = true));
    await arrive(clock);
    server.transport.send(JSON.stringify({ kind: "response", method: "mdisc", id: "2", seq: 1, success: true, session: "s1" }));
    await arrive(clock);
    expect([settled, terminal.peer.counters.unmatched]).toEqual([false, 1]);
  });

  test("an id used before is refused with `duplicate-id`", async () => {
    const { terminal, replies, function: server, clock } = await replyTo({ kind: "request", method: "available", id: "x", seq: 1 });
    expect(replies).toMatchObject([{ success: true }]);
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "x", seq: 2 }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "x", success: false, problemDetails: { title: "duplicate-id" } });
  });

  test("of ids that are not counted only the last thousand or so are remembered", async () => {
    const { terminal, function: server, clock } = await signedIn();
    for (let id = 0; id <= 1_024; id += 1) terminal.transport.send(JSON.stringify({ kind: "request", method: "ping", id: `p${id}` }));
    terminal.transport.send(JSON.stringify({ kind: "request", method: "ping", id: "p1024" }));
    terminal.transport.send(JSON.stringify({ kind: "request", method: "ping", id: "p0" }));
    await arrive(clock);
    for (let turn = 0; turn < 3; turn += 1) await arrive(clock);
    expect(server.sent.slice(-2)).toMatchObject([{ id: "p1024", success: false }, { id: "p0", success: true }]);
  });

  test("eight messages to refuse in a minute end the connection", async () => {
    const { terminal, function: server, clock } = await signedIn();
    for (let count = 0; count < 8; count += 1) terminal.transport.send("{");
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ method: "goaway", action: "stop", deadline: 0, cause: { reason: "protocol-error" } });
    expect([server.closed, terminal.closed]).toMatchObject([[{ reason: "protocol-error" }], [{ reason: "protocol-error" }]]);
  });

  test("eight messages to refuse in more than a minute do not", async () => {
    const { terminal, function: server, clock } = await signedIn();
    for (let count = 0; count < 8; count += 1) {
      terminal.transport.send("{");
      await clock.advance(10_000);
    }
    expect(server.closed).toEqual([]);
  });
});

describe("a message over the limit", () => {
  test("1 MiB closes the connection with 1009, and its sessions end", async () => {
    const { terminal, function: server, mine, theirs, clock } = await established();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "x", seq: 2, text: "x".repeat(1_048_576) }));
    await arrive(clock);
    expect(server.closed).toMatchObject([{ reason: "too-large" }]);
    expect(terminal.closed).toMatchObject([{ reason: "too-large", code: 1009 }]);
    expect([mine.ended, theirs.ended]).toEqual([{ reason: "connection-lost" }, { reason: "connection-lost" }]);
  });

  test("is counted in bytes, not in characters", async () => {
    const { terminal, function: server, clock } = await signedIn();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "available", id: "x", seq: 1, text: "\u20ac".repeat(100_000) }));
    await arrive(clock);
    expect(server.closed).toMatchObject([{ reason: "too-large" }]);
  });

  test("is refused to the program that wants to send it, and no count is used up", async () => {
    const { terminal } = await signedIn();
    expect(await failure(terminal.peer.request("available", { text: "x".repeat(262_144) }))).toMatchObject({ problem: "too-large" });
    await terminal.peer.request("available", {});
    expect(terminal.sent.at(-1)).toMatchObject({ method: "available", seq: 1 });
  });

  test("that is nested too deep is refused to the program that wants to send it", async () => {
    const { terminal } = await signedIn();
    const deep = JSON.parse(`${"[".repeat(20)}${"]".repeat(20)}`) as unknown;
    expect(await failure(terminal.peer.request("available", { deep }))).toMatchObject({ problem: "too-large" });
  });

  test("is what the peer stated when the connection was opened", async () => {
    const { terminal, function: server } = pair();
    await terminal.peer.request("auth", { token: "t", limits: { messageBytes: 20_000 } });
    const session = server.peer.session("sessionInitiator", { session: "s1" });
    expect(await failure(session.request("msetup", { to: "x".repeat(20_000) }))).toMatchObject({ problem: "too-large" });
  });
});

describe("a message that is illegal in the state", () => {
  test("a disconnect of a setup is refused with the problem that the behaviour states", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    terminal.peer.request("msetup", { session: "s1", to: "bob" }).catch(() => {});
    await arrive(clock);
    const cause = { reason: "normal" };
    terminal.transport.send(JSON.stringify({ kind: "request", method: "mdisc", id: "x", seq: 2, session: "s1", cause }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "x", problemDetails: { title: "not-established" } });
  });

  test("a request that no transition takes is refused with `illegal-state`", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    terminal.peer.request("msetup", { session: "s1", to: "bob" }).catch(() => {});
    await arrive(clock);
    terminal.transport.send(JSON.stringify({ kind: "request", method: "mupdate", id: "x", seq: 2, session: "s1" }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "x", problemDetails: { title: "illegal-state" } });
  });

  test("a request above what one side may have open is refused with `illegal-state`", async () => {
    const { terminal, function: server, clock } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    for (const [index, id] of ["x", "y"].entries()) {
      terminal.transport.send(JSON.stringify({ kind: "request", method: "mupdate", id, seq: index + 2, session: "s1" }));
    }
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "y", problemDetails: { title: "illegal-state" } });
  });

  test("a notification that no transition takes is dropped", async () => {
    const { mine, terminal, function: server, clock } = await established();
    terminal.transport.send(JSON.stringify({ kind: "notification", method: "mprogress", seq: 2, session: "s1", state: "ringing" }));
    await arrive(clock);
    expect(server.peer.counters.dropped).toBe(1);
    expect(mine.state).toBe("established");
  });

  test("a second setup of a living session is refused with `session-exists`", async () => {
    const { terminal, function: server, clock } = await established();
    terminal.transport.send(JSON.stringify({ kind: "request", method: "msetup", id: "x", seq: 2, session: "s1", to: "carol" }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "x", session: "s1", problemDetails: { title: "session-exists" } });
  });

  test("a request before anybody has signed in is refused with `unauthenticated`", async () => {
    const { replies } = await replyTo({ kind: "request", method: "available", id: "x", seq: 1 }, { signIn: false });
    expect(replies).toMatchObject([{ id: "x", problemDetails: { title: "unauthenticated" } }]);
  });

  test("a notification before anybody has signed in is dropped", async () => {
    const { replies, function: server } = await replyTo(
      { kind: "notification", method: "mcandidate", seq: 1, session: "s1", candidate: "c" },
      { signIn: false },
    );
    expect(replies).toEqual([]);
    expect(server.peer.counters.dropped).toBe(1);
  });
});
