import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { problemOf, subjectOf, wire } from "./wire.js";

const low = "0".repeat(32);
const high = "f".repeat(32);
const mine = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const theirs = "6a1d8e2f-9b52-4c73-8d2e-1f8b3c905d22";

async function pair() {
  const net = wire();
  return { net, alice: await net.available("alice"), bob: await net.available("bob") };
}

describe("two setups with exclusive that cross between the same two users", () => {
  it.each([
    ["their own addresses", subjectOf("alice")],
    ["an alias", "acct:alice.alias@parley.example"],
  ])("the later one is refused where its value is higher, by %s", async (_name, to) => {
    const { alice, bob } = await pair();
    const asked = alice.ask("msetup", { session: mine, to: subjectOf("bob"), exclusive: { tieBreak: low }, description: offer() });
    const lost = bob.ask("msetup", { session: theirs, to, exclusive: { tieBreak: high }, description: offer() });
    const refused = await bob.answerTo(lost);
    expect(problemOf(refused)).toBe("glare");
    expect(refused).toMatchObject({ problemDetails: { scope: "everywhere", exclusive: { tieBreak: low } } });
    const invitation = await bob.next({ method: "msetup", kind: "request" });
    expect(invitation).toMatchObject({ exclusive: { tieBreak: low } });
    bob.accept(invitation, { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true });
  });

  it("the earlier one is refused where its value is higher, its legs are cancelled, and the later goes on", async () => {
    const { alice, bob } = await pair();
    const first = alice.ask("msetup", { session: mine, to: subjectOf("bob"), exclusive: { tieBreak: high }, description: offer() });
    await bob.next({ method: "msetup" });
    const asked = bob.ask("msetup", { session: theirs, to: subjectOf("alice"), exclusive: { tieBreak: low }, description: offer() });
    expect(await alice.answerTo(first)).toMatchObject({ success: false, problemDetails: { exclusive: { tieBreak: low } } });
    await bob.next({ method: "mcancel" });
    alice.accept(await alice.next({ method: "msetup", kind: "request" }), { description: answer() });
    expect(await bob.answerTo(asked)).toMatchObject({ success: true });
  });

  it("are both refused where the values are equal, and neither names a winner", async () => {
    const { alice, bob } = await pair();
    alice.ask("msetup", { session: mine, to: subjectOf("bob"), exclusive: { tieBreak: low }, description: offer() });
    const refused = await bob.answerTo(bob.ask("msetup", { session: theirs, to: subjectOf("alice"), exclusive: { tieBreak: low }, description: offer() }));
    expect(problemOf(refused)).toBe("glare");
    expect((refused["problemDetails"] as object)).not.toHaveProperty("exclusive");
  });

  it("are two calls where one of them is not exclusive, or its caller does not want to be known", async () => {
    const { alice, bob } = await pair();
    alice.ask("msetup", { session: mine, to: subjectOf("bob"), exclusive: { tieBreak: low }, description: offer(), from: { uri: subjectOf("alice"), privacy: "anonymous" } });
    expect(await bob.next({ method: "msetup" })).toMatchObject({ from: { uri: "sip:anonymous@anonymous.invalid", privacy: "anonymous" } });
    bob.ask("msetup", { session: theirs, to: subjectOf("alice"), exclusive: { tieBreak: high }, description: offer() });
    await alice.next({ method: "msetup", kind: "request" });
  });

  it("do not take part in it where they are of three users", async () => {
    const { net, alice, bob } = await pair();
    const carol = await net.terminal("carol");
    const ringing = carol.ask("msetup", { session: mine, to: subjectOf("bob"), exclusive: { tieBreak: low }, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    const asked = bob.ask("msetup", { session: theirs, to: subjectOf("alice"), from: { uri: subjectOf("bob") }, exclusive: { tieBreak: high }, description: offer() });
    alice.accept(await alice.next({ method: "msetup", kind: "request" }), { description: answer() });
    expect(await bob.answerTo(asked)).toMatchObject({ success: true });
    bob.accept(invitation, { description: answer() });
    expect(await carol.answerTo(ringing)).toMatchObject({ success: true });
  });
});
