import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { manualClock, memoryTransports } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { answer } from "./descriptions.js";

type Message = { readonly [key: string]: unknown };

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";

/** A connection of a function that takes 60 messages a minute, `auth` being the first; time stands still unless the test moves it. */
async function signedIn() {
  const clock = manualClock();
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const user = { name: "alice", subject: "acct:alice@parley.example", addresses: ["acct:alice@parley.example"], display: "alice" };
  const signalling = createSignallingFunction({ signIn: () => user, conferences, clock, log: silentLog, limits: { messagesPerMinute: 60 } });
  const [near, far] = memoryTransports();
  const arrived: Message[] = [];
  const closed: number[] = [];
  near.open({ message: (data) => void arrived.push(JSON.parse(String(data)) as Message), closed: (code) => void closed.push(code) });
  signalling.accept(far);
  let ids = 0;
  /** Sends messages and gives what came back for them. */
  const exchange = async (...messages: readonly object[]): Promise<readonly Message[]> => {
    arrived.length = 0;
    for (const message of messages) near.send(JSON.stringify({ id: `id-${(ids += 1)}`, ...message }));
    await clock.advance(0);
    return [...arrived];
  };
  await exchange({ kind: "request", method: "auth", token: "alice" });
  /** Spends what is left. */
  const spend = (count = 59) => exchange(...Array.from({ length: count }, () => ({ kind: "request", method: "ping" })));
  return { clock, exchange, spend, closed };
}

const rateLimited = { success: false, problemDetails: { status: 429, retryAfter: expect.any(Number) as number } };

describe("messages on one connection", () => {
  it("of which a sign-in is renewed whatever came before it", async () => {
    const { exchange, spend } = await signedIn();
    await spend();
    const [renewed] = await exchange({ kind: "request", method: "auth", token: "alice" });
    expect(renewed).toMatchObject({ method: "auth", success: true });
  });

  it("close it when they go on and on", async () => {
    const { spend, closed } = await signedIn();
    await spend(238);
    expect(closed).toEqual([]);
    const last = await spend(2);
    expect(last).toContainEqual(expect.objectContaining({ method: "goaway", action: "stop", cause: { reason: "protocol-error" } }));
    expect(closed).toEqual([1002]);
  });

  it.each([
    ["ping", { kind: "request", method: "ping" }],
    ["unavailable", { kind: "request", method: "unavailable", seq: 1 }],
    ["an unknown method", { kind: "request", method: "levitate" }],
    ["an invalid request", { kind: "request", method: "available", seq: 1 }],
    ["a request for no session", { kind: "request", method: "mupdate", seq: 1, session }],
  ])("%s is refused when the minute's messages are spent, and not before", async (_name, request) => {
    const { clock, exchange, spend } = await signedIn();
    expect(await spend()).toHaveLength(59);
    expect(await exchange(request)).toMatchObject([{ method: request.method, ...rateLimited }]);
    await clock.advance(1000);
    expect(await exchange({ kind: "request", method: "ping" })).toMatchObject([{ success: true }]);
    expect(await exchange({ kind: "request", method: "ping" })).toMatchObject([rateLimited]);
  });

  it.each([
    ["a response to nothing", { kind: "response", method: "msetup", success: true, seq: 1, session, description: answer() }],
    ["an unknown notification", { kind: "notification", method: "levitated" }],
    ["an acknowledgement", { kind: "notification", method: "ack", ack: 0 }],
    ["a request that is refused as malformed", { kind: "request", method: "msetup", seq: 1 }],
  ])("%s counts", async (_name, message) => {
    const { exchange, spend } = await signedIn();
    await spend(58);
    await exchange(message);
    expect(await exchange({ kind: "request", method: "ping" })).toMatchObject([rateLimited]);
  });

  it("what ends something is not refused for it", async () => {
    const { exchange, spend } = await signedIn();
    await spend();
    for (const method of ["mdisc", "mcancel"]) {
      const [answered] = await exchange({ kind: "request", method, session, cause: { reason: "normal" }, seq: method === "mdisc" ? 1 : 2 });
      expect(answered).toMatchObject({ method, problemDetails: { type: "https://parley.example/problems/unknown-session" } });
    }
  });

  it("candidates have a budget of their own", async () => {
    const { exchange, spend } = await signedIn();
    await spend();
    const candidates = { kind: "notification", method: "mcandidate", seq: 1, session, ufrag: "8hhY", candidates: [] };
    expect(await exchange(candidates)).toMatchObject([{ method: "refused", problemDetails: { type: "https://parley.example/problems/unknown-session" } }]);
  });

  it("a notification is refused with what it was, and one that goes on all the same is sent away", async () => {
    const { exchange, spend, closed } = await signedIn();
    await spend();
    const progress = (seq: number) => ({ kind: "notification", method: "mprogress", seq, session, state: "ringing" });
    expect(await exchange(progress(1))).toMatchObject([
      { method: "refused", about: { method: "mprogress", kind: "notification", session, seq: 1 }, problemDetails: { status: 429 } },
    ]);
    await exchange(...Array.from({ length: 20 }, (_none, at) => progress(at + 2)));
    expect(closed).toHaveLength(1);
  });
});
