import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { manualClock, memoryTransports } from "@parley/runtime";
import type { ManualClock } from "@parley/runtime";
import { connectSignalling } from "@parley/signalling";
import type { SignallingClient } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { offer } from "./descriptions.js";

/** A function in this process whose time the test moves. Tokens are names. */
function functionOn(clock: ManualClock) {
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const signIn = (name: string) => ({ name, subject: `acct:${name}@parley.example`, addresses: [`acct:${name}@parley.example`], display: name });
  const signalling = createSignallingFunction({ signIn, conferences, clock, log: silentLog });
  return (user: string): Promise<SignallingClient> => {
    const [near, far] = memoryTransports();
    signalling.accept(far);
    return connectSignalling("ws://127.0.0.1/", { token: user, clock, transport: () => near });
  };
}

describe("as time passes", () => {
  it("a call that nobody answers is given up for the caller, and cancelled for the called", async () => {
    const clock = manualClock();
    const connect = functionOn(clock);
    const [alice, bob] = [await connect("alice"), await connect("bob")];
    await bob.available({ device: "first-device", addresses: bob.granted.addresses });
    const cancelled = new Promise<string | undefined>((heard) => bob.onSetup((incoming) => void incoming.onCancel((cause) => heard(cause?.reason))));
    const outcome = alice.setup({ to: "acct:bob@parley.example", description: offer() }).then(() => "accepted", (error: unknown) => error);
    await clock.advance((alice.granted.timers.answer + 5) * 1000);
    expect(await outcome).toMatchObject({ problem: "no-answer" });
    expect(await cancelled).toBe("no-answer");
  });

  it("availability ends unless it is refreshed", async () => {
    const clock = manualClock();
    const connect = functionOn(clock);
    const [alice, bob] = [await connect("alice"), await connect("bob")];
    const call = () => alice.setup({ to: "acct:bob@parley.example", description: offer() }).then(() => "accepted", (error: unknown) => error);
    bob.onSetup((incoming) => incoming.refuse("busy"));
    expect((await bob.available({ device: "first-device", addresses: bob.granted.addresses, expires: 60 })).expires).toBe(60);
    await clock.advance(50_000);
    expect(await call()).toMatchObject({ problem: "busy" });
    await bob.available({ device: "first-device", addresses: bob.granted.addresses, expires: 60 });
    await clock.advance(50_000);
    expect(await call()).toMatchObject({ problem: "busy" });
    await clock.advance(15_000);
    expect(await call()).toMatchObject({ problem: "unreachable" });
  });
});
