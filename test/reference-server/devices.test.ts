import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { deviceOf, problemOf, subjectOf, wire } from "./wire.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const to = subjectOf("bob");

describe("devices", () => {
  it("have a contact each, which leads to that device alone, stays while it refreshes, and does not show its name", async () => {
    const net = wire();
    const [alice, phone, desk] = [await net.terminal("alice"), await net.available("bob/phone"), await net.available("bob/desk")];
    expect(phone.contact).toMatch(/^acct:d-[0-9a-f]{20}@parley\.example$/);
    expect(phone.contact).not.toBe(desk.contact);
    expect(await desk.answerTo(desk.ask("available", { device: deviceOf("bob/desk"), addresses: [to] }))).toMatchObject({ contact: desk.contact });
    alice.ask("msetup", { session, to: desk.contact, description: offer() });
    expect(await desk.next({ method: "msetup" })).toMatchObject({ to: desk.contact });
    expect(await phone.none({ method: "msetup" })).toBe(true);
  });

  it("of one name replace each other: the older is told, its calls go on", async () => {
    const net = wire();
    const [alice, phone] = [await net.terminal("alice"), await net.available("bob/phone")];
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await phone.next({ method: "msetup" });
    phone.accept(invitation, { description: answer() });
    await alice.answerTo(asked);
    const again = await net.available("bob/phone");
    expect(await phone.next({ method: "availabilityEnded" })).toMatchObject({ device: deviceOf("bob/phone"), cause: { reason: "replaced" } });
    expect(await alice.none({ method: "mdisc" })).toBe(true);
    alice.ask("msetup", { session: session.replace("5", "6"), to, description: offer() });
    await again.next({ method: "msetup" });
    expect(await phone.none({ method: "msetup" })).toBe(true);
  });

  it("speak for one name while they are available, and may take another when they have been replaced", async () => {
    const net = wire();
    const phone = await net.available("bob/phone");
    const named = (device: string) => phone.ask("available", { device, addresses: [to] });
    expect(problemOf(await phone.answerTo(named("another-name")))).toBe("conflict");
    await net.available("bob/phone");
    expect(await phone.next({ method: "availabilityEnded" })).toMatchObject({ cause: { reason: "replaced" } });
    expect(await phone.answerTo(named("another-name"))).toMatchObject({ success: true });
  });

  it("are told when their time is over", async () => {
    const net = wire();
    const alice = await net.terminal("alice");
    const phone = await net.terminal("bob/phone");
    expect(await phone.answerTo(phone.ask("available", { device: "short-lived", addresses: [to], expires: 60 }))).toMatchObject({ expires: 60 });
    await net.clock.advance(61_000);
    expect(await phone.next({ method: "availabilityEnded" })).toMatchObject({ device: "short-lived", cause: { reason: "expired" } });
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to, description: offer() })))).toBe("unreachable");
  });

  it("are one to an epoch, and only at addresses of their user", async () => {
    const net = wire();
    const phone = await net.available("bob/phone");
    expect(problemOf(await phone.answerTo(phone.ask("available", { device: "another-name", addresses: [to] })))).toBe("conflict");
    expect(problemOf(await phone.answerTo(phone.ask("available", { device: deviceOf("bob/phone"), addresses: [subjectOf("alice")] })))).toBe("forbidden");
    expect(problemOf(await phone.answerTo(phone.ask("available", { device: deviceOf("bob/phone"), addresses: ["tel:+81312345678"] })))).toBe("address-unsupported");
  });
});

describe("setups", () => {
  it("to an emergency service need no scope and are under no rate, and alone carry where the caller is", async () => {
    const scoped = (name: string) => ({ name, subject: subjectOf(name), addresses: [subjectOf(name)], display: name, scopes: name === "alice" ? [] : ["available"] });
    const net = wire({ signIn: scoped, emergency: subjectOf("police"), limits: { setupsPerMinute: 1, messagesPerMinute: 60 } });
    const [police, alice] = [await net.available("police"), await net.terminal("alice")];
    const location = { civic: "1 Main Street" };
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to: subjectOf("police"), description: offer() })))).toBe("forbidden");
    for (let asked = 0; asked < 80; asked += 1) alice.ask("ping");
    const call = alice.ask("msetup", { session: session.replace("5", "6"), to: "urn:service:sos.police", location, exclusive: { tieBreak: "0".repeat(32) }, description: offer() });
    const invitation = await police.next({ method: "msetup" });
    expect(invitation).toMatchObject({ to: "urn:service:sos.police", location });
    expect(invitation).not.toHaveProperty("exclusive");
    police.accept(invitation, { description: answer() });
    expect(await alice.answerTo(call)).toMatchObject({ success: true });
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session: session.replace("5", "7"), to, description: offer() })))).toMatch(/forbidden|rate-limited/);
  });

  it("show one of the caller's own addresses as wished, or none, and the location to nobody", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    alice.ask("msetup", { session, to, from: { uri: "acct:alice.alias@parley.example", display: "Bank", asserted: "acct:bank@parley.example" }, location: { civic: "1 Main Street" }, description: offer() });
    const named = await bob.next({ method: "msetup" });
    expect(named["from"]).toEqual({ uri: "acct:alice.alias@parley.example", display: "alice", asserted: subjectOf("alice") });
    expect(named).not.toHaveProperty("location");
    alice.ask("msetup", { session: session.replace("5", "6"), to, from: { uri: subjectOf("alice"), display: "Alice", privacy: "anonymous" }, description: offer() });
    expect((await bob.next({ method: "msetup" }))["from"]).toEqual({ uri: "sip:anonymous@anonymous.invalid", privacy: "anonymous" });
  });

  it("count the functions that pass them on, and end with the last", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    alice.ask("msetup", { session, to, description: offer() });
    expect(await bob.next({ method: "msetup" })).toMatchObject({ hops: 7 });
    alice.ask("msetup", { session: session.replace("5", "6"), to, hops: 1, description: offer() });
    expect(await bob.next({ method: "msetup" })).toMatchObject({ hops: 0 });
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session: session.replace("5", "7"), to, hops: 0, description: offer() })))).toBe("too-many-hops");
  });

  it("with a session that the user has used on another epoch ring once, while it lives and for 32 seconds after", async () => {
    const net = wire();
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    alice.ask("msetup", { session, to, description: offer() });
    bob.refuse(await bob.next({ method: "msetup" }), "busy");
    await alice.all();
    const again = await net.terminal("alice");
    expect(problemOf(await again.answerTo(again.ask("msetup", { session, to, description: offer() })))).toBe("session-exists");
    await net.clock.advance(33_000);
    again.ask("msetup", { session, to, description: offer() });
    await bob.next({ method: "msetup" });
    // Another user's sessions are none of its business.
    const carol = await net.terminal("carol");
    carol.ask("msetup", { session, to, description: offer() });
    await bob.next({ method: "msetup" });
  });

  it("are limited for each connection", async () => {
    const net = wire({ limits: { sessionsPerConnection: 2 } });
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    for (const digit of "12") alice.ask("msetup", { session: session.replace("5", digit), to, description: offer() });
    await bob.all();
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to, description: offer() })))).toBe("limit-reached");
  });
});

describe("a sign-in", () => {
  const until = (expiresAt: number, scopes?: readonly string[]) => (token: string) => {
    const name = token.split("/")[0] ?? "";
    return { name, subject: subjectOf(name), addresses: [subjectOf(name)], display: name, expiresAt, ...(scopes === undefined ? {} : { scopes }) };
  };

  it("ends with its token: nothing new is taken, calls go on for a minute, unless it is renewed", async () => {
    let expiresAt = 1_700_000_000_000 + 100_000;
    const net = wire({ signIn: (token) => until(expiresAt)(token) });
    const [alice, bob] = [await net.terminal("alice"), await net.available("bob")];
    expect(alice.granted).toMatchObject({ expiresIn: 100 });
    const asked = alice.ask("msetup", { session, to, description: offer() });
    const invitation = await bob.next({ method: "msetup" });
    bob.accept(invitation, { description: answer() });
    await alice.answerTo(asked);
    await net.clock.advance(101_000);
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session: session.replace("5", "6"), to, description: offer() })))).toBe("unauthenticated");
    expect(await alice.none({ method: "mdisc" })).toBe(true);
    expiresAt += 200_000;
    expect(await alice.answerTo(alice.ask("auth", { token: "alice" }))).toMatchObject({ success: true, expiresIn: expect.any(Number) as number });
    await net.clock.advance(61_000);
    // Bob has not renewed.
    expect(await bob.next({ method: "goaway" })).toMatchObject({ action: "stop", cause: { reason: "unauthenticated" } });
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ session });
    expect(alice.closed).toEqual([]);
  });

  it("is renewed for the same user only, and lesser scopes hold for what is asked from then on", async () => {
    let scopes: readonly string[] | undefined;
    const net = wire({ signIn: (token) => until(Infinity, scopes)(token) });
    const alice = await net.available("alice");
    expect(alice.granted).not.toHaveProperty("scopes");
    expect(problemOf(await alice.answerTo(alice.ask("auth", { token: "bob" })))).toBe("identity-changed");
    scopes = ["available"];
    const renewed = await alice.answerTo(alice.ask("auth", { token: "alice" }));
    expect(renewed).toMatchObject({ success: true, scopes: ["available"] });
    expect(renewed).not.toHaveProperty("epoch");
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to, description: offer() })))).toBe("forbidden");
  });

  it("is refused for a token that has ended", async () => {
    const net = wire({ signIn: until(1_699_999_999_000) });
    expect((await net.terminal("alice")).granted).toEqual({});
  });
});
