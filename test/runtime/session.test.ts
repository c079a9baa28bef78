import { DeadlineError, IllegalStateError, refuse } from "@parley/runtime";
import type { EndCause, SessionHandle } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { arrive, established, failure, signedIn } from "./peer-pair.js";

/** Every cause that the listener heard. */
function endings(session: SessionHandle): readonly EndCause[] {
  const heard: EndCause[] = [];
  session.onEnded((cause) => heard.push(cause));
  return heard;
}

describe("a session being set up", () => {
  test("is established on both sides by the answer", async () => {
    const { mine, theirs } = await established();
    expect([mine.state, theirs.state]).toEqual(["established", "established"]);
  });

  test("is answered at once by `answer`", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const states: string[] = [];
    server.answers["msetup"] = (_message, call) => {
      call.answer({ answer: "yes" });
      states.push(call.session?.state ?? "");
      return undefined;
    };
    await terminal.peer.session("sessionInitiator", { session: "s1" }).request("msetup", { to: "bob" });
    await arrive(clock);
    expect(states).toEqual(["established"]);
  });

  test("cannot be answered twice", async () => {
    const { terminal, function: server } = await signedIn();
    const errors: unknown[] = [];
    server.answers["msetup"] = (_message, call) => {
      call.answer({ answer: "yes" });
      try {
        call.answer(refuse("busy"));
      } catch (error) {
        errors.push(error);
      }
      return undefined;
    };
    await terminal.peer.request("msetup", { session: "s1", to: "bob" });
    expect(errors).toEqual([expect.any(IllegalStateError)]);
  });

  test("ends on both sides with the refusal", async () => {
    const { terminal, function: server } = await signedIn();
    server.answers["msetup"] = () => refuse("busy");
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const heard = endings(session);
    expect(await failure(session.request("msetup", { to: "bob" }))).toMatchObject({ problem: "busy" });
    expect(heard).toEqual([{ reason: "busy" }]);
    expect(server.sessions[0]?.ended).toEqual({ reason: "busy" });
  });

  test("carries notifications in order, also before the answer", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    for (const candidate of ["a", "b", "c"]) session.notify("mcandidate", { candidate });
    await arrive(clock);
    expect(server.notifications.map(({ candidate }) => candidate)).toEqual(["a", "b", "c"]);
  });

  test("cannot be asked for twice with one key", async () => {
    const { function: server } = await established();
    expect(await failure(server.peer.request("msetup", { session: "s1", to: "alice" }))).toMatchObject({ name: "IllegalStateError" });
  });

  test("is the same object for the same key", async () => {
    const { mine, terminal } = await established();
    expect(terminal.peer.session("sessionInitiator", { session: "s1" })).toBe(mine);
  });

  test("whose request is too large leaves nothing behind", async () => {
    const { terminal } = await signedIn();
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    expect(await failure(session.request("msetup", { to: "x".repeat(300_000) }))).toMatchObject({ problem: "too-large" });
    expect(session.state).toBe("idle");
    expect(terminal.peer.session("sessionInitiator", { session: "s1" })).not.toBe(session);
  });
});

describe("a cancel", () => {
  test("before the answer ends the setup on both sides with `cancelled`", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const call = failure(session.request("msetup", { to: "bob" }));
    await arrive(clock);
    await session.request("mcancel", { cause: { reason: "cancelled" } });
    expect(await call).toMatchObject({ problem: "cancelled" });
    expect([session.ended, server.sessions[0]?.ended]).toEqual([{ reason: "cancelled" }, { reason: "cancelled" }]);
  });

  test("is answered before the setup that it cancels", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    await arrive(clock);
    await session.request("mcancel", {});
    const responses = server.sent.filter(({ kind }) => kind === "response").map(({ method, success }) => [method, success]);
    expect(responses.slice(-2)).toEqual([
      ["mcancel", true],
      ["msetup", false],
    ]);
  });

  test("aborts the signal of the program that was deciding, with its cause", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const reasons: unknown[] = [];
    server.answers["msetup"] = (_message, { signal }) =>
      new Promise(() => signal.addEventListener("abort", () => reasons.push(signal.reason)));
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    await arrive(clock);
    await session.request("mcancel", { cause: { reason: "cancelled", text: "changed my mind" } });
    expect(reasons).toEqual([{ reason: "cancelled", text: "changed my mind" }]);
  });

  test("is no fault of a handler that stops with the reason of its signal", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = (_message, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    await arrive(clock);
    await session.request("mcancel", {});
    await arrive(clock);
    expect(server.faults).toEqual([]);
  });

  test("makes a late answer illegal, and nothing is sent of it", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const late: { answer?: () => void } = {};
    server.answers["msetup"] = (_message, call) => {
      late.answer = () => call.answer({ answer: "yes" });
      return undefined;
    };
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    await arrive(clock);
    await session.request("mcancel", {});
    const sent = server.sent.length;
    expect(() => late.answer?.()).toThrow(IllegalStateError);
    expect(server.sent.length).toBe(sent);
  });

  test("follows from an aborted signal", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const controller = new AbortController();
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const call = failure(session.request("msetup", { to: "bob" }, { signal: controller.signal }));
    await arrive(clock);
    controller.abort("changed my mind");
    expect(await call).toBe("changed my mind");
    await arrive(clock);
    expect([session.state, server.sessions[0]?.state]).toEqual(["ended", "ended"]);
  });

  test("follows from the deadline of the call", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const call = failure(session.request("msetup", { to: "bob" }, { deadline: 1_000 }));
    await clock.advance(1_000);
    expect(await call).toBeInstanceOf(DeadlineError);
    expect([session.ended, server.sessions[0]?.ended]).toEqual([{ reason: "timeout" }, { reason: "timeout" }]);
  });

  test("follows from the machine's own timer, with the cause that the behaviour states", async () => {
    const { function: server, terminal, clock } = await signedIn();
    terminal.answers["msetup"] = () => new Promise(() => {});
    const session = server.peer.session("sessionInitiator", { session: "s1" });
    const call = failure(session.request("msetup", { to: "alice" }));
    // The heartbeat of the terminal runs on meanwhile.
    await clock.advance(90_000);
    expect(await call).toBeInstanceOf(DeadlineError);
    await arrive(clock);
    expect([session.ended, terminal.sessions[0]?.ended]).toEqual([{ reason: "no-answer" }, { reason: "no-answer" }]);
  });
});

describe("a timer of the other side", () => {
  test("runs longer here by its margin, so that its owner's ends first", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => new Promise(() => {});
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    session.request("msetup", { to: "bob" }).catch(() => {});
    await clock.advance(99_999);
    expect(session.state).toBe("settingUp");
    await clock.advance(1);
    expect(session.ended).toEqual({ reason: "no-answer" });
  });
});

describe("an established session", () => {
  test("ends on both sides with the cause of the disconnect, exactly once", async () => {
    const { mine, theirs, clock } = await established();
    const heard = [endings(mine), endings(theirs)];
    await mine.request("mdisc", { cause: { reason: "normal" } });
    await clock.advance(40_000);
    expect(heard).toEqual([[{ reason: "normal" }], [{ reason: "normal" }]]);
  });

  test("tells its end to a listener that comes late", async () => {
    const { mine } = await established();
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(endings(mine)).toEqual([{ reason: "normal" }]);
  });

  test("shows the disconnect to the program, though the machine has answered it", async () => {
    const { mine, function: server } = await established();
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(server.shown.at(-1)).toBe("mdisc.request");
    expect(server.sent.filter(({ method }) => method === "mdisc")).toHaveLength(1);
  });

  test("is updated by one request at a time", async () => {
    const { mine, function: server } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    mine.request("mupdate", { mute: true }).catch(() => {});
    const error = await failure(mine.request("mupdate", { mute: false }));
    expect(error).toBeInstanceOf(IllegalStateError);
    expect(error).toMatchObject({ message: expect.stringContaining("1 may be open at a time") });
  });

  test("answers what is open with `session-ended` before it disconnects", async () => {
    const { mine, theirs, function: server, clock } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    const update = failure(mine.request("mupdate", {}));
    await arrive(clock);
    await theirs.request("mdisc", { cause: { reason: "normal" } });
    expect(await update).toMatchObject({ problem: "session-ended" });
    expect(server.sent.filter(({ kind }) => kind !== "notification").slice(-2)).toMatchObject([
      { method: "mupdate", success: false },
      { method: "mdisc", kind: "request" },
    ]);
  });

  test("rejects its own open update when the other side disconnects first", async () => {
    const { mine, theirs, function: server, clock } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    const update = failure(mine.request("mupdate", {}));
    theirs.request("mdisc", { cause: { reason: "normal" } }).catch(() => {});
    await arrive(clock);
    expect(await update).toMatchObject({ problem: "session-ended" });
  });

  test("is ended with `timeout` when an update has no response", async () => {
    const { mine, theirs, function: server, clock } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    const update = failure(mine.request("mupdate", { description: "offer" }));
    await clock.advance(30_000);
    expect(await update).toBeInstanceOf(DeadlineError);
    expect([mine.ended, theirs.ended]).toEqual([{ reason: "timeout" }, { reason: "timeout" }]);
  });

  test("is ended with `timeout` when the caller's deadline for an update passes", async () => {
    const { mine, theirs, function: server, clock } = await established();
    server.answers["mupdate"] = () => new Promise(() => {});
    const update = failure(mine.request("mupdate", {}, { deadline: 1_000 }));
    await clock.advance(1_000);
    expect(await update).toBeInstanceOf(DeadlineError);
    expect([mine.ended, theirs.ended]).toEqual([{ reason: "timeout" }, { reason: "timeout" }]);
  });

  test("goes on when nobody answers a request that no timer of its own runs for; its caller hears of it", async () => {
    const { mine, theirs, function: server, clock } = await established();
    server.answers["mmessage"] = () => new Promise(() => {});
    const asked = failure(mine.request("mmessage", {}));
    const impatient = failure(mine.request("mmessage", {}, { deadline: 1_000 }));
    await clock.advance(1_000);
    expect(await impatient).toBeInstanceOf(DeadlineError);
    await clock.advance(9_000);
    expect(await asked).toBeInstanceOf(DeadlineError);
    expect([mine.state, theirs.state]).toEqual(["established", "established"]);
  });

  test("is undone when a response is not valid", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => ({ answer: "yes" });
    // The runtime itself sends nothing that is not valid.
    const { transport } = server;
    const send = transport.send.bind(transport);
    transport.send = (text) => send(text.replace('"answer"', '"noAnswer"'));
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const error = await failure(session.request("msetup", { to: "bob" }));
    expect(error).toMatchObject({ problem: "bad-response", details: { issues: [{ pointer: "/answer" }] } });
    await arrive(clock);
    expect([session.ended, server.sessions[0]?.ended]).toEqual([{ reason: "bad-response" }, { reason: "bad-response" }]);
    expect(terminal.peer.counters.badResponses).toBe(1);
  });

  test("is undone when a response names another session", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["msetup"] = () => ({ answer: "yes" });
    const { transport } = server;
    const send = transport.send.bind(transport);
    transport.send = (text) => send(text.includes('"answer"') ? text.replace('"s1"', '"s2"') : text);
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    expect(await failure(session.request("msetup", { to: "bob" }))).toMatchObject({ problem: "bad-response" });
    await arrive(clock);
    expect([session.ended, server.sessions[0]?.ended]).toEqual([{ reason: "bad-response" }, { reason: "bad-response" }]);
  });

  test("ends with `connection-lost` when the connection goes", async () => {
    const { mine, theirs, terminal, clock } = await established();
    const heard = [endings(mine), endings(theirs)];
    terminal.transport.close(1006, "");
    await arrive(clock);
    expect(heard).toEqual([[{ reason: "connection-lost" }], [{ reason: "connection-lost" }]]);
  });

  test("says what is legal where", async () => {
    const { mine } = await established();
    const error = await failure(mine.request("mcancel", {}));
    expect(error).toMatchObject({ state: "established", legalIn: ["settingUp"] });
    expect(() => mine.notify("mprogress", { state: "ringing" })).toThrow('legal in no state');
  });

  test("tells every state", async () => {
    const { mine } = await established();
    const states: string[] = [];
    mine.onState((state) => states.push(state));
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(states).toEqual(["ending", "ended"]);
  });
});

describe("an ended session", () => {
  test("is remembered while it lingers: requests get `session-ended`, notifications are dropped", async () => {
    const { mine, terminal, function: server, clock } = await established();
    await mine.request("mdisc", { cause: { reason: "normal" } });
    terminal.transport.send(JSON.stringify({ kind: "notification", method: "mcandidate", seq: 3, session: "s1", candidate: "late" }));
    terminal.transport.send(JSON.stringify({ kind: "request", method: "mupdate", id: "late", seq: 4, session: "s1" }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ method: "mupdate", id: "late", problemDetails: { title: "session-ended" } });
    expect(server.peer.counters.dropped).toBe(1);
    expect(server.sent.filter(({ method }) => method === "refused")).toEqual([]);
  });

  test("is unknown after it has lingered", async () => {
    const { mine, terminal, function: server, clock } = await established();
    await mine.request("mdisc", { cause: { reason: "normal" } });
    await clock.advance(32_000);
    terminal.transport.send(JSON.stringify({ kind: "request", method: "mupdate", id: "late", seq: 3, session: "s1" }));
    await arrive(clock);
    expect(server.sent.at(-1)).toMatchObject({ id: "late", problemDetails: { title: "unknown-session" } });
  });

  test("can no longer be used by the program", async () => {
    const { mine } = await established();
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(await failure(mine.request("mupdate", {}))).toMatchObject({ name: "IllegalStateError", state: "ended" });
  });
});

describe("a listener that throws", () => {
  test("keeps nobody else from hearing, and is reported", async () => {
    const { mine, terminal } = await established();
    const heard: string[] = [];
    const fault = new Error("a fault of the page");
    mine.onEnded(() => {
      throw fault;
    });
    mine.onEnded(({ reason }) => heard.push(reason));
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect([heard, terminal.faults]).toEqual([["normal"], [fault]]);
  });
});
