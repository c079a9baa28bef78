import { InvalidMessageError, ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { arrive, established, failure, pair, signedIn } from "./peer-pair.js";

const at = (pointer: string) => ({ name: "InvalidMessageError", issues: [expect.objectContaining({ pointer })] });

describe("what the program says is held against the specification before it is sent", () => {
  test("a request rejects with the issues, sends nothing and leaves no session", async () => {
    const { terminal, clock } = await signedIn();
    const sent = terminal.sent.length;
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const error = await failure(session.request("msetup", {}));
    expect(error).toMatchObject(at("/to"));
    expect(String(error)).toBe('InvalidMessageError: "msetup.request" is not valid: /to: expected string, found nothing.');
    expect([terminal.sent.length, session.state, clock.pending > 0]).toEqual([sent, "idle", true]);
    const again = terminal.peer.session("sessionInitiator", { session: "s1" });
    expect(again).not.toBe(session);
  });

  test("a request that would open the connection leaves it as it was", async () => {
    const { terminal } = pair();
    expect(await failure(terminal.peer.request("auth", {}))).toMatchObject(at("/token"));
    expect([terminal.peer.state, terminal.sent]).toEqual(["open", []]);
  });

  test("a notification throws, and uses up no count", async () => {
    const { mine, terminal, function: server, clock } = await established();
    expect(() => mine.notify("mcandidate", {})).toThrow(InvalidMessageError);
    mine.notify("mcandidate", { candidate: "c" });
    await arrive(clock);
    expect(terminal.sent.at(-1)).toMatchObject({ method: "mcandidate", seq: 2 });
    expect(server.notifications).toMatchObject([{ candidate: "c" }]);
  });

  test("the end of a session that is not valid ends nothing", async () => {
    const { mine, theirs } = await established();
    expect(await failure(mine.request("mdisc", { cause: "normal" }))).toMatchObject(at("/cause"));
    expect([mine.state, theirs.state]).toEqual(["established", "established"]);
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(mine.ended).toEqual({ reason: "normal" });
  });

  test("an object is what it says of itself on the wire", async () => {
    const { mine, function: server, clock } = await established();
    mine.notify("mcandidate", { candidate: { toJSON: () => "c" } });
    await arrive(clock);
    expect(server.notifications).toMatchObject([{ candidate: "c" }]);
  });
});

describe("an answer", () => {
  async function asked() {
    const { terminal, function: server, clock } = await signedIn();
    const calls: IncomingCall[] = [];
    server.answers["msetup"] = (_message, call) => {
      calls.push(call);
      return undefined;
    };
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = session.request("msetup", { to: "bob" });
    await arrive(clock);
    const [call] = calls;
    if (call === undefined) throw new Error("Nothing was asked.");
    return { call, setup, server };
  }

  test("that is not valid throws, and a valid one may still be given", async () => {
    const { call, setup, server } = await asked();
    expect(() => call.answer({})).toThrow(InvalidMessageError);
    expect(server.sessions[0]?.state).toBe("invited");
    call.answer({ answer: "yes" });
    expect(await setup).toMatchObject({ answer: "yes" });
  });

  test("that names no problem of the registry throws", async () => {
    const { call, setup } = await asked();
    expect(() => call.answer(refuse("no-such-problem"))).toThrow('/problemDetails/type: expected a problem of the registry, found "no-such-problem"');
    call.answer(refuse("busy"));
    expect(await failure(setup)).toMatchObject({ problem: "busy" });
  });

  test.each([
    ["is not valid", () => ({ noAnswer: true })],
    ["names no problem of the registry", () => refuse("no-such-problem")],
    ["throws what another connection was refused with, for a problem that is not known here", () => {
      throw new ProtocolError("of-tomorrow", { type: "https://problems.example/of-tomorrow" });
    }],
  ])("of a handler that %s is a fault, and the peer is told `internal`", async (_name, handler) => {
    const { terminal, function: server } = await signedIn();
    server.answers["msetup"] = handler;
    const session = terminal.peer.session("sessionInitiator", { session: "s1" });
    expect(await failure(session.request("msetup", { to: "bob" }))).toMatchObject({ problem: "internal" });
    expect(server.faults).toMatchObject([{ name: "InvalidMessageError" }]);
  });
});

test("the message of a refusal says where the first issue is", () => {
  const details = { type: "t", title: "Malformed", issues: [{ pointer: "/to", keyword: "type", expected: "a string", found: "5" }] };
  expect(new ProtocolError("malformed", details).message).toBe("Malformed: /to: expected a string, found 5");
  expect(new ProtocolError("busy", { type: "t", title: "Busy" }).message).toBe("Busy");
});
