import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { rawPeer, serve, terminal } from "./terminals.js";

const to = "acct:bob@parley.example";

async function talking() {
  const server = await serve();
  const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
  const setup = alice.client.setup({ to, description: offer() });
  const incoming = await (await bob.invited()).accept({ description: answer() });
  return { server, alice, bob, outgoing: await setup, incoming };
}

describe("a server that drains", () => {
  it("tells everyone to go elsewhere, lets calls go on, takes nothing new, and ends when the last call has", async () => {
    const { server, alice, outgoing, incoming } = await talking();
    const told = new Promise<unknown>((heard) => alice.client.onGoaway(heard));
    let over = false;
    const drained = server.drain({ deadline: 600, endpoints: ["wss://other.parley.example/webrtc-signalling/v1"] }).then(() => (over = true));
    expect(await told).toMatchObject({ action: "reconnect", deadline: 600, endpoints: ["wss://other.parley.example/webrtc-signalling/v1"], cause: { reason: "shutdown" } });
    incoming.onUpdate(() => ({}));
    await outgoing.update({ media: [{ mid: "0", muted: true }] });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
    expect(over).toBe(false);

    const late = await rawPeer(server, "alice");
    expect(await late.receive({ method: "goaway" })).toMatchObject({ action: "reconnect" });
    late.send({ kind: "request", method: "available", id: "1", seq: 1, device: "late-device", addresses: ["acct:alice@parley.example"] });
    expect(await late.receive({ method: "available" })).toMatchObject({ problemDetails: { type: "https://parley.example/problems/draining" } });

    await outgoing.disconnect({ reason: "normal" });
    await drained;
  });

  it("sends away who signs in meanwhile, to come back when it is over, where there is no other place to go", async () => {
    const { server, alice } = await talking();
    const told = new Promise<unknown>((heard) => alice.client.onGoaway(heard));
    const drained = server.drain({ deadline: 600 });
    expect(await told).toMatchObject({ action: "reconnect", deadline: 600 });
    const late = await rawPeer(server, "bob");
    expect(await late.receive({ method: "goaway" })).toMatchObject({ action: "stop", retryAfter: 600, cause: { reason: "shutdown" } });
    await server.close();
    await drained;
  });

  it("cuts what is still on at the deadline", async () => {
    const { server, outgoing } = await talking();
    const ended = new Promise<string>((heard) => outgoing.onEnded(({ reason }) => heard(reason)));
    await server.drain({ deadline: 1 });
    await ended;
  });
});
