import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { readOpenMetrics, sampleOf } from "./open-metrics.js";
import { problemOf, subjectOf, wire } from "./wire.js";

const to = subjectOf("bob");
const idOf = (number: number) => `5f0c7d1e-8a41-4b62-9c1d-${String(number).padStart(12, "0")}`;

describe("what the function keeps", () => {
  it("goes with what it was kept for: after calls, refusals, cancels, losses and transfers nothing is left, and no timer runs", async () => {
    const net = wire({ limits: { setupsPerMinute: 10_000, messagesPerMinute: 100_000 } });
    await net.clock.advance(0);
    expect(net.clock.pending).toBe(0);
    for (let round = 0; round < 8; round += 1) {
      const [alice, phone, desk] = [await net.available("alice"), await net.available("bob/phone"), await net.available("bob/desk")];
      const setup = (number: number) => alice.ask("msetup", { session: idOf(round * 10 + number), to, description: offer() });
      setup(0);
      alice.tell("mcandidate", { session: idOf(round * 10), ufrag: "8hhY", candidates: [candidate], endOfCandidates: true });
      phone.accept(await phone.next({ method: "msetup" }), { description: answer() });
      await alice.next({ method: "msetup", success: true });
      alice.ask("mtransfer", { session: idOf(round * 10), to: subjectOf("carol") });
      await phone.next({ method: "mtransfer" });
      setup(1);
      phone.refuse(await phone.next({ method: "msetup" }), "declined", { scope: "everywhere" });
      setup(2);
      await desk.next({ method: "msetup" });
      alice.ask("mcancel", { session: idOf(round * 10 + 2), cause: { reason: "cancelled" } });
      await alice.all();
      phone.lose();
      desk.close(1000);
      alice.close(1000);
      await net.clock.advance(35_000);
    }
    await net.clock.advance(200_000);
    const families = readOpenMetrics(net.signalling.metrics());
    for (const state of ["setting-up", "established"]) expect(sampleOf(families, "parley_sessions", `state="${state}"`)).toBe(0);
    expect(sampleOf(families, "parley_devices")).toBe(0);
    expect(sampleOf(families, "parley_epochs")).toBe(0);
    expect(net.clock.pending).toBe(0);
  });

  it("of candidates is what one session may have, the oldest description first to go", async () => {
    const net = wire({ limits: { earlyCandidates: 32 } });
    const alice = await net.terminal("alice");
    const phone = await net.available("bob/phone");
    alice.ask("msetup", { session: idOf(1), to, description: offer() });
    await phone.next({ method: "msetup" });
    const batch = (ufrag: string, count: number) => alice.tell("mcandidate", { session: idOf(1), ufrag, candidates: Array.from({ length: count }, () => candidate) });
    batch("oldd", 20);
    batch("8hhY", 20);
    for (let more = 0; more < 20; more += 1) batch("8hhY", 4);
    const desk = await net.available("bob/desk");
    await desk.next({ method: "msetup" });
    const kept = (await desk.all()).filter(({ method }) => method === "mcandidate");
    expect(new Set(kept.map(({ ufrag }) => ufrag))).toEqual(new Set(["8hhY"]));
    expect(kept.flatMap(({ candidates }) => candidates as unknown[]).length).toBeLessThanOrEqual(32);
  });

  it("a device that has all the sessions it may have is busy", async () => {
    const net = wire({ limits: { sessionsPerConnection: 1 } });
    const [alice, carol, bob] = [await net.terminal("alice"), await net.terminal("carol"), await net.available("bob")];
    alice.ask("msetup", { session: idOf(1), to, description: offer() });
    await bob.next({ method: "msetup" });
    expect(problemOf(await carol.answerTo(carol.ask("msetup", { session: idOf(2), to, description: offer() })))).toBe("busy");
  });

  it("a setup is offered to sixteen devices at most", async () => {
    const users = Array.from({ length: 18 }, (_, number) => `bob/${String(number)}`);
    const signIn = (token: string) => ({ name: token, subject: `acct:${token.replace("/", ".")}@parley.example`, addresses: [to, `acct:${token.replace("/", ".")}@parley.example`], display: "x" });
    const net = wire({ signIn });
    const alice = await net.terminal("alice");
    const devices = [];
    for (const token of users) {
      const device = await net.terminal(token);
      await device.answerTo(device.ask("available", { device: `device-${token.replace("/", "-")}`, addresses: [to] }));
      devices.push(device);
    }
    alice.ask("msetup", { session: idOf(1), to, description: offer() });
    const rung = [];
    for (const device of devices) rung.push(await device.none({ method: "msetup" }));
    expect(rung.filter((none) => !none)).toHaveLength(16);
  });
});
