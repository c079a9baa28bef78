import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { problemOf, wire } from "./wire.js";

const to = "acct:bob@parley.example";
const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";

async function ringing() {
  const net = wire();
  const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
  const setup = alice.ask("msetup", { session, to, description: offer() });
  return { net, alice, bob, setup, invited: await bob.next({ method: "msetup" }) };
}

async function talking() {
  const made = await ringing();
  made.bob.accept(made.invited, { description: answer() });
  await made.alice.answerTo(made.setup);
  return made;
}

describe("an answer that is not valid", () => {
  it("to a setup is undone by mdisc, and the caller hears bad-response", async () => {
    const { alice, bob, setup, invited } = await ringing();
    bob.accept(invited, { description: 5 });
    expect(await bob.next({ method: "mdisc" })).toMatchObject({ session: invited["session"], cause: { reason: "bad-response" } });
    expect(await bob.none({ method: "mcancel" })).toBe(true);
    expect(problemOf(await alice.answerTo(setup))).toBe("bad-response");
  });

  it("to an update ends the session on both sides, after the refusal", async () => {
    const { alice, bob } = await talking();
    const update = alice.ask("mupdate", { session, description: offer("sendonly") });
    const asked = await bob.next({ method: "mupdate" });
    bob.accept(asked);
    expect(problemOf(await alice.answerTo(update))).toBe("bad-response");
    expect(await bob.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "bad-response" } });
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "bad-response" } });
  });
});

describe("an answer to an update in a setup that is not valid", () => {
  it("of the caller ends the setup: it is refused, and the called side is given up", async () => {
    const { alice, bob, setup, invited } = await ringing();
    bob.tell("mprogress", { session: invited["session"], state: "early-media", description: answer() });
    const update = bob.ask("mupdate", { session: invited["session"], description: offer("sendonly") });
    alice.accept(await alice.next({ method: "mupdate" }), { leg: "1" });
    expect(problemOf(await alice.answerTo(setup))).toBe("bad-response");
    expect(problemOf(await bob.answerTo(update))).toBe("bad-response");
    expect(await bob.next({ method: "mcancel" })).toMatchObject({ session: invited["session"] });
  });

  it("of the called side ends the setup: it is cancelled, and the caller hears why", async () => {
    const { alice, bob, setup, invited } = await ringing();
    bob.tell("mprogress", { session: invited["session"], state: "early-media", description: answer() });
    const update = alice.ask("mupdate", { session, leg: "1", description: offer("sendonly") });
    bob.accept(await bob.next({ method: "mupdate" }));
    expect(problemOf(await alice.answerTo(update))).toBe("bad-response");
    const cancel = await bob.next({ method: "mcancel" });
    expect(cancel).toMatchObject({ cause: { reason: "bad-response" } });
    bob.accept(cancel);
    bob.refuse(invited, "cancelled");
    expect(problemOf(await alice.answerTo(setup))).toBe("bad-response");
  });
});

describe("a session that is ended from here", () => {
  it("ends on the other side at once, whether this side answers or not", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    const setup = alice.ask("msetup", { session, to, description: offer(), expires: 90 });
    const invited = await bob.next({ method: "msetup" });
    bob.accept(invited, { description: answer(), expires: 90 });
    expect(await alice.answerTo(setup)).toMatchObject({ expires: 90 });
    // Nobody refreshes on the hop to the caller; on the other hop the function does, and is answered.
    await net.clock.advance(50_000);
    for (const refresh of (await bob.all()).filter(({ method }) => method === "mupdate")) bob.accept(refresh);
    await net.clock.advance(40_000);
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "expired" } });
    expect(await bob.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "expired" } });
  });
});

describe("candidates", () => {
  it("that are none, and not the end, are refused and not passed on", async () => {
    const { alice, bob } = await talking();
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [] });
    expect(problemOf(await alice.next({ method: "refused", about: { method: "mcandidate" } }))).toBe("malformed");
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [candidate] });
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [], endOfCandidates: true });
    const passed = (await bob.all()).filter(({ method }) => method === "mcandidate");
    expect(passed).toMatchObject([{ candidates: [candidate] }, { candidates: [], endOfCandidates: true }]);
  });
});

describe("a branch that never was", () => {
  it("is no-such-leg, in a setup with an offer and in one without", async () => {
    const { alice, bob, invited: rings } = await ringing();
    bob.tell("mprogress", { session: rings["session"], state: "ringing" });
    const update = alice.ask("mupdate", { session, leg: "9", description: offer() });
    expect(problemOf(await alice.answerTo(update))).toBe("no-such-leg");

    const net = wire();
    const [carol, dave] = [await net.terminal("carol"), await net.available("dave", { capabilities: { offerless: true } })];
    carol.ask("msetup", { session, to: "acct:dave@parley.example" });
    const invited = await dave.next({ method: "msetup" });
    dave.tell("mprogress", { session: invited["session"], state: "early-media", description: offer() });
    expect(await carol.next({ method: "mprogress" })).toMatchObject({ leg: "1" });
    expect(problemOf(await carol.answerTo(carol.ask("mconfirm", { session, leg: "9", description: answer() })))).toBe("no-such-leg");
    carol.ask("mconfirm", { session, leg: "1", description: answer() });
    expect(await dave.next({ method: "mconfirm" })).toMatchObject({ session: invited["session"] });
  });

  it("is no-such-leg after the answer, too; the one that was selected is the session", async () => {
    const { alice, bob } = await talking();
    expect(problemOf(await alice.answerTo(alice.ask("mupdate", { session, leg: "9", description: offer("sendonly") })))).toBe("no-such-leg");
    const update = alice.ask("mupdate", { session, leg: "1", description: offer("sendonly") });
    bob.accept(await bob.next({ method: "mupdate" }), { description: answer("recvonly") });
    expect(await alice.answerTo(update)).toMatchObject({ success: true });
  });
});
