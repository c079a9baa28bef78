import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { problemOf, subjectOf, wire } from "./wire.js";
import type { Message, Wire, WireTerminal } from "./wire.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const to = subjectOf("bob");

interface Talk {
  readonly net: Wire;
  readonly alice: WireTerminal;
  readonly bob: WireTerminal;
  /** Of the call on Bob's hop. */
  readonly his: { readonly session: unknown };
  readonly answered: Message;
}

/** Alice has called Bob, who has answered. */
async function talk(setup: object = {}, success: object = {}): Promise<Talk> {
  const net = wire();
  const [alice, bob] = [await net.available("alice"), await net.available("bob")];
  const asked = alice.ask("msetup", { session, to, description: offer(), ...setup });
  const invitation = await bob.next({ method: "msetup", kind: "request" });
  bob.accept(invitation, { description: answer(), ...success });
  return { net, alice, bob, his: { session: invitation["session"] }, answered: await alice.answerTo(asked) };
}

describe("offers in a call", () => {
  it("the initiator's that crosses the responder's goes on, after the failure of that", async () => {
    const { alice, bob, his } = await talk();
    const [hers, lost] = [alice.ask("mupdate", { session, description: offer("sendonly") }), bob.ask("mupdate", { ...his, description: offer() })];
    expect(problemOf(await bob.answerTo(lost))).toBe("glare");
    const update = await bob.next({ method: "mupdate", kind: "request" });
    expect(update).toMatchObject({ description: offer("sendonly") });
    bob.accept(update, { description: answer("recvonly") });
    expect(await alice.answerTo(hers)).toMatchObject({ success: true, description: answer("recvonly") });
  });

  it("the responder's that has been passed on loses there: its glare is waited for and goes back, then the initiator's goes on", async () => {
    const { alice, bob, his } = await talk();
    const lost = bob.ask("mupdate", { ...his, description: offer() });
    const passed = await alice.next({ method: "mupdate", kind: "request" });
    const hers = alice.ask("mupdate", { session, description: offer("sendonly") });
    expect(await bob.none({ method: "mupdate" })).toBe(true);
    alice.refuse(passed, "glare");
    const messages = await bob.all();
    expect(messages.map(({ kind, id }) => (id === lost ? "failure" : kind))).toEqual(["failure", "request"]);
    const update = messages[1] ?? {};
    expect(problemOf(messages[0] ?? {})).toBe("glare");
    bob.accept(update, { description: answer("recvonly") });
    expect(await alice.answerTo(hers)).toMatchObject({ success: true });
    // And nothing is left of it: his next one goes through.
    const next = bob.ask("mupdate", { ...his, description: offer() });
    alice.accept(await alice.next({ method: "mupdate", kind: "request" }), { description: answer() });
    expect(await bob.answerTo(next)).toMatchObject({ success: true });
  });

  it("a sign of life is answered by the function; one that nobody answers ends the call for both, as a timeout", async () => {
    const { net, alice, bob, his } = await talk();
    expect(await alice.answerTo(alice.ask("mupdate", { session }))).toMatchObject({ success: true });
    expect(await bob.none({ method: "mupdate" })).toBe(true);
    const asked = alice.ask("mupdate", { session, media: [{ mid: "0", muted: true }] });
    await bob.next({ method: "mupdate" });
    await net.clock.advance(31_000);
    expect(problemOf(await alice.answerTo(asked))).toBe("timeout");
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "timeout" } });
    expect(await bob.next({ method: "mdisc" })).toMatchObject({ ...his, cause: { reason: "timeout" } });
  });
});

describe("a setup without an offer", () => {
  it("has the responder's offer in the answer, and the initiator's answer in mconfirm", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", { capabilities: { offerless: true } })];
    const asked = alice.ask("msetup", { session, to });
    const invitation = await bob.next({ method: "msetup" });
    expect(invitation).not.toHaveProperty("description");
    bob.accept(invitation, { description: offer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, description: offer() });
    const confirmed = alice.ask("mconfirm", { session, description: answer() });
    const confirm = await bob.next({ method: "mconfirm" });
    expect(confirm).toMatchObject({ session: invitation["session"], description: answer() });
    bob.accept(confirm);
    expect(await alice.answerTo(confirmed)).toMatchObject({ success: true });
    bob.ask("mdisc", { session: invitation["session"], cause: { reason: "normal" } });
    await alice.next({ method: "mdisc" });
  });

  it("has it in progress, confirmed and updated on its branch before the answer", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", { capabilities: { offerless: true } })];
    const asked = alice.ask("msetup", { session, to });
    const { session: his, ...invitation } = await bob.next({ method: "msetup" });
    bob.tell("mprogress", { session: his, state: "early-media", description: offer() });
    const { leg } = await alice.next({ method: "mprogress" });
    expect(leg).toBe("1");
    const confirmed = alice.ask("mconfirm", { session, leg, description: answer() });
    bob.accept(await bob.next({ method: "mconfirm" }));
    expect(await alice.answerTo(confirmed)).toMatchObject({ success: true, leg });
    const updated = alice.ask("mupdate", { session, leg, description: offer("sendonly") });
    bob.accept(await bob.next({ method: "mupdate" }), { description: answer("recvonly") });
    expect(await alice.answerTo(updated)).toMatchObject({ success: true, leg });
    expect(problemOf(await alice.answerTo(alice.ask("mupdate", { session, leg: "9", description: offer() })))).toMatch(/no-such-leg|not-established|illegal-state/);
    bob.accept({ session: his, ...invitation });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, leg });
  });

  it("is refused for a device that cannot offer", async () => {
    const net = wire();
    const [alice] = [await net.terminal("alice"), await net.available("bob")];
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to })))).toBe("capability-absent");
  });
});

describe("in a call", () => {
  it("messages of the application pass unread, with the answer of the far end", async () => {
    const { alice, bob, his } = await talk();
    const asked = alice.ask("mmessage", { session, type: "urn:example:stroke", value: { x: [1, { y: "deep" }] } });
    const message = await bob.next({ method: "mmessage" });
    expect(message).toMatchObject({ ...his, type: "urn:example:stroke", value: { x: [1, { y: "deep" }] } });
    bob.refuse(message, "unsupported-media-type");
    expect(problemOf(await alice.answerTo(asked))).toBe("unsupported-media-type");
    const back = bob.ask("mmessage", { ...his, type: "urn:example:stroke", value: {} });
    alice.accept(await alice.next({ method: "mmessage" }));
    expect(await bob.answerTo(back)).toMatchObject({ success: true });
  });

  it("its life is passed on, and ends it on both sides when nobody shows a sign", async () => {
    const { net, alice, bob, answered } = await talk({ expires: 90 }, { expires: 90 });
    expect(answered).toMatchObject({ expires: 90 });
    await net.clock.advance(50_000);
    // The function is the initiator of Bob's hop.
    expect(await bob.next({ method: "mupdate" })).not.toHaveProperty("description");
    await net.clock.advance(45_000);
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ cause: { reason: expect.stringMatching(/expired|timeout/) as string } });
    await bob.next({ method: "mdisc" });
  });

  it("candidates go in batches that the other side takes, the end of them with the last", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", { limits: { candidateBatch: 2 } })];
    alice.ask("msetup", { session, to, description: offer() });
    await bob.next({ method: "msetup" });
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: Array.from({ length: 5 }, () => candidate), endOfCandidates: true });
    const batches = (await bob.all()).filter(({ method }) => method === "mcandidate");
    expect(batches.map(({ candidates, endOfCandidates }) => [(candidates as unknown[]).length, endOfCandidates])).toEqual([[2, undefined], [2, undefined], [1, true]]);
  });

  it("the life of it is what both sides say, and none where the caller has no wish; the answer says what the device can do", async () => {
    expect((await talk({ expires: 600 }, { expires: 1_800 })).answered).toMatchObject({ expires: 600 });
    const { answered } = await talk({}, { expires: 1_800, capabilities: { offerless: true } });
    expect(answered).not.toHaveProperty("expires");
    expect(answered).toMatchObject({ capabilities: { offerless: true } });
  });

  it("messages count for both sides", async () => {
    const net = wire({ limits: { messagesPerMinute: 60 } });
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    bob.accept(invitation, { description: answer() });
    await alice.answerTo(asked);
    for (let ping = 0; ping < 70; ping += 1) bob.ask("ping");
    await bob.all();
    expect(problemOf(await alice.answerTo(alice.ask("mmessage", { session, type: "urn:example:x", value: {} })))).toBe("rate-limited");
  });

  it("more than the other side takes is refused upstream as too large", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob", { limits: { messageBytes: 16_384, mediaSections: 1 } })];
    const two = { ...offer(), sdp: `${offer().sdp}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=sendrecv\r\n`, media: [...offer().media, { mid: "1", kind: "video", direction: "sendrecv" }] };
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to, description: two })))).toBe("too-large");
    const long = { ...offer(), sdp: `${offer().sdp}a=x:${"y".repeat(20_000)}\r\n` };
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session: session.replace("5", "6"), to, description: long })))).toBe("too-large");
    expect(await bob.none({ method: "msetup" })).toBe(true);
  });

  it("an early description that is more than the caller takes is refused to its sender, and the setup goes on", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice", { limits: { messageBytes: 16_384 } }), await net.available("bob")];
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    const long = { ...answer(), type: "provisional", sdp: `${answer().sdp}a=x:${"y".repeat(20_000)}\r\n` };
    bob.tell("mprogress", { session: invitation["session"], state: "early-media", description: long });
    expect(await bob.next({ method: "refused" })).toMatchObject({ about: { method: "mprogress" }, problemDetails: { status: 413 } });
    bob.accept(invitation, { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, description: answer() });
  });

  it("quality of service is refused, of which this function has no means; so is a conference that nobody has made", async () => {
    const { alice } = await talk();
    const flows = [{ id: "a", mid: "0" }];
    expect(problemOf(await alice.answerTo(alice.ask("mqos", { session, flows })))).toBe("capability-absent");
    const subscription = "2d6f0a41-93c8-4e57-b1f0-6a7c5e8d9b02";
    const conference = "https://parley.example/conferences/none";
    expect(problemOf(await alice.answerTo(alice.ask("csubscribe", { conference, subscription })))).toBe("forbidden");
  });
});
