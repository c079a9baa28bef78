import { manualClock } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { offer } from "./descriptions.js";
import { functionOn } from "./on-clock.js";

describe("as time passes", () => {
  it("a call that nobody answers is given up for the caller, and cancelled for the called", async () => {
    const clock = manualClock();
    const connect = functionOn(clock);
    const [{ client: alice }, { client: bob }] = [await connect("alice"), await connect("bob")];
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
    const [{ client: alice }, { client: bob }] = [await connect("alice"), await connect("bob")];
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
