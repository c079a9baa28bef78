import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { rawPeer, serve, terminal } from "./terminals.js";

const to = "acct:bob@parley.example";

describe("a peer that goes away", () => {
  it("before its token: the server goes on", async () => {
    const server = await serve();
    (await rawPeer(server)).socket.terminate();
    await terminal(server, "alice");
  });

  it("as a caller while it rings: the called side is cancelled", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    alice.client.setup({ to, description: offer() }).then(undefined, () => undefined);
    const incoming = await bob.invited();
    const cancelled = new Promise<string | undefined>((heard) => incoming.onCancel((cause) => heard(cause?.reason)));
    alice.socket.terminate();
    expect(await cancelled).toBe("connection-lost");
  });

  it("as the called side while it rings: the caller is refused, and may call again", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to, description: offer() });
    await bob.invited();
    bob.socket.terminate();
    await expect(setup).rejects.toMatchObject({ problem: "unreachable" });
    const again = await terminal(server, "bob");
    const second = alice.client.setup({ to, description: offer() });
    await (await again.invited()).accept({ description: answer() });
    await (await second).disconnect({ reason: "normal" });
  });

  it.each(["caller", "called"] as const)("as the %s in a call: the other hears connection-lost at once", async (who) => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to, description: offer() });
    const incoming = await (await bob.invited()).accept({ description: answer() });
    const outgoing = await setup;
    const left = who === "caller" ? incoming : outgoing;
    const ended = new Promise<string>((heard) => left.onEnded(({ reason }) => heard(reason)));
    (who === "caller" ? alice : bob).socket.terminate();
    expect(await ended).toBe("connection-lost");
  });

  it("in the middle of an update: the other's update and session end", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to, description: offer() });
    const incoming = await (await bob.invited()).accept({ description: answer() });
    const outgoing = await setup;
    const ended = new Promise<string>((heard) => outgoing.onEnded(({ reason }) => heard(reason)));
    incoming.onUpdate(() => {
      bob.socket.terminate();
      return new Promise(() => undefined);
    });
    await expect(outgoing.update({ media: [{ mid: "0", muted: true }] })).rejects.toMatchObject({ problem: expect.stringMatching(/^(session-ended|timeout)$/) });
    expect(await ended).toBe("connection-lost");
  });

  it("and its device is not rung any more", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const closed = new Promise((gone) => bob.client.onClosed(gone));
    await bob.client.close();
    await closed;
    await expect(alice.client.setup({ to, description: offer() })).rejects.toMatchObject({ problem: "unreachable" });
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
});
