import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { readOpenMetrics, sampleOf } from "./open-metrics.js";
import { problemOf, subjectOf, wire } from "./wire.js";
import type { Message, Wire, WireTerminal } from "./wire.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const to = subjectOf("bob");

/** Alice calls Bob, who has a phone, a desk and a tablet. */
async function ringing(count = 2, auth: object = {}, setup: object = { description: offer() }) {
  const net = wire();
  const alice = await net.terminal("alice", auth);
  const devices: WireTerminal[] = [];
  for (const name of ["phone", "desk", "tablet"].slice(0, count)) devices.push(await net.available(`bob/${name}`));
  const asked = alice.ask("msetup", { session, to, ...setup });
  const invitations: Message[] = [];
  for (const device of devices) invitations.push(await device.next({ method: "msetup", kind: "request" }));
  return { net, alice, devices, invitations, asked, session };
}

/** The n-th device and its invitation. */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`there is no ${index}`);
  return found;
}

async function metric(net: Wire, family: string, labels: string): Promise<number> {
  await net.clock.advance(0);
  return sampleOf(readOpenMetrics(net.signalling.metrics()), family, labels, "_total");
}

const provisional = (ufrag: string) => ({ ...answer("sendrecv", ufrag), type: "provisional" });

describe("a setup to several devices", () => {
  it("is offered to each, under a session of its own and without leg", async () => {
    const { invitations } = await ringing(3);
    expect(new Set(invitations.map((invitation) => invitation["session"])).size).toBe(3);
    for (const invitation of invitations) expect(invitation).toMatchObject({ to, from: { uri: subjectOf("alice"), asserted: subjectOf("alice") }, description: offer() });
    for (const invitation of invitations) expect(invitation["leg"]).toBeUndefined();
  });

  it("is won by the first success that is read, which names its leg; the others are cancelled as answered elsewhere", async () => {
    const { net, alice, devices: [phone, desk], invitations: [first, second], asked } = await ringing() as Awaited<ReturnType<typeof ringing>> & { devices: [WireTerminal, WireTerminal]; invitations: [Message, Message] };
    desk.tell("mprogress", { session: second["session"], state: "ringing" });
    const { leg } = await alice.next({ method: "mprogress", state: "ringing" });
    desk.accept(second, { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, leg, description: answer() });
    const cancel = await phone.next({ method: "mcancel" });
    expect(cancel).toMatchObject({ session: first["session"], cause: { reason: "answered-elsewhere" } });
    phone.accept(cancel);
    phone.refuse(first, "cancelled");
    phone.tell("mprogress", { session: first["session"], state: "ringing" });
    expect(await alice.none({ method: "mprogress" })).toBe(true);
    expect(await metric(net, "parley_forks", "")).toBe(1);
    expect(await metric(net, "parley_fork_legs", 'outcome="won"')).toBe(1);
    // The call is that of the leg.
    desk.ask("mdisc", { session: second["session"], cause: { reason: "normal" } });
    expect(await alice.next({ method: "mdisc" })).toMatchObject({ session, cause: { reason: "normal" } });
  });

  it("ends a success that is read too late with mdisc, also when the call is over", async () => {
    const { alice, devices, invitations, asked } = await ringing();
    const [phone, desk] = [at(devices, 0), at(devices, 1)];
    phone.accept(at(invitations, 0), { description: answer() });
    desk.accept(at(invitations, 1), { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true });
    const cancel = await desk.next({ method: "mcancel" }).catch(() => undefined);
    if (cancel !== undefined) desk.refuse(cancel, "already-answered");
    expect(await desk.next({ method: "mdisc" })).toMatchObject({ session: at(invitations, 1)["session"], cause: { reason: "answered-elsewhere" } });
    expect(await phone.none({ method: "mdisc" })).toBe(true);
  });

  it("ends a late success also after the call has ended", async () => {
    const { alice, devices, invitations, asked } = await ringing();
    const [phone, desk] = [at(devices, 0), at(devices, 1)];
    phone.accept(at(invitations, 0), { description: answer() });
    await alice.answerTo(asked);
    alice.ask("mdisc", { session, cause: { reason: "normal" } });
    await phone.next({ method: "mdisc" });
    const cancel = await desk.next({ method: "mcancel" });
    desk.accept(at(invitations, 1), { description: answer() });
    desk.refuse(cancel, "already-answered");
    expect(await desk.next({ method: "mdisc" })).toMatchObject({ cause: { reason: "answered-elsewhere" } });
  });

  it("ends an answer that the caller cannot take, and tells the caller why", async () => {
    const { alice, devices, invitations, asked } = await ringing(1, { limits: { messageBytes: 16_384 } });
    const phone = at(devices, 0);
    phone.accept(at(invitations, 0), { description: { ...answer(), sdp: `${answer().sdp}${"a=x:long\r\n".repeat(2_000)}` } });
    expect(await phone.next({ method: "mdisc" })).toMatchObject({ session: at(invitations, 0)["session"] });
    expect(await alice.answerTo(asked)).toMatchObject({ success: false, problemDetails: { title: "Too large" } });
  });

  it("is ended at once by a refusal for everywhere", async () => {
    const { alice, devices, invitations, asked } = await ringing();
    at(devices, 0).refuse(at(invitations, 0), "declined", { scope: "everywhere" });
    expect(await alice.answerTo(asked)).toMatchObject({ success: false, problemDetails: { scope: "everywhere" } });
    expect(await at(devices, 1).next({ method: "mcancel" })).toMatchObject({ cause: { reason: "declined" } });
  });

  it.each([
    [["busy", "declined"], "declined"],
    [["media-incompatible", "busy"], "media-incompatible"],
    [["no-answer", "busy"], "busy"],
    [["illegal-state", "no-answer"], "no-answer"],
  ])("else gives the refusal of the best rank when the last leg has ended: %j", async (problems, best) => {
    const { alice, devices, invitations, asked } = await ringing();
    at(devices, 0).tell("mprogress", { session: at(invitations, 0)["session"], state: "ringing" });
    at(devices, 0).refuse(at(invitations, 0), at(problems, 0), { retryAfter: 7 });
    await alice.next({ method: "mprogress", state: "ringing" });
    expect(await alice.next({ method: "mprogress", state: "leg-ended" })).toMatchObject({ leg: "1" });
    expect(await alice.none({ kind: "response", id: asked })).toBe(true);
    at(devices, 1).refuse(at(invitations, 1), at(problems, 1), { retryAfter: 7 });
    const refused = await alice.answerTo(asked);
    expect(problemOf(refused)).toBe(best);
    expect(refused).toMatchObject({ problemDetails: { retryAfter: 7 } });
  });

  it("is given up as a whole when the time for an answer has passed", async () => {
    const { net, alice, devices, asked } = await ringing();
    await net.clock.advance(90_500);
    expect(problemOf(await alice.answerTo(asked))).toBe("no-answer");
    for (const device of devices) expect(await device.next({ method: "mcancel" })).toMatchObject({ cause: { reason: "no-answer" } });
  });

  it("is cancelled on every leg by the caller, who has the answer of the hop at once; a success that crosses is ended", async () => {
    const { alice, devices, invitations, asked } = await ringing();
    const cancelled = alice.ask("mcancel", { session, cause: { reason: "cancelled" } });
    at(devices, 0).accept(at(invitations, 0), { description: answer() });
    expect(await alice.answerTo(cancelled)).toMatchObject({ success: true });
    expect(problemOf(await alice.answerTo(asked))).toBe("cancelled");
    const cancel = await at(devices, 0).next({ method: "mcancel" });
    at(devices, 0).refuse(cancel, "already-answered");
    expect(await at(devices, 0).next({ method: "mdisc" })).toMatchObject({ cause: { reason: "cancelled" } });
    await at(devices, 1).next({ method: "mcancel" });
  });

  it("gives the caller's candidates to all legs, those of one leg to that alone, and all that count to a device that comes later", async () => {
    const { net, alice, devices, invitations } = await ringing();
    alice.tell("mcandidate", { session, ufrag: "8hhY", candidates: [candidate] });
    for (const [index, device] of devices.entries()) expect(await device.next({ method: "mcandidate" })).toMatchObject({ session: at(invitations, index)["session"], candidates: [candidate] });
    alice.tell("mcandidate", { session, leg: "2", ufrag: "8hhY", candidates: [candidate] });
    await at(devices, 1).next({ method: "mcandidate" });
    expect(await at(devices, 0).none({ method: "mcandidate" })).toBe(true);
    const tablet = await net.available("bob/tablet");
    await tablet.next({ method: "msetup" });
    expect(await tablet.next({ method: "mcandidate" })).toMatchObject({ ufrag: "8hhY", candidates: [candidate] });
    expect(await tablet.none({ method: "mcandidate" })).toBe(true);
  });

  it("has the early media of one leg at a time: the newest description replaces, candidates of the others wait for theirs", async () => {
    const { alice, devices, invitations, asked } = await ringing();
    const [one, two] = [at(invitations, 0)["session"], at(invitations, 1)["session"]];
    at(devices, 0).tell("mprogress", { session: one, state: "early-media", description: provisional("aaaa") });
    at(devices, 0).tell("mcandidate", { session: one, ufrag: "aaaa", candidates: [candidate] });
    expect(await alice.next({ method: "mprogress" })).toMatchObject({ leg: "1", description: { ufrag: "aaaa" } });
    expect(await alice.next({ method: "mcandidate" })).toMatchObject({ leg: "1", ufrag: "aaaa" });
    at(devices, 1).tell("mcandidate", { session: two, ufrag: "bbbb", candidates: [candidate] });
    expect(await alice.none({ method: "mcandidate" })).toBe(true);
    at(devices, 1).tell("mprogress", { session: two, state: "early-media", description: provisional("bbbb") });
    expect(await alice.next({ method: "mprogress" })).toMatchObject({ leg: "2", description: { ufrag: "bbbb" } });
    expect(await alice.next({ method: "mcandidate" })).toMatchObject({ leg: "2", ufrag: "bbbb" });
    at(devices, 0).tell("mcandidate", { session: one, ufrag: "aaaa", candidates: [candidate], endOfCandidates: true });
    expect(await alice.none({ method: "mcandidate" })).toBe(true);
    // It wins without a description: the caller, who hears the other leg, needs its last one as the answer, and its candidates.
    at(devices, 0).accept(at(invitations, 0));
    expect(await alice.answerTo(asked)).toMatchObject({ success: true, leg: "1", description: answer("sendrecv", "aaaa") });
    expect(await alice.next({ method: "mcandidate", ufrag: "aaaa" })).toMatchObject({ session });
  });

  it("lets updates of its legs through to the caller one at a time: the others are to try again", async () => {
    const { alice, devices, invitations } = await ringing(2, { capabilities: { earlyLegs: 2 } });
    const ask = (index: number) => at(devices, index).ask("mupdate", { session: at(invitations, index)["session"], description: offer() });
    for (const [index, device] of devices.entries()) device.tell("mprogress", { session: at(invitations, index)["session"], state: "early-media", description: answer("sendrecv", `u${index}aa`) });
    const [first, second] = [ask(0), ask(1)];
    const refused = await at(devices, 1).answerTo(second);
    expect(problemOf(refused)).toBe("glare");
    expect(refused).toMatchObject({ problemDetails: { retryAfter: 1 } });
    alice.accept(await alice.next({ method: "mupdate", leg: "1" }), { leg: "1", description: answer() });
    expect(await at(devices, 0).answerTo(first)).toMatchObject({ success: true });
    const again = ask(1);
    alice.accept(await alice.next({ method: "mupdate", leg: "2" }), { leg: "2", description: answer() });
    expect(await at(devices, 1).answerTo(again)).toMatchObject({ success: true });
  });

  it("passes the early media of as many legs as the caller is ready for", async () => {
    const { alice, devices, invitations } = await ringing(2, { capabilities: { earlyLegs: 2 } });
    for (const [index, device] of devices.entries()) device.tell("mprogress", { session: at(invitations, index)["session"], state: "early-media", description: provisional(`u${index}aa`) });
    for (const [index, device] of devices.entries()) device.tell("mcandidate", { session: at(invitations, index)["session"], ufrag: `u${index}aa`, candidates: [candidate] });
    expect(await alice.next({ method: "mcandidate", leg: "1" })).toBeDefined();
    expect(await alice.next({ method: "mcandidate", leg: "2" })).toBeDefined();
  });

  it("rings a device that becomes available meanwhile, and not one whose connection is lost, until it is back", async () => {
    const net = wire();
    const alice = await net.terminal("alice");
    const [phone, desk] = [await net.available("bob/phone"), await net.available("bob/desk")];
    desk.lose();
    await net.clock.advance(100);
    alice.ask("msetup", { session, to, description: offer() });
    await phone.next({ method: "msetup" });
    expect(await desk.resume()).toMatchObject({ resumed: true });
    expect(await desk.next({ method: "msetup" })).toMatchObject({ to });
    const tablet = await net.available("bob/tablet");
    await tablet.next({ method: "msetup" });
  });

  it("wakes a device that can be woken, and waits for its return", async () => {
    const woken: unknown[] = [];
    const net = wire({ wake: (target) => woken.push(target) });
    const alice = await net.terminal("alice");
    const phone = await net.terminal("bob/phone");
    await phone.answerTo(phone.ask("available", { device: "sleepy-phone", addresses: [to], push: { provider: "webpush", resource: "https://push.example/1" } }));
    phone.lose();
    await net.clock.advance(100);
    expect(woken).toEqual([]);
    const asked = alice.ask("msetup", { session, to, description: offer() });
    await net.clock.advance(5_000);
    expect(woken).toEqual([{ provider: "webpush", resource: "https://push.example/1" }]);
    await phone.resume();
    phone.accept(await phone.next({ method: "msetup" }), { description: answer() });
    expect(await alice.answerTo(asked)).toMatchObject({ success: true });
  });

  it("is refused as unreachable where every device is lost", async () => {
    const net = wire();
    const alice = await net.terminal("alice");
    (await net.available("bob/phone")).lose();
    await net.clock.advance(100);
    expect(problemOf(await alice.answerTo(alice.ask("msetup", { session, to, description: offer() })))).toBe("unreachable");
  });
});
