import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { readOpenMetrics, sampleOf } from "./open-metrics.js";
import { deviceOf, subjectOf, wire } from "./wire.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const to = subjectOf("bob");

async function talk() {
  const net = wire();
  const [alice, bob] = [await net.available("alice"), await net.available("bob")];
  const asked = alice.ask("msetup", { session, to, description: offer() });
  const invitation = await bob.next({ method: "msetup" });
  bob.accept(invitation, { description: answer() });
  await alice.answerTo(asked);
  const his = { session: invitation["session"] };
  alice.held = [{ session }];
  bob.held = [his];
  return { net, alice, bob, his };
}

describe("a connection that is lost", () => {
  it("is told to the other side of its calls as away, and back when it is; what was sent meanwhile arrives", async () => {
    const { net, alice, bob, his } = await talk();
    bob.lose();
    expect(await alice.next({ method: "mprogress" })).toMatchObject({ session, state: "away" });
    const asked = alice.ask("mupdate", { session, description: offer("sendonly") });
    await net.clock.advance(10_000);
    expect(await bob.resume()).toMatchObject({ success: true, resumed: true });
    expect(await alice.next({ method: "mprogress" })).toMatchObject({ session, state: "back" });
    const update = await bob.next({ method: "mupdate" });
    expect(update).toMatchObject(his);
    bob.accept(update, { description: answer("recvonly") });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true });
    const families = readOpenMetrics(net.signalling.metrics());
    expect(sampleOf(families, "parley_resumes", 'outcome="resumed"', "_total")).toBe(1);
    expect(sampleOf(families, "parley_connections", 'state="lost"')).toBe(0);
    expect(sampleOf(families, "parley_connections", 'state="ready"')).toBe(2);
  });

  it("ends its calls when it does not come back in time; one that says goodbye ends them at once", async () => {
    const lost = await talk();
    lost.bob.lose();
    await lost.net.clock.advance(29_000);
    expect(await lost.alice.none({ method: "mdisc" })).toBe(true);
    await lost.net.clock.advance(2_000);
    expect(await lost.alice.next({ method: "mdisc" })).toMatchObject({ session, cause: { reason: "connection-lost" } });
    const closed = await talk();
    closed.bob.close(1000);
    expect(await closed.alice.next({ method: "mdisc" })).toMatchObject({ session, cause: { reason: "connection-lost" } });
  });

  it("ends a call for both sides where its terminal has lost it", async () => {
    const { alice, bob } = await talk();
    bob.lose();
    bob.held = [];
    await bob.resume();
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ session, cause: { reason: "state-lost" } });
  });

  it("is told of a drain again when it is resumed", async () => {
    const { net, alice, bob } = await talk();
    const drained = net.signalling.drain({ deadline: 600 });
    expect(await bob.next({ method: "goaway" })).toMatchObject({ action: "reconnect", deadline: 600 });
    bob.lose();
    await net.clock.advance(10_000);
    await bob.resume();
    expect(await bob.next({ method: "goaway" })).toMatchObject({ action: "reconnect", deadline: 590 });
    expect(await alice.next({ method: "mprogress", state: "back" })).toBeDefined();
    alice.ask("mdisc", { session, cause: { reason: "normal" } });
    await bob.next({ method: "mdisc" });
    await net.clock.advance(0);
    await drained;
    expect(sampleOf(readOpenMetrics(net.signalling.metrics()), "parley_drained_sessions", 'outcome="finished"', "_total")).toBe(1);
  });

  it("that is a ringing device's goes on ringing when it is back", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    bob.held = [{ session: invitation["session"] }];
    bob.lose();
    await net.clock.advance(5_000);
    await bob.resume();
    bob.accept(invitation, { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true });
  });

  it("that is the caller's leaves the devices ringing, and has the answer when it is back", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    alice.held = [{ session }];
    alice.lose();
    await net.clock.advance(5_000);
    bob.accept(invitation, { description: answer() });
    await bob.all();
    await alice.resume();
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, description: answer() });
  });
});

describe("a device that is available again under the same name", () => {
  it("ends the earlier epoch, and its calls, where that has no connection", async () => {
    const { net, alice, bob } = await talk();
    bob.lose();
    await alice.next({ method: "mprogress", state: "away" });
    const again = await net.terminal("bob");
    await again.answerTo(again.ask("available", { device: deviceOf("bob"), addresses: [to] }));
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ session });
    expect(await bob.resume()).toMatchObject({ resumed: false });
  });
});

describe("a terminal that takes no candidates", () => {
  const none = { capabilities: { trickle: "none" } };

  it("as the called gets the offer when the caller has no more of them, complete, and no others", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", none)];
    alice.ask("msetup", { session, to, description: offer() });
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [candidate] });
    expect(await bob.none({ method: "msetup" })).toBe(true);
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [], endOfCandidates: true });
    const { description } = await bob.next({ method: "msetup" });
    expect(description).toMatchObject({ endOfCandidates: true, sdp: `${offer().sdp}a=${candidate.candidate}\r\na=end-of-candidates\r\n` });
    expect(await bob.none({ method: "mcandidate" })).toBe(true);
  });

  it("is made to wait five seconds at most", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", none)];
    alice.ask("msetup", { session, to, description: offer() });
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [candidate] });
    await net.clock.advance(4_900);
    expect(await bob.none({ method: "msetup" })).toBe(true);
    await net.clock.advance(200);
    expect(await bob.next({ method: "msetup" })).toMatchObject({ description: { endOfCandidates: true } });
  });

  it("as the caller is told where the device that has answered hangs up before the answer is complete", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice", none), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: { ...offer(), endOfCandidates: true } });
    const invitation = await bob.next({ method: "msetup" });
    bob.accept(invitation, { description: answer() });
    await bob.all();
    bob.ask("mdisc", { session: invitation["session"], cause: { reason: "normal" } });
    await net.clock.advance(6_000);
    expect(await alice.answerTo(asked)).toMatchObject({ success: false });
    expect(sampleOf(readOpenMetrics(net.signalling.metrics()), "parley_sessions", 'state="setting-up"')).toBe(0);
  });

  it("as the caller gets the answer complete, and may give up before", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice", none), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: { ...offer(), endOfCandidates: true } });
    const invitation = await bob.next({ method: "msetup" });
    bob.accept(invitation, { description: answer() });
    bob.tell("mcandidate", { session: invitation["session"], ufrag: "Wq3k", candidates: [candidate] });
    expect(await alice.none({ kind: "response", id: asked })).toBe(true);
    bob.tell("mcandidate", { session: invitation["session"], ufrag: "Wq3k", candidates: [], endOfCandidates: true });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, description: { endOfCandidates: true, sdp: expect.stringContaining(candidate.candidate) as string } });

    const second = alice.ask("msetup", { session: session.replace("5", "6"), to, description: { ...offer(), endOfCandidates: true } });
    const again = await bob.next({ method: "msetup" });
    bob.accept(again, { description: answer() });
    await bob.all();
    alice.ask("mcancel", { session: session.replace("5", "6"), cause: { reason: "cancelled" } });
    expect(await alice.answerTo(second)).toMatchObject({ success: false });
    await net.clock.advance(6_000);
    expect(await bob.next({ method: "mdisc" })).toMatchObject({ session: again["session"], cause: { reason: "cancelled" } });
  });
});
