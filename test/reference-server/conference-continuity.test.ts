import { describe, expect, it } from "vitest";
import { conferenceWorld } from "../conference/world.js";
import { problemOf, wire } from "./wire.js";
import type { Message, WireTerminal } from "./wire.js";

const names = ["a", "b", "c"].map((name) => `${name.repeat(8)}-0000-4000-8000-000000000000`);

/** A conference, and terminals that take part in it by a subscription each. */
async function meeting() {
  const { desk, alice: conferences } = conferenceWorld();
  const { clock, available } = wire({ conferences: desk });
  const { id, uri } = await conferences.createConference({ body: { topology: "p2p", maxParticipants: 4 } });
  const join = async (user: string, fields: object = {}) => {
    const terminal = await available(user);
    const { token: joinToken } = await conferences.issueJoinToken({ conferenceId: id, body: {} });
    const subscription = names[["alice", "bob", "carol"].indexOf(user)];
    const answer = await terminal.answerTo(terminal.ask("csubscribe", { subscription, conference: uri, participate: true, joinToken, ...fields }));
    return { terminal, subscription, answer };
  };
  const inside = async () => (await conferences.getConferenceInfo({ conferenceId: id })).info.userCount;
  return { conferences, id, uri, clock, join, inside };
}

async function events(terminal: WireTerminal): Promise<readonly Message[]> {
  return (await terminal.all()).filter(({ method }) => method === "cevent");
}

describe("the place of a participant", () => {
  it("is kept while its connection is lost and can be resumed, and what happened meanwhile is told", async () => {
    const { clock, join, inside } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    await events(bob.terminal);
    bob.terminal.lose();
    await clock.advance(20_000);
    expect(await inside()).toBe(2);
    await alice.terminal.answerTo(alice.terminal.ask("cunsubscribe", { subscription: alice.subscription }));
    expect(await bob.terminal.resume()).toMatchObject({ resumed: true });
    expect(await events(bob.terminal)).toMatchObject([{ state: "partial", info: { userCount: 1, users: [{ id: alice.answer["participant"], state: "deleted" }] } }]);
    expect(await inside()).toBe(1);
  });

  it("is free when the connection is lost for good", async () => {
    const { clock, join, inside } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    await events(alice.terminal);
    bob.terminal.lose();
    await clock.advance(31_000);
    expect(await inside()).toBe(1);
    expect(await events(alice.terminal)).toMatchObject([{ info: { users: [{ id: bob.answer["participant"], state: "deleted" }] } }]);
  });

  it("is free when the subscription's time is over, of which no word is said", async () => {
    const { clock, join, inside } = await meeting();
    const { terminal, answer } = await join("alice", { expires: 60 });
    expect(answer["expires"]).toBe(60);
    await events(terminal);
    await clock.advance(59_000);
    expect(await inside()).toBe(1);
    await clock.advance(2_000);
    expect(await inside()).toBe(0);
    expect(await events(terminal)).toEqual([]);
  });

  it("is not there for a device that is lost: who calls it hears so", async () => {
    const { uri, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    alice.terminal.lose();
    const call = bob.terminal.ask("msetup", { session: "dddddddd-0000-4000-8000-000000000000", to: `${uri}/participants/${String(alice.answer["participant"])}` });
    expect(problemOf(await bob.terminal.answerTo(call))).toBe("unreachable");
  });
});

describe("a slow reader", () => {
  it("is left out once much waits, and gets one snapshot when it has caught up", async () => {
    const { conferences, id, join } = await meeting();
    const { terminal } = await join("alice");
    await events(terminal);
    const rename = (subject: string) => conferences.updateConference({ conferenceId: id, body: { subject }, ifMatch: "*" });
    for (let count = 0; count < 100; count += 1) await rename(`Subject ${count}`);
    const told = await events(terminal);
    expect(told.length).toBeGreaterThan(30);
    expect(told.length).toBeLessThan(70);
    expect(told.every(({ state }) => state === "partial")).toBe(true);
    terminal.ask("ping");
    const { version } = await conferences.getConferenceInfo({ conferenceId: id });
    expect(await events(terminal)).toMatchObject([{ version, state: "full", info: { subject: "Subject 99" } }]);
    await rename("The last");
    expect(await events(terminal)).toMatchObject([{ version: version + 1, state: "partial", info: { subject: "The last" } }]);
  });
});
