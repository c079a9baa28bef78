import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { rawPeer, serve, terminal, tokenOf } from "./terminals.js";
import type { RawPeer, Terminal } from "./terminals.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const to = "acct:bob@parley.example";

/** The peer is still served after what it did. */
async function expectAnswers(peer: RawPeer): Promise<void> {
  peer.send({ kind: "request", method: "ping", id: `ping-${Math.random()}` });
  await peer.receive({ method: "ping", success: true });
}

/** Two other terminals can make a call from begin to end. */
async function expectCall(alice: Terminal, bob: Terminal): Promise<void> {
  const setup = alice.client.setup({ to, description: offer() });
  await (await bob.invited()).accept({ description: answer() });
  await (await setup).disconnect({ reason: "normal" });
}

function problemOf(message: { readonly [key: string]: unknown }): string {
  const { type } = message["problemDetails"] as { readonly type: string };
  return type.slice(type.lastIndexOf("/") + 1);
}

describe("what cannot be read", () => {
  it.each([
    ["malformed JSON", '{"kind":"request",'],
    ["not an object", "[1,2,3]"],
    ["a text", '"hello"'],
    ["nothing", ""],
    ["no envelope", '{"hello":"world"}'],
    ["ten thousand levels", `{"kind":"request","method":"ping","id":"1","extension":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["ten thousand levels that never end", `{"a":`.repeat(10_000)],
  ])("%s is refused as unreadable, and the connection goes on", async (_name, text) => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.send(text);
    expect(problemOf(await peer.receive({ method: "refused" }))).toBe("unreadable");
    await expectAnswers(peer);
  });

  it("a binary message is refused", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.socket.send(new Uint8Array([1, 2, 3]), { binary: true });
    expect(problemOf(await peer.receive({ method: "refused" }))).toBe("unreadable");
    await expectAnswers(peer);
  });

  it("a peer that only talks nonsense is sent away", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    for (let count = 0; count < 20; count += 1) peer.send("nonsense");
    expect(await peer.receive({ method: "goaway" })).toMatchObject({ action: "stop", cause: { reason: "protocol-error" } });
    await peer.closed;
    await terminal(server, "bob");
  });
});

describe("one message of 1 MiB", () => {
  it("closes with 1009; the other side ends with connection-lost; the server goes on", async () => {
    const server = await serve({ users: ["alice", "bob", "carol"] });
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to, description: offer() });
    const incoming = await (await bob.invited()).accept({ description: answer() });
    await setup;
    const ended = new Promise<string>((heard) => incoming.onEnded(({ reason }) => heard(reason)));
    const closed = new Promise<number>((done) => alice.socket.on("close", done));
    alice.socket.send(JSON.stringify({ kind: "notification", method: "mcandidate", seq: 9, session, padding: "x".repeat(1_048_576) }));
    expect(await closed).toBe(1009);
    expect(await ended).toBe("connection-lost");
    await expectCall(await terminal(server, "carol"), bob);
  });

  it("is too much already at 16 KiB before the token", async () => {
    const server = await serve();
    const peer = await rawPeer(server);
    peer.send({ kind: "request", method: "auth", id: "1", token: "x".repeat(20_000) });
    expect(await peer.closed).toBe(1009);
  });
});

describe("what can be read but is wrong", () => {
  it("an invalid request is refused with the places", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.send({ kind: "request", method: "msetup", id: "2", seq: 1, session: "no-uuid", to: 7, description: {} });
    const refused = await peer.receive({ method: "msetup", success: false });
    expect(problemOf(refused)).toBe("malformed");
    const { issues } = refused["problemDetails"] as { readonly issues: readonly { readonly pointer: string }[] };
    expect(issues.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(["/session", "/to"]));
    await expectAnswers(peer);
  });

  it("an unknown method is refused; an unknown notification and an unmatched response are dropped", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.send({ kind: "request", method: "levitate", id: "2" });
    expect(problemOf(await peer.receive({ method: "levitate", success: false }))).toBe("unknown-method");
    peer.send({ kind: "notification", method: "levitated", seq: 1 });
    peer.send({ kind: "response", method: "msetup", id: "77", success: true, seq: 2, session, description: answer() });
    await expectAnswers(peer);
  });

  it("an id that was used before is refused", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.send({ kind: "request", method: "ping", id: "same" });
    await peer.receive({ method: "ping", success: true });
    peer.send({ kind: "request", method: "ping", id: "same" });
    expect(problemOf(await peer.receive({ method: "ping", success: false }))).toBe("duplicate-id");
  });

  it("__proto__ is a key like any other", async () => {
    const server = await serve();
    const [peer, bob] = [await rawPeer(server, "alice"), await terminal(server, "bob")];
    const extension = '{"example.operator.note":{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}}';
    const request = JSON.stringify({ kind: "request", method: "msetup", id: "2", seq: 1, session, to, description: offer() });
    peer.send(`${request.slice(0, -1)},"__proto__":{"to":"acct:mallory@parley.example"},"extension":${extension}}`);
    const incoming = await bob.invited();
    expect(incoming.to).toBe(to);
    expect(JSON.stringify(incoming.request.extension)).toBe(extension);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    incoming.refuse("busy");
    expect(problemOf(await peer.receive({ method: "msetup", success: false }))).toBe("busy");
  });

  it("a message that is illegal in its state is refused", async () => {
    const server = await serve();
    const stranger = await rawPeer(server);
    stranger.send({ kind: "request", method: "available", id: "1", seq: 1, addresses: ["acct:alice@parley.example"] });
    expect(problemOf(await stranger.receive({ method: "available", success: false }))).toBe("unauthenticated");
    const peer = await rawPeer(server, "alice");
    peer.send({ kind: "request", method: "auth", id: "2", token: tokenOf(server, "bob") });
    expect(problemOf(await peer.receive({ method: "auth", id: "2" }))).toBe("identity-changed");
    peer.send({ kind: "request", method: "mdisc", id: "3", seq: 1, session, cause: { reason: "normal" } });
    expect(problemOf(await peer.receive({ method: "mdisc", success: false }))).toBe("unknown-session");

    await terminal(server, "bob");
    peer.send({ kind: "request", method: "msetup", id: "4", seq: 2, session, to, description: offer() });
    peer.send({ kind: "request", method: "mdisc", id: "5", seq: 3, session, cause: { reason: "normal" } });
    expect(problemOf(await peer.receive({ method: "mdisc", success: false }))).toBe("not-established");
    peer.send({ kind: "request", method: "msetup", id: "6", seq: 4, session, to, description: offer() });
    expect(["session-exists", "illegal-state"]).toContain(problemOf(await peer.receive({ method: "msetup", id: "6" })));
  });

  it("a gap in the count ends the connection", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    peer.send({ kind: "request", method: "unavailable", id: "2", seq: 7 });
    expect(await peer.receive({ method: "goaway" })).toMatchObject({ cause: { reason: "sequence" } });
    await peer.closed;
  });
});

describe("too much", () => {
  it("of candidates is refused for the batch alone, and ends no session", async () => {
    const server = await serve({ limits: { candidatesPerMinute: 60, candidateBatch: 20 } });
    const [peer, bob] = [await rawPeer(server, "alice"), await terminal(server, "bob")];
    const batch = (seq: number, count: number) => ({
      kind: "notification", method: "mcandidate", seq, session, ufrag: "8hhY",
      candidates: Array.from({ length: count }, () => ({ candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host", mid: "0" })),
    });
    peer.send({ kind: "request", method: "msetup", id: "2", seq: 1, session, to, description: offer() });
    const incoming = await bob.invited();
    peer.send(batch(2, 21));
    expect(problemOf(await peer.receive({ method: "refused" }))).toBe("too-large");
    for (let seq = 3; seq <= 6; seq += 1) peer.send(batch(seq, 20));
    const refused = await peer.receive({ method: "refused" });
    expect(problemOf(refused)).toBe("rate-limited");
    expect(refused["about"]).toMatchObject({ method: "mcandidate", session, seq: 6 });
    expect((refused["problemDetails"] as { readonly retryAfter: number }).retryAfter).toBeGreaterThan(0);
    await incoming.accept({ description: answer() });
    await peer.receive({ method: "msetup", success: true });
  });

  it("of setups is refused for the user on all connections together", async () => {
    const server = await serve({ limits: { setupsPerMinute: 2 } });
    const alice = await terminal(server, "alice");
    const call = () => alice.client.setup({ to, description: offer() }).then(() => undefined, (error: unknown) => error);
    expect(await call()).toMatchObject({ problem: "unreachable" });
    expect(await call()).toMatchObject({ problem: "unreachable" });
    const refused = await call();
    expect(refused).toMatchObject({ problem: "rate-limited" });
    expect((refused as { readonly details: { readonly retryAfter: number } }).details.retryAfter).toBeGreaterThan(0);
  });
});
