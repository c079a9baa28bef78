import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { manualClock, memoryTransports } from "@parley/runtime";
import { isAvailableFailure, isMsetupFailure, isRefusedNotification } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { problemOf } from "./wire.js";
import type { Message } from "./wire.js";

/** A connection on which everything is written by hand. What came back is given by every `send`. */
function connection() {
  const clock = manualClock();
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const signIn = (name: string) => ({ name, subject: `acct:${name}@parley.example`, addresses: [`acct:${name}@parley.example`], display: name });
  const [near, far] = memoryTransports();
  const came: Message[] = [];
  const codes: number[] = [];
  near.open({ message: (data) => void came.push(JSON.parse(String(data)) as Message), closed: (code) => void codes.push(code) });
  createSignallingFunction({ signIn, conferences, clock, log: silentLog }).accept(far);
  const send = async (...messages: readonly object[]) => {
    for (const message of messages) near.send(JSON.stringify(message));
    await clock.advance(0);
    return came.splice(0);
  };
  return { send, codes };
}

const auth = { kind: "request", method: "auth", id: "auth", token: "alice" };
const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const unavailable = { kind: "request", method: "unavailable" };

describe("before sign-in", () => {
  it("nothing is counted: neither the requests that are refused, nor their refusals", async () => {
    const { send, codes } = connection();
    const refused = await send({ ...unavailable, id: "1", seq: 1 }, { ...unavailable, id: "2", seq: 1, ack: 7 }, { ...unavailable, id: "3", seq: 4 });
    expect(refused.map(problemOf)).toEqual(["unauthenticated", "unauthenticated", "unauthenticated"]);
    for (const refusal of refused) expect([refusal["seq"], refusal["ack"]]).toEqual([undefined, undefined]);
    expect(codes).toEqual([]);
  });

  it("a number that was shown says nothing in the epoch, which begins at 1 in both directions", async () => {
    const { send } = connection();
    await send({ ...unavailable, id: "1", seq: 1 });
    expect(await send(auth)).toMatchObject([{ method: "auth", success: true }]);
    expect(await send({ ...unavailable, id: "2", seq: 1 })).toMatchObject([{ id: "2", success: true, seq: 1, ack: 1 }]);
    expect(await send({ ...unavailable, id: "3", seq: 2 })).toMatchObject([{ id: "3", success: true, seq: 2, ack: 2 }]);
  });

  it("its refusals are valid", async () => {
    const { send } = connection();
    const available = { kind: "request", method: "available", id: "1", seq: 1, device: "first-device", addresses: ["acct:alice@parley.example"] };
    expect((await send(available)).map(isAvailableFailure)).toEqual([true]);
  });
});

describe("what is repeated of a message that is refused", () => {
  it("is its session only where that is the name of one", async () => {
    const { send } = connection();
    await send(auth);
    const [wrong, right] = await send(
      { kind: "request", method: "msetup", id: "1", seq: 1, session: "nope", to: 7 },
      { kind: "request", method: "msetup", id: "2", seq: 2, session, to: 7 },
    );
    expect([wrong && problemOf(wrong), wrong?.["session"], isMsetupFailure(wrong)]).toEqual(["malformed", undefined, true]);
    expect([right && problemOf(right), right?.["session"], isMsetupFailure(right)]).toEqual(["malformed", session, true]);
  });

  it("is all that could be read of what is no message", async () => {
    const { send } = connection();
    await send(auth);
    const [shouted, wrong] = await send(
      { kind: "shout", method: "mcandidate", id: "x", session, seq: 1 },
      { kind: "request", method: "mcandidate", session: "nope", seq: -1 },
    );
    expect(shouted).toMatchObject({ method: "refused", about: { kind: "shout", method: "mcandidate", id: "x", session, seq: 1 } });
    expect(wrong?.["about"]).toEqual({ kind: "request", method: "mcandidate" });
    expect([isRefusedNotification(shouted), isRefusedNotification(wrong)]).toEqual([true, true]);
  });
});
