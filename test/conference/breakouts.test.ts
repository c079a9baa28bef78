import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { all, conferenceWorld } from "./world.js";

async function meeting() {
  const world = conferenceWorld();
  const { id: conferenceId } = await world.alice.createConference({ body: {} });
  const bob = await join(world, conferenceId, "bob");
  const carol = await join(world, conferenceId, "carol");
  return { ...world, conferenceId, participants: { bob, carol } };
}

describe("a breakout", () => {
  it("has those who are moved into it, and everybody sees who is where", async () => {
    const { alice, bob, conferenceId, participants } = await meeting();
    const opened = await alice.openBreakout({ conferenceId, body: { subject: "Group 1", participants: [participants.bob] } });
    expect(opened).toMatchObject({ subject: "Group 1", participants: [participants.bob] });
    expect(await bob.getBreakout({ conferenceId, breakoutId: opened.id })).toEqual(opened);
    const { info } = await bob.getConferenceInfo({ conferenceId });
    expect(info.breakouts).toEqual([{ id: opened.id, subject: "Group 1" }]);
    expect(info.users?.map(({ id, breakout }) => [id, breakout])).toEqual([[participants.bob, opened.id], [participants.carol, undefined]]);
  });

  it("gives them back when it closes, in one change", async () => {
    const { alice, desk, conferenceId, participants } = await meeting();
    const { id: breakoutId } = await alice.openBreakout({ conferenceId, body: { participants: [participants.bob, participants.carol] } });
    const changes: unknown[] = [];
    desk.listen(({ info }) => changes.push(info));
    await alice.closeBreakout({ conferenceId, breakoutId, ifMatch: "*" });
    expect(changes).toHaveLength(1);
    expect((await all(alice.listParticipants({ conferenceId }))).filter(({ breakout }) => breakout !== undefined)).toEqual([]);
    expect(await all(alice.listBreakouts({ conferenceId }))).toEqual([]);
  });

  it("is changed by the one who saw it last", async () => {
    const { alice, conferenceId, participants } = await meeting();
    const { id: breakoutId, etag } = await alice.openBreakout({ conferenceId, body: { subject: "Group 1" } });
    await alice.moveParticipant({ conferenceId, participantId: participants.bob, body: { breakout: breakoutId } });
    const change = { conferenceId, breakoutId, body: { subject: null } };
    await expect(alice.updateBreakout({ ...change, ifMatch: etag })).rejects.toMatchObject({ problem: "precondition-failed" });
    const seen = await alice.getBreakout({ conferenceId, breakoutId });
    expect(await alice.updateBreakout({ ...change, ifMatch: seen.etag })).not.toHaveProperty("subject");
  });

  it("is not opened for one who is not there, and then nobody was moved", async () => {
    const { alice, conferenceId, participants, desk } = await meeting();
    await desk.leave(participants.carol);
    const body = { participants: [participants.bob, participants.carol] };
    await expect(alice.openBreakout({ conferenceId, body })).rejects.toMatchObject({ problem: "conflict" });
    expect(await all(alice.listBreakouts({ conferenceId }))).toEqual([]);
    expect(await alice.getParticipant({ conferenceId, participantId: participants.bob })).not.toHaveProperty("breakout");
  });
});

describe("a participant", () => {
  it("is moved into a breakout and back", async () => {
    const { alice, conferenceId, participants } = await meeting();
    const { id: breakout } = await alice.openBreakout({ conferenceId, body: {} });
    const participant = { conferenceId, participantId: participants.bob };
    const moved = await alice.moveParticipant({ ...participant, body: { breakout } });
    expect(moved).toMatchObject({ breakout });
    expect(await alice.getParticipant(participant)).toEqual(moved);
    expect(await alice.moveParticipant({ ...participant, body: {} })).not.toHaveProperty("breakout");
  });

  it("is moved nowhere that is not there, and by who leads only", async () => {
    const { alice, bob, conferenceId, participants } = await meeting();
    const { id: breakout } = await alice.openBreakout({ conferenceId, body: {} });
    const participant = { conferenceId, participantId: participants.bob };
    await expect(bob.moveParticipant({ ...participant, body: { breakout } })).rejects.toMatchObject({ problem: "forbidden" });
    await alice.closeBreakout({ conferenceId, breakoutId: breakout, ifMatch: "*" });
    await expect(alice.moveParticipant({ ...participant, body: { breakout } })).rejects.toMatchObject({ problem: "conflict" });
  });
});
