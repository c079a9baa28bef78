import { describe, expect, test } from "vitest";
import { arrive, established, failure, signedIn } from "./peer-pair.js";

describe("cancel and answer cross", () => {
  test("the answer was first: the cancel is too late, the session is ended, and the setup rejects all the same", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const decide: { yes?: () => void } = {};
    server.answers["msetup"] = (_message, call) => {
      decide.yes = () => call.answer({ answer: "yes" });
      return undefined;
    };
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = failure(session.request("msetup", { to: "bob" }));
    await arrive(clock);
    const cancel = failure(session.request("mcancel", { cause: { reason: "cancelled" } }));
    decide.yes?.();
    expect(await setup).toMatchObject({ problem: "cancelled" });
    expect(await cancel).toMatchObject({ problem: "already-answered" });
    await arrive(clock);
    expect([session.ended, server.sessions[0]?.ended]).toEqual([{ reason: "cancelled" }, { reason: "cancelled" }]);
    expect(terminal.sent.at(-1)).toMatchObject({ method: "mdisc", cause: { reason: "cancelled" } });
  });

  test("the cancel was first: the answer is illegal, and nothing is half open", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const decide: { yes?: () => void } = {};
    server.answers["msetup"] = (_message, call) => {
      decide.yes = () => call.answer({ answer: "yes" });
      return undefined;
    };
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = failure(session.request("msetup", { to: "bob" }));
    await arrive(clock);
    await session.request("mcancel", {});
    expect(() => decide.yes?.()).toThrow("it has been answered");
    expect(await setup).toMatchObject({ problem: "cancelled" });
    expect([session.state, server.sessions[0]?.state]).toEqual(["ended", "ended"]);
  });

  test("the answer crosses a cancel by signal: the caller has given up, and the session is ended all the same", async () => {
    const { terminal, function: server, clock } = await signedIn();
    const controller = new AbortController();
    server.answers["msetup"] = () => ({ answer: "yes" });
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = failure(session.request("msetup", { to: "bob" }, { signal: controller.signal }));
    controller.abort("no");
    expect(await setup).toBe("no");
    await arrive(clock);
    expect([session.state, server.sessions[0]?.state]).toEqual(["ended", "ended"]);
  });
});


describe("two disconnects cross", () => {
  test("both succeed, and each side hears one end", async () => {
    const { mine, theirs, clock } = await established();
    const heard: string[] = [];
    mine.onEnded(({ reason }) => heard.push(`mine ${reason}`));
    theirs.onEnded(({ reason }) => heard.push(`theirs ${reason}`));
    const both = [mine.request("mdisc", { cause: { reason: "normal" } }), theirs.request("mdisc", { cause: { reason: "busy" } })];
    expect(await Promise.all(both)).toMatchObject([{ success: true }, { success: true }]);
    await arrive(clock);
    expect(heard.sort()).toEqual(["mine normal", "theirs busy"]);
  });
});

describe("two updates cross", () => {
  test("with offers: each side refuses the other's with `glare`", async () => {
    const { mine, theirs } = await established();
    const both = [failure(mine.request("mupdate", { description: "a" })), failure(theirs.request("mupdate", { description: "b" }))];
    expect(await Promise.all(both)).toMatchObject([{ problem: "glare" }, { problem: "glare" }]);
    expect([mine.state, theirs.state]).toEqual(["established", "established"]);
  });

  test("without offers: both succeed", async () => {
    const { mine, theirs } = await established();
    const both = [mine.request("mupdate", { mute: true }), theirs.request("mupdate", { mute: true })];
    expect(await Promise.all(both)).toMatchObject([{ success: true }, { success: true }]);
  });
});

describe("an update and a disconnect cross", () => {
  test("the update gets `session-ended`, the disconnect succeeds", async () => {
    const { mine, theirs } = await established();
    const update = failure(mine.request("mupdate", {}));
    const disconnect = theirs.request("mdisc", { cause: { reason: "normal" } });
    expect(await disconnect).toMatchObject({ success: true });
    expect(await update).toMatchObject({ problem: "session-ended" });
  });
});

describe("deadline and response cross", () => {
  test("the deadline was first: the response settles nothing, and the session ends on both sides", async () => {
    const { mine, theirs, terminal, function: server, clock } = await established();
    const decide: { yes?: () => void } = {};
    server.answers["mupdate"] = (_message, call) => {
      decide.yes = () => call.answer({});
      return undefined;
    };
    const update = failure(mine.request("mupdate", { description: "a" }));
    await clock.advance(29_999);
    // The timer of the requester ends while the response is still on its way.
    const { transport } = server;
    const send = transport.send.bind(transport);
    transport.send = (text) => void clock.after(2, () => send(text));
    decide.yes?.();
    await clock.advance(10);
    expect(await update).toMatchObject({ name: "DeadlineError", method: "mupdate", deadline: 30_000 });
    expect(terminal.peer.counters.unmatched).toBe(1);
    expect([mine.ended, theirs.ended]).toEqual([{ reason: "timeout" }, { reason: "timeout" }]);
  });
});
