import { connectSignalling } from "@parley/signalling";
import { wsTransport } from "@parley/runtime/ws";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { offer } from "./descriptions.js";
import { opened, rawPeer, refusedUpgrade, serve, terminal, tokenOf } from "./terminals.js";

const subprotocol = "webrtc-signalling.v1";

describe("the upgrade", () => {
  it("is refused to a page of a foreign origin, and open to the server's own, to named ones, and to programs without one", async () => {
    const server = await serve({ origins: ["https://app.example"] });
    const status = (origin: string) => refusedUpgrade(server.signallingUrl, [subprotocol], { origin });
    expect(await status("https://evil.example")).toBe(403);
    expect(await status("null")).toBe(403);
    expect(await status(`${server.url}.evil.example`)).toBe(403);
    expect(await status(server.url)).toBe(101);
    expect(await status("https://app.example")).toBe(101);
    expect(await refusedUpgrade(server.signallingUrl, [subprotocol])).toBe(101);
    expect(server.log.filter(({ event }) => event === "upgrade-refused")).toHaveLength(3);
  });

  it("needs the subprotocol and the path", async () => {
    const server = await serve();
    expect(await refusedUpgrade(server.signallingUrl, [])).toBe(400);
    expect(await refusedUpgrade(server.signallingUrl, ["chat"])).toBe(400);
    expect(await refusedUpgrade(server.url.replace("http", "ws"), [subprotocol])).toBe(404);
  });
});

describe("signing in", () => {
  it("grants what holds on the connection", async () => {
    const iceServers = [{ urls: ["turn:turn.example:3478"], username: "u", credential: "c" }];
    const server = await serve({ iceServers });
    const { client } = await terminal(server, "alice");
    expect(client.granted).toMatchObject({ subject: "acct:alice@parley.example", addresses: ["acct:alice@parley.example"], iceServers });
    expect(client.state).toBe("ready");
  });

  it("is refused for a wrong token, a token of another run, and the third time for good", async () => {
    const server = await serve();
    const other = await serve();
    for (const token of ["guessed", tokenOf(other, "alice")]) {
      const socket = new WebSocket(server.signallingUrl, subprotocol);
      await opened(socket);
      await expect(connectSignalling(server.signallingUrl, { token, transport: () => wsTransport(socket) })).rejects.toMatchObject({ problem: "unauthenticated" });
    }
    const peer = await rawPeer(server);
    for (const id of ["1", "2", "3"]) {
      peer.send({ kind: "request", method: "auth", id, token: "guessed" });
      await peer.receive({ method: "auth", id, success: false });
    }
    expect(await peer.receive({ method: "goaway" })).toMatchObject({ cause: { reason: "unauthenticated" } });
    expect(await peer.closed).toBe(4401);
  });

  it("does not let a user be available at somebody else's address", async () => {
    const server = await serve();
    const { client } = await terminal(server, "alice");
    await expect(client.available({ device: "first-device", addresses: ["acct:bob@parley.example"] })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(client.available({ device: "first-device", addresses: ["tel:+81312345678"] })).rejects.toMatchObject({ problem: "address-unsupported" });
  });
});

describe("the log", () => {
  it("says what happened, and never a token or a session description", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to: "acct:bob@parley.example", description: offer() });
    (await bob.invited()).refuse("declined");
    await expect(setup).rejects.toMatchObject({ problem: "declined" });
    const text = JSON.stringify(server.log);
    expect(server.log.map(({ event }) => event)).toEqual(expect.arrayContaining(["listening", "opened", "signed-in", "available", "setup", "not-answered"]));
    for (const secret of [...server.users.map(({ token }) => token), "m=audio", "ice-ufrag"]) expect(text).not.toContain(secret);
  });
});
