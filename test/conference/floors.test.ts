import type { ConferenceClient } from "@parley/conference";
import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { all, conferenceWorld } from "./world.js";


/** A conference of Alice's with her, Bob and Carol in it, and a floor of the policy. */
async function meeting(policy: string, { random = () => 0 }: { readonly random?: () => number } = {}) {
  const world = conferenceWorld({ random });
  const { alice, clientOf } = world;
  const carol = clientOf("carol-token");
  const { id: conferenceId } = await alice.createConference({ body: {} });
  const participants = { alice: await join(world, conferenceId, "alice"), bob: await join(world, conferenceId, "bob"), carol: await join(world, conferenceId, "carol") };
  const { id: floorId } = await alice.createFloor({ conferenceId, body: { name: "screen", policy } });
  const floor = { conferenceId, floorId };
  return {
    ...world,
    carol,
    participants,
    floor,
    ask: (client: ConferenceClient, body = {}) => client.requestFloor({ ...floor, body }),
    /** The requests in words: `bob granted`. */
    async state() {
      const names = new Map(Object.entries(participants).map(([name, id]) => [id, name]));
      const requests = await all(alice.listFloorRequests(floor));
      return requests.map(({ participant, state, position }) => [names.get(participant), state, ...(position === undefined ? [] : [position])].join(" ")).reverse();
    },
  };
}

describe("a floor that a moderator controls", () => {
  it("is had by whom the moderator grants it, and by the next when it is free", async () => {
    const { alice, bob, carol, floor, ask, state } = await meeting("moderator-controlled");
    const { id: first } = await ask(bob);
    const { id: second } = await ask(carol);
    expect(await state()).toEqual(["bob pending 1", "carol pending 2"]);
    expect(await alice.grantFloor({ ...floor, floorRequestId: first })).toMatchObject({ state: "granted" });
    expect(await alice.grantFloor({ ...floor, floorRequestId: second })).toMatchObject({ state: "accepted", position: 1 });
    expect(await bob.releaseFloor({ ...floor, floorRequestId: first })).toMatchObject({ state: "released", endedAt: expect.any(String) });
    expect(await state()).toEqual(["bob released", "carol granted"]);
  });

  it("goes to nobody by itself", async () => {
    const { alice, bob, carol, floor, ask, state } = await meeting("moderator-controlled");
    const { id } = await ask(bob);
    await ask(carol);
    await alice.grantFloor({ ...floor, floorRequestId: id });
    await alice.revokeFloor({ ...floor, floorRequestId: id });
    expect(await state()).toEqual(["bob revoked", "carol pending 1"]);
  });

  it("is granted by its chair, who is chair no more when it leaves", async () => {
    const { alice, bob, carol, floor, participants, ask, desk } = await meeting("moderator-controlled");
    const { id: floorRequestId } = await ask(carol);
    await expect(bob.grantFloor({ ...floor, floorRequestId })).rejects.toMatchObject({ problem: "forbidden" });
    await alice.updateFloor({ ...floor, ifMatch: "*", body: { chair: participants.bob } });
    expect(await bob.denyFloor({ ...floor, floorRequestId })).toMatchObject({ state: "denied" });
    await desk.leave(participants.bob);
    expect(await alice.getFloor(floor)).not.toHaveProperty("chair");
  });

  it("keeps what is urgent before what is old", async () => {
    const { bob, carol, ask, state } = await meeting("moderator-controlled");
    await ask(bob, { priority: "low" });
    await ask(carol, { priority: "high" });
    expect(await state()).toEqual(["bob pending 2", "carol pending 1"]);
  });
});

describe("a floor for who comes first", () => {
  it("is granted at once while there is room, then in order", async () => {
    const { bob, carol, floor, ask, state } = await meeting("fcfs");
    const { id, state: outcome } = await ask(bob);
    expect(outcome).toBe("granted");
    expect(await ask(carol)).toMatchObject({ state: "pending", position: 1 });
    await bob.releaseFloor({ ...floor, floorRequestId: id });
    expect(await state()).toEqual(["bob released", "carol granted"]);
  });

  it("goes on when its holder leaves, in the same change", async () => {
    const { bob, carol, participants, ask, state, desk } = await meeting("fcfs");
    await ask(bob);
    await ask(carol);
    const versions: number[] = [];
    desk.listen(({ version }) => versions.push(version));
    await desk.leave(participants.bob);
    expect(await state()).toEqual(["bob released", "carol granted"]);
    expect(versions).toHaveLength(1);
  });

  it("has room for more when it is made larger", async () => {
    const { alice, bob, carol, floor, ask } = await meeting("fcfs");
    const { id: first } = await ask(bob);
    const { id: second } = await ask(carol);
    const { etag } = await alice.getFloor(floor);
    expect(await alice.updateFloor({ ...floor, ifMatch: etag, body: { maxHolders: 2 } })).toMatchObject({ holders: [first, second], queue: [] });
  });
});

describe("a floor by lot", () => {
  it.each([
    [0.1, ["alice released", "bob granted", "carol pending 1"]],
    [0.9, ["alice released", "bob pending 1", "carol granted"]],
  ])("goes to the one on whom %d falls", async (drawn, outcome) => {
    const { alice, bob, carol, floor, ask, state } = await meeting("random", { random: () => drawn });
    const { id } = await ask(alice);
    await ask(bob);
    await ask(carol);
    await alice.releaseFloor({ ...floor, floorRequestId: id });
    expect(await state()).toEqual(outcome);
  });
});

describe("who asks for a floor", () => {
  it("asks once at a time", async () => {
    const { bob, floor, ask } = await meeting("moderator-controlled");
    const { id } = await ask(bob);
    await expect(ask(bob)).rejects.toMatchObject({ problem: "conflict" });
    await bob.releaseFloor({ ...floor, floorRequestId: id });
    expect(await ask(bob)).toMatchObject({ state: "pending" });
  });

  it("asks for itself, but for the chair and moderators", async () => {
    const { alice, bob, participants, ask } = await meeting("moderator-controlled");
    await expect(ask(bob, { participant: participants.carol })).rejects.toMatchObject({ problem: "forbidden" });
    expect(await ask(alice, { participant: participants.carol })).toMatchObject({ participant: participants.carol });
  });

  it("is in the conference, and may", async () => {
    const { alice, bob, floor, participants, ask } = await meeting("moderator-controlled");
    await alice.updateParticipant({ ...floor, participantId: participants.bob, ifMatch: "*", body: { permissions: ["subscribe"] } });
    await expect(ask(bob)).rejects.toMatchObject({ problem: "forbidden" });
    await alice.removeParticipant({ ...floor, participantId: participants.bob, ifMatch: "*" });
    await expect(ask(bob)).rejects.toMatchObject({ problem: "not-found" });
    await expect(ask(alice, { participant: participants.bob })).rejects.toMatchObject({ problem: "conflict" });
  });
});

describe("what is over", () => {
  it("can be given back again, and decided no more", async () => {
    const { alice, bob, carol, floor, ask } = await meeting("moderator-controlled");
    const { id: floorRequestId } = await ask(bob);
    await expect(carol.releaseFloor({ ...floor, floorRequestId })).rejects.toMatchObject({ problem: "forbidden" });
    const over = await bob.releaseFloor({ ...floor, floorRequestId });
    expect(over.state).toBe("cancelled");
    expect(await bob.releaseFloor({ ...floor, floorRequestId })).toEqual(over);
    for (const decide of [alice.grantFloor, alice.denyFloor, alice.revokeFloor])
      await expect(decide({ ...floor, floorRequestId })).rejects.toMatchObject({ problem: "conflict" });
  });

  it("goes with its floor", async () => {
    const { alice, bob, floor, ask } = await meeting("fcfs");
    const { id: floorRequestId } = await ask(bob);
    await alice.deleteFloor({ ...floor, ifMatch: "*" });
    await expect(bob.getFloorRequest({ ...floor, floorRequestId })).rejects.toMatchObject({ problem: "not-found" });
    expect((await all(alice.listFloors(floor))).map(({ name }) => name)).toEqual(["speech"]);
  });
});

describe("a chair", () => {
  it("is in the conference", async () => {
    const { alice, floor, participants, desk } = await meeting("fcfs");
    await desk.leave(participants.bob);
    const body = { name: "podium", chair: participants.bob };
    await expect(alice.createFloor({ ...floor, body })).rejects.toMatchObject({ problem: "conflict" });
    await expect(alice.updateFloor({ ...floor, ifMatch: "*", body })).rejects.toMatchObject({ problem: "conflict" });
  });
});
