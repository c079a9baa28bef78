import { manualClock } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { functionOn } from "./on-clock.js";
import { rawPeer, refusedUpgrade, serve, terminal } from "./terminals.js";

const to = "acct:bob@parley.example";

/** So long an epoch outlives its connection, and a little. Milliseconds. */
const longer = 31_000;

describe("a peer that goes away", () => {
  it("before its token: the server goes on", async () => {
    const server = await serve();
    (await rawPeer(server)).socket.terminate();
    await terminal(server, "alice");
  });

  it("and says so: its device is not rung any more", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const closed = new Promise((gone) => bob.client.onClosed(gone));
    await bob.client.close();
    await closed;
    await expect(alice.client.setup({ to, description: offer() })).rejects.toMatchObject({ problem: "unreachable" });
  });
});

describe("a peer that is lost and does not come back", () => {
  it("as a caller while it rings: the called side is cancelled", async () => {
    const { clock, alice, bob } = await pair();
    alice.client.setup({ to, description: offer() }).then(undefined, () => undefined);
    const incoming = await bob.invited;
    const cancelled = new Promise<string | undefined>((heard) => incoming.onCancel((cause) => heard(cause?.reason)));
    alice.lose();
    await clock.advance(longer);
    expect(await cancelled).toBe("connection-lost");
  });

  it("as the called side while it rings: the caller is refused, and may call again", async () => {
    const { clock, connect, alice, bob } = await pair();
    const setup = alice.client.setup({ to, description: offer() }).then(() => "accepted", (error: unknown) => error);
    await bob.invited;
    bob.lose();
    await clock.advance(longer);
    expect(await setup).toMatchObject({ problem: "unreachable" });
    const again = await available(await connect("bob"));
    const second = alice.client.setup({ to, description: offer() });
    await (await again.invited).accept({ description: answer() });
    await (await second).disconnect({ reason: "normal" });
  });

  it.each(["caller", "called"] as const)("as the %s in a call: the other hears connection-lost", async (who) => {
    const { clock, alice, bob, incoming, outgoing } = await talk();
    const left = who === "caller" ? incoming : outgoing;
    const ended = new Promise<string>((heard) => left.onEnded(({ reason }) => heard(reason)));
    (who === "caller" ? alice : bob).lose();
    await clock.advance(longer);
    expect(await ended).toBe("connection-lost");
  });

  // The update is waited for as long as the connection: whichever is over first, the other side hears the same.
  it.each([0, 1, 1_000])("%s ms after an update has reached it: the other's update and session end", async (after) => {
    const { clock, bob, incoming, outgoing } = await talk();
    const ended = new Promise<string>((heard) => outgoing.onEnded(({ reason }) => heard(reason)));
    const reached = new Promise<void>((asked) => {
      incoming.onUpdate(() => {
        asked();
        return new Promise(() => undefined);
      });
    });
    const update = outgoing.update({ media: [{ mid: "0", muted: true }] }).then(() => "accepted", (error: unknown) => error);
    await reached;
    await clock.advance(after);
    bob.lose();
    await clock.advance(longer);
    expect(await update).toMatchObject({ problem: "timeout" });
    expect(await ended).toBe("connection-lost");
  });
});

describe("a server that stops", () => {
  it("says goaway, then closes", async () => {
    const server = await serve();
    const alice = await terminal(server, "alice");
    const said = new Promise<unknown>((heard) => alice.client.onGoaway(heard));
    const closed = new Promise((gone) => alice.client.onClosed(gone));
    await server.close();
    expect(await said).toMatchObject({ action: "stop", cause: { reason: "shutdown" } });
    await closed;
  });

  it("lets nobody in while it waits for those who do not close", async () => {
    const server = await serve();
    const { socket } = await rawPeer(server, "alice");
    socket.pause();
    const closed = server.close();
    expect(await refusedUpgrade(server.signallingUrl, ["webrtc-signalling.v1"])).toBe(503);
    await closed;
  });
});

async function pair() {
  const clock = manualClock();
  const connect = functionOn(clock);
  return { clock, connect, alice: await connect("alice"), bob: await available(await connect("bob")) };
}

async function talk() {
  const made = await pair();
  const setup = made.alice.client.setup({ to, description: offer() });
  const incoming = await (await made.bob.invited).accept({ description: answer() });
  return { ...made, incoming, outgoing: await setup };
}

async function available<Made extends Awaited<ReturnType<ReturnType<typeof functionOn>>>>(made: Made): Promise<Made> {
  await made.client.available({ device: "first-device", addresses: made.client.granted.addresses });
  return made;
}
