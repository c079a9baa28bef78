import { expect, it } from "vitest";
import { offer } from "./descriptions.js";
import { rawPeer, serve, terminal } from "./terminals.js";
import { subjectOf, wire } from "./wire.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";

const batch = (seq: number, count: number) => ({
  kind: "notification", method: "mcandidate", seq, session, ufrag: "8hhY",
  candidates: Array.from({ length: count }, () => ({ candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host", mid: "0" })),
});

/** A caller whose call rings. */
async function ringing() {
  const server = await serve({ limits: { candidatesPerMinute: 60, candidateBatch: 20 } });
  const [peer, bob] = [await rawPeer(server, "alice"), await terminal(server, "bob")];
  peer.send({ kind: "request", method: "msetup", id: "2", seq: 1, session, to: "acct:bob@parley.example", description: offer() });
  await bob.invited();
  return { server, peer };
}

it("a flood of batches over the rate is refused once: the others are dropped, and counted", async () => {
  const { server, peer } = await ringing();
  const heard: unknown[] = [];
  peer.socket.on("message", (data) => {
    const { method } = JSON.parse(String(data)) as { readonly method: string };
    if (method === "refused") heard.push(method);
  });
  for (let seq = 2; seq <= 40; seq += 1) peer.send(batch(seq, 20));
  peer.send({ kind: "request", method: "ping", id: "3" });
  await peer.receive({ method: "ping", success: true });
  expect(heard).toHaveLength(1);
  peer.socket.close(1000);
  await expect.poll(() => server.log.find(({ event }) => event === "closed")).toMatchObject({ droppedBatches: 35 });
});

it("batches that are too big are refused each; the eighth ends the connection", async () => {
  const { peer } = await ringing();
  for (let seq = 2; seq <= 9; seq += 1) peer.send(batch(seq, 21));
  expect(await peer.receive({ method: "goaway" })).toMatchObject({ cause: { reason: "protocol-error" } });
  expect(await peer.closed).toBe(1002);
});

it("the refusal of a batch is said again after a resume, as it may be lost with the connection: for a minute", async () => {
  const net = wire({ limits: { candidatesPerMinute: 60 } });
  const [alice] = [await net.available("alice"), await net.available("bob")];
  alice.ask("msetup", { session, to: subjectOf("bob"), description: offer() });
  alice.held = [{ session }];
  const { ufrag, candidates } = batch(0, 32);
  for (let time = 0; time < 3; time += 1) alice.tell("mcandidate", { session, ufrag, candidates });
  const { about, problemDetails } = await alice.next({ method: "refused" });
  expect(problemDetails).toMatchObject({ title: "Too many requests" });
  alice.lose();
  await net.clock.advance(10_000);
  await alice.resume();
  const again = await alice.next({ method: "refused" });
  expect(again["about"]).toEqual(about);
  expect(again["problemDetails"]).toMatchObject({ retryAfter: Math.max(0, (problemDetails as { retryAfter: number }).retryAfter - 10) });
  await net.clock.advance(60_000);
  alice.lose();
  await alice.resume();
  expect(await alice.none({ method: "refused" })).toBe(true);
});
