import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { problemOf, subjectOf, wire } from "./wire.js";
import type { Message, Wire, WireTerminal } from "./wire.js";

const ids = ["5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11", "6a1d8e2f-9b52-4c73-8d2e-1f8b3c905d22", "7b2e9f30-ac63-4d84-9e3f-20ac4da16e33"] as const;

/** One terminal calls another; gives the session on the hop of the called one. */
async function call(from: WireTerminal, to: WireTerminal, session: string): Promise<unknown> {
  const asked = from.ask("msetup", { session, to: to.subject, description: offer() });
  const invitation = await to.next({ method: "msetup", kind: "request" });
  to.accept(invitation, { description: answer() });
  await from.answerTo(asked);
  return invitation["session"];
}

/** Alice is in a call with Bob; Carol is there. */
async function three(options: Parameters<typeof wire>[0] = {}): Promise<{ readonly net: Wire; readonly alice: WireTerminal; readonly bob: WireTerminal; readonly carol: WireTerminal; readonly his: unknown }> {
  const net = wire(options);
  const [alice, bob, carol] = [await net.available("alice"), await net.available("bob"), await net.available("carol")];
  return { net, alice, bob, carol, his: await call(alice, bob, ids[0]) };
}

/** Alice asks Bob to go on with Carol, and he says that he will. */
async function transferred(alice: WireTerminal, bob: WireTerminal, more: object = {}): Promise<Message> {
  const asked = alice.ask("mtransfer", { session: ids[0], to: subjectOf("carol"), ...more });
  const request = await bob.next({ method: "mtransfer" });
  bob.accept(request);
  expect(await alice.answerTo(asked)).toMatchObject({ success: true });
  return request;
}

describe("a transfer", () => {
  it("reaches the transferee with who asks and a token that nobody guesses; reports come back until the last", async () => {
    const { alice, bob, carol, his } = await three();
    const { referredBy, to, session } = await transferred(alice, bob, { referredBy: { uri: subjectOf("mallory") } });
    expect({ to, session }).toEqual({ to: subjectOf("carol"), session: his });
    expect(referredBy).toEqual({ uri: subjectOf("alice"), token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string });
    const second = alice.ask("mtransfer", { session: ids[0], to: subjectOf("carol") });
    expect(problemOf(await alice.answerTo(second))).toBe("illegal-state");

    bob.tell("mtransferStatus", { session: his, state: "trying", final: false });
    const asked = bob.ask("msetup", { session: ids[1], to, referredBy, description: offer() });
    const invitation = await carol.next({ method: "msetup" });
    expect(invitation).toMatchObject({ from: { uri: subjectOf("bob") }, referredBy: { uri: subjectOf("alice") } });
    expect(invitation["referredBy"]).not.toHaveProperty("token");
    carol.accept(invitation, { description: answer() });
    expect(await bob.answerTo(asked)).toMatchObject({ success: true });
    bob.tell("mtransferStatus", { session: his, state: "done", final: true });
    bob.tell("mtransferStatus", { session: his, state: "done", final: true });
    expect((await alice.all()).filter(({ method }) => method === "mtransferStatus").map(({ state, final }) => ({ state, final }))).toEqual([{ state: "trying", final: false }, { state: "done", final: true }]);
  });

  it("takes the transferor's place in another session: the called terminal gets its own name of that, and no other device is asked", async () => {
    const { net, alice, bob, carol } = await three();
    const hers = await call(alice, carol, ids[1]);
    const tablet = await net.available("carol/tablet");
    const { referredBy, replaces, to } = await transferred(alice, bob, { replaces: { session: ids[1] } });
    expect((replaces as Message)["session"]).not.toBe(ids[1]);
    const asked = bob.ask("msetup", { session: ids[2], to, referredBy, replaces, description: offer() });
    const invitation = await carol.next({ method: "msetup" });
    expect(invitation).toMatchObject({ replaces: { session: hers } });
    expect(await tablet.none({ method: "msetup" })).toBe(true);
    carol.accept(invitation, { description: answer() });
    expect(await bob.answerTo(asked)).toMatchObject({ success: true });
    carol.ask("mdisc", { session: hers, cause: { reason: "transferred" } });
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ session: ids[1], cause: { reason: "transferred" } });
  });

  it.each([
    ["without a token", ({ referredBy, ...rest }: Message) => ({ ...rest, referredBy: { uri: (referredBy as Message)["uri"] } })],
    ["with a wrong token", (given: Message) => ({ ...given, referredBy: { uri: subjectOf("alice"), token: "x".repeat(43) } })],
    ["with a token for somebody else", (given: Message) => ({ ...given, to: subjectOf("alice") })],
  ])("%s is forbidden", async (_name, change) => {
    const { alice, bob, carol } = await three();
    const { referredBy, to } = await transferred(alice, bob);
    expect(problemOf(await bob.answerTo(bob.ask("msetup", { session: ids[1], description: offer(), ...change({ referredBy, to }) })))).toBe("forbidden");
    expect(await carol.none({ method: "msetup" })).toBe(true);
  });

  it("is not for another user, nor for a second time, nor after a minute; and takes over no session that it does not name", async () => {
    const { net, alice, bob, carol } = await three();
    const { referredBy, to } = await transferred(alice, bob);
    const dave = await net.terminal("dave");
    expect(problemOf(await dave.answerTo(dave.ask("msetup", { session: ids[1], to, referredBy, description: offer() })))).toBe("forbidden");
    const other = await bob.answerTo(bob.ask("msetup", { session: ids[1], to, referredBy, replaces: { session: ids[0] }, description: offer() }));
    expect(problemOf(other)).toBe("unknown-session");
    expect(problemOf(await bob.answerTo(bob.ask("msetup", { session: ids[2], to, referredBy, description: offer() })))).toBe("forbidden");
    expect(await carol.none({ method: "msetup" })).toBe(true);

    const late = await three();
    const kept = await transferred(late.alice, late.bob);
    await late.net.clock.advance(60_000);
    expect(problemOf(await late.bob.answerTo(late.bob.ask("msetup", { session: ids[1], to, referredBy: kept["referredBy"], description: offer() })))).toBe("forbidden");
  });

  it("of a session that is not the transferor's, or has ended since, is unknown-session", async () => {
    const { alice, bob, carol } = await three();
    expect(problemOf(await alice.answerTo(alice.ask("mtransfer", { session: ids[0], to: subjectOf("carol"), replaces: { session: ids[2] } })))).toBe("unknown-session");
    const hers = await call(alice, carol, ids[1]);
    const { referredBy, replaces, to } = await transferred(alice, bob, { replaces: { session: ids[1] } });
    carol.ask("mdisc", { session: hers, cause: { reason: "normal" } });
    await carol.all();
    expect(problemOf(await bob.answerTo(bob.ask("msetup", { session: ids[2], to, referredBy, replaces, description: offer() })))).toBe("unknown-session");
    expect(await carol.none({ method: "msetup" })).toBe(true);
  });

  it("that the transferee leaves has its last report from the function, before the end", async () => {
    const { alice, bob, his } = await three();
    await transferred(alice, bob);
    bob.ask("mdisc", { session: his, cause: { reason: "normal" } });
    const heard = await alice.all();
    expect(heard.map(({ method }) => method)).toEqual(["mtransferStatus", "mdisc"]);
    expect(heard[0]).toMatchObject({ state: "failed", final: true, cause: { reason: "normal" } });
  });

  it("needs its scope, and is refused as the transferee says", async () => {
    const scoped = (name: string) => ({ name, subject: subjectOf(name), addresses: [subjectOf(name)], display: name, scopes: ["setup", "available"] });
    const { alice, bob, his } = await three({ signIn: scoped });
    expect(problemOf(await alice.answerTo(alice.ask("mtransfer", { session: ids[0], to: subjectOf("carol") })))).toBe("forbidden");
    expect(problemOf(await bob.answerTo(bob.ask("mmessage", { session: his, type: "urn:example:x", value: {} })))).toBe("forbidden");
    const free = await three();
    const asked = free.alice.ask("mtransfer", { session: ids[0], to: subjectOf("carol") });
    free.bob.refuse(await free.bob.next({ method: "mtransfer" }), "declined");
    expect(problemOf(await free.alice.answerTo(asked))).toBe("declined");
  });
});
