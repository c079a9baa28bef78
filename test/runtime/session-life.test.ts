import { refuse } from "@parley/runtime";
import type { WireProtocol } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { legProtocol } from "./leg-protocol.js";
import { failure, signedIn } from "./peer-pair.js";

/** A session whose answer states how long it lives, in seconds, or does not; on connections that live without a sign of life. */
async function joined(expires?: number) {
  const made = await signedIn({ protocol: patient });
  made.function.answers["msetup"] = () => ({ answer: "yes", description: "answer", ...(expires === undefined ? {} : { expires }) });
  const mine = made.terminal.peer.session("sessionInitiator", { session: "s1" });
  await mine.request("msetup", { to: "bob", description: "offer" });
  const updates = () => made.terminal.sent.filter(({ method, kind }) => method === "mupdate" && kind === "request").length;
  return { ...made, mine, theirs: made.function.peer.session("sessionResponder", { session: "s1" }), updates };
}

const patient: WireProtocol = { ...legProtocol, timers: { ...legProtocol.timers, heartbeat: 1e9, silence: 1e9 } };

describe("a timer without a default", () => {
  test("does not run where no message states its length", async () => {
    const { clock, mine, updates } = await joined();
    await clock.advance(1e6);
    expect([mine.state, updates()]).toEqual(["established", 0]);
  });

  test("takes its part of the value that the message states", async () => {
    const { clock, updates } = await joined(100);
    await clock.advance(49_999);
    expect(updates()).toBe(0);
    await clock.advance(1);
    expect(updates()).toBe(1);
  });

  test("is started again for the length it had, or for the one that the message states", async () => {
    const { clock, function: server, updates } = await joined(100);
    await clock.advance(50_000);
    server.answers["mupdate"] = () => ({ expires: 20 });
    await clock.advance(50_000);
    expect(updates()).toBe(2);
    await clock.advance(10_000);
    expect(updates()).toBe(3);
  });

  test("ends the session that nobody refreshes", async () => {
    const { clock, function: server, mine, theirs } = await joined(100);
    server.answers["mupdate"] = () => new Promise(() => {});
    await clock.advance(100_000);
    expect([mine.ended, theirs.ended]).toEqual([{ reason: "expired" }, { reason: "expired" }]);
  });
});

describe("what a machine sends by itself", () => {
  test("is left out where as many of it are open as may be", async () => {
    const { clock, function: server, mine, updates, terminal } = await joined(100);
    server.answers["mupdate"] = () => new Promise(() => {});
    await clock.advance(45_000);
    mine.request("mupdate", { description: "offer" }).catch(() => {});
    await clock.advance(5_000);
    expect([updates(), terminal.faults]).toEqual([1, []]);
  });

  test("and does not end the session is not taken for its end when it fails", async () => {
    const { clock, function: server, mine, updates } = await joined(100);
    server.answers["mupdate"] = () => refuse("busy");
    await clock.advance(60_000);
    expect([mine.state, updates()]).toEqual(["established", 1]);
  });
});

test("a request whose timer has ended is not open any more for the count", async () => {
  const { clock, function: server, mine } = await joined();
  server.answers["mupdate"] = () => new Promise(() => {});
  const first = failure(mine.request("mupdate", { note: "first" }));
  await clock.advance(30_000);
  expect(await first).toMatchObject({ name: "DeadlineError", deadline: 30_000 });
  expect(await failure(mine.request("mupdate", { note: "second" }))).toMatchObject({ name: "ProtocolError", problem: "illegal-state" });
});
