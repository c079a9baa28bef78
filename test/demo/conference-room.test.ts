import { describe, expect, it } from "vitest";
import { idOf, roomWorld } from "./room-world.js";
import type { Guest } from "./room-world.js";

const names = (guest: Guest) => guest.members().map(({ name }) => name);

describe("a page in a conference", () => {
  it("knows who is there, and calls those who came before it", async () => {
    const { clock, enter } = await roomWorld();
    const [alice, bob, carol] = [await enter("alice"), await enter("bob"), await enter("carol")];
    await clock.advance(1);
    for (const guest of [alice, bob, carol]) expect(names(guest)).toEqual(["alice", "bob", "carol"]);
    expect(alice.calls()).toEqual(["bob calls", "carol calls"]);
    expect(carol.calls()).toEqual(["alice is called", "bob is called"]);
  });

  it("asks for a snapshot where an event is missing, and keeps its place", async () => {
    const { clock, enter, alice, conferenceId } = await roomWorld();
    const bob = await enter("bob");
    const before = idOf(bob);
    bob.missOne();
    await enter("carol");
    await clock.advance(1);
    expect(names(bob)).toEqual(["bob"]);
    await alice.updateConference({ conferenceId, ifMatch: "*", body: { subject: "Weekly" } });
    await clock.advance(1);
    expect(names(bob)).toEqual(["bob", "carol"]);
    expect(idOf(bob)).toBe(before);
    expect(bob.subscriptions).toHaveLength(2);
    expect(bob.ends).toEqual([]);
  });

  it("renews its subscription in time: the one that is replaced does not end its place", async () => {
    const { clock, enter } = await roomWorld();
    const bob = await enter("bob");
    const before = idOf(bob);
    await clock.advance(3_600_000);
    expect(bob.subscriptions.length).toBeGreaterThan(1);
    expect([idOf(bob), bob.ends]).toEqual([before, []]);
  });

  it("keeps its place while its connection is lost, and takes it anew where the function has forgotten it", async () => {
    const { clock, enter } = await roomWorld();
    const [alice, bob] = [await enter("alice"), await enter("bob")];
    const before = idOf(bob);
    bob.terminal.lose();
    await clock.advance(5_000);
    bob.terminal.mend();
    await clock.advance(5_000);
    expect([idOf(bob), names(alice)]).toEqual([before, ["alice", "bob"]]);
    bob.terminal.lose();
    await clock.advance(60_000);
    expect(names(alice)).toEqual(["alice"]);
    bob.terminal.mend();
    await clock.advance(30_000);
    for (const guest of [alice, bob]) expect(names(guest)).toEqual(["alice", "bob"]);
    expect(idOf(bob)).not.toBe(before);
    expect([bob.calls(), bob.ends]).toEqual([["alice is called"], []]);
  });

  it.each(["draining", "unavailable"])("stays as it is where the function is %s, and takes its place from the one that follows", async (problem) => {
    const { clock, enter } = await roomWorld();
    const [alice, bob] = [await enter("alice"), await enter("bob")];
    const before = idOf(bob);
    bob.refuseOne(problem);
    bob.terminal.lose();
    await clock.advance(40_000);
    bob.terminal.mend();
    await clock.advance(3_000);
    expect([idOf(bob), names(bob), bob.ends]).toEqual([before, ["alice", "bob"], []]);
    await clock.advance(30_000);
    for (const guest of [alice, bob]) expect(names(guest)).toEqual(["alice", "bob"]);
    expect(idOf(bob)).not.toBe(before);
  });

  it("is over where it is forgotten and its token is revoked meanwhile; who is in stays", async () => {
    const { clock, enter, issue, alice, conferenceId } = await roomWorld();
    const { id: joinTokenId, token } = await issue();
    const [bob, carol] = [await enter("bob", token), await enter("carol", token)];
    await alice.revokeJoinToken({ conferenceId, joinTokenId, ifMatch: "*" });
    await clock.advance(1);
    expect([names(bob), names(carol)]).toEqual([["bob", "carol"], ["bob", "carol"]]);
    await expect(enter("dave", token)).rejects.toMatchObject({ problem: "forbidden" });
    carol.terminal.lose();
    await clock.advance(60_000);
    carol.terminal.mend();
    await clock.advance(30_000);
    expect([carol.ends, names(bob)]).toEqual([["forbidden"], ["bob"]]);
  });

  it("waits in the lobby, alone, until it is let in; who is not is told so", async () => {
    const { clock, enter, alice, conferenceId } = await roomWorld({ joinHandling: "confirm" });
    const [bob, carol] = [await enter("bob"), await enter("carol")];
    expect([bob.self()?.waits, names(bob), bob.calls()]).toEqual([true, ["bob"], []]);
    await alice.admitParticipant({ conferenceId, participantId: idOf(bob) });
    await alice.rejectParticipant({ conferenceId, participantId: idOf(carol) });
    await clock.advance(1);
    expect([bob.self()?.waits, bob.ends]).toEqual([false, []]);
    expect(carol.ends).toEqual(["not-admitted"]);
  });

  it("is over for who is removed, and for all at the end", async () => {
    const { clock, enter, alice, conferenceId } = await roomWorld();
    const [bob, carol] = [await enter("bob"), await enter("carol")];
    await alice.removeParticipant({ conferenceId, participantId: idOf(bob), ifMatch: "*" });
    await clock.advance(1);
    expect([bob.ends, names(carol)]).toEqual([["removed"], ["carol"]]);
    await alice.endConference({ conferenceId });
    await clock.advance(1);
    expect(carol.ends).toEqual(["conference-ended"]);
  });

  it("calls those in its breakout alone, and all again when it is back", async () => {
    const { clock, enter, alice, conferenceId } = await roomWorld();
    const [ann, bob, carol] = [await enter("alice"), await enter("bob"), await enter("carol")];
    const { id: breakout } = await alice.openBreakout({ conferenceId, body: { subject: "Group" } });
    for (const guest of [bob, carol]) await alice.moveParticipant({ conferenceId, participantId: idOf(guest), body: { breakout } });
    await clock.advance(1);
    expect([ann.calls(), bob.calls(), carol.calls()]).toEqual([[], ["carol calls"], ["bob is called"]]);
    expect(names(ann)).toEqual(["alice", "bob", "carol"]);
    await alice.closeBreakout({ conferenceId, breakoutId: breakout, ifMatch: "*" });
    await clock.advance(1);
    expect([ann.calls(), bob.calls()]).toEqual([["bob calls", "carol calls"], ["alice is called", "carol calls"]]);
  });

  it("sends nothing while a moderator has it muted, under whatever id, and again when it may and wants to", async () => {
    const { clock, desk, enter, alice, conferenceId } = await roomWorld();
    const [ann, bob] = [await enter("alice"), await enter("bob")];
    const participantId = idOf(bob);
    const sends = (id: string) => desk.setMedia(participantId, [{ id, kind: "audio", direction: "sendrecv" }]);
    await sends("audio");
    await alice.updateMedia({ conferenceId, participantId, mediaId: "audio", ifMatch: "*", body: { muted: true } });
    await clock.advance(1);
    expect(bob.sound.enabled).toBe(false);
    await sends("audio-2");
    await clock.advance(1);
    expect([bob.sound.enabled, ann.members()[1]?.audio]).toEqual([false, { muted: true, unmuteAsked: false, parts: [{ id: "audio", muted: true }, { id: "audio-2", muted: true }] }]);
    bob.room.setOwn("audio", true);
    expect(bob.sound.enabled).toBe(false);
    for (const mediaId of ["audio", "audio-2"]) await alice.updateMedia({ conferenceId, participantId, mediaId, ifMatch: "*", body: { muted: false } });
    await clock.advance(1);
    expect(bob.sound.enabled).toBe(true);
    bob.room.setOwn("audio", false);
    expect(bob.sound.enabled).toBe(false);
  });

  it("shows raised hands in their order, and who has the floor", async () => {
    const { clock, enter, clientOf, alice, conferenceId } = await roomWorld();
    const [ann, bob, carol] = [await enter("alice"), await enter("bob"), await enter("carol")];
    const { id: floorId } = (await alice.listFloors({ conferenceId })[Symbol.asyncIterator]().next()).value ?? { id: "" };
    await clientOf("bob-token").requestFloor({ conferenceId, floorId, body: {} });
    const { id: floorRequestId } = await clientOf("carol-token").requestFloor({ conferenceId, floorId, body: {} });
    await clock.advance(1);
    const hands = (guest: Guest) => guest.members().map(({ hand, hasFloor }) => (hasFloor ? "floor" : hand));
    for (const guest of [ann, bob, carol]) expect(hands(guest)).toEqual([undefined, 1, 2]);
    await alice.grantFloor({ conferenceId, floorId, floorRequestId });
    await clock.advance(1);
    for (const guest of [ann, bob, carol]) expect(hands(guest)).toEqual([undefined, 1, "floor"]);
  });

  it("gives its place up when it leaves, and says nothing more", async () => {
    const { clock, enter } = await roomWorld();
    const [alice, bob] = [await enter("alice"), await enter("bob")];
    bob.room.leave();
    await clock.advance(1);
    expect([names(alice), bob.ends]).toEqual([["alice"], [""]]);
  });
});
