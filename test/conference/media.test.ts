import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld } from "./world.js";

const flows = [{ id: "0", kind: "audio", direction: "sendrecv" }, { id: "1", kind: "video", direction: "sendrecv" }];

/** A conference of Alice's with Bob, who sends sound and picture, and Carol. */
async function meeting() {
  const world = conferenceWorld();
  const { id: conferenceId } = await world.alice.createConference({ body: {} });
  const participantId = await join(world, conferenceId, "bob");
  await join(world, conferenceId, "carol");
  await world.desk.setMedia(participantId, flows);
  const sound = { conferenceId, participantId, mediaId: "0" };
  return { ...world, carol: world.clientOf("carol-token"), conferenceId, participantId, sound, change: { ...sound, ifMatch: "*" } };
}

describe("the media of a participant", () => {
  it("is what its terminal says, and part of the state that all see", async () => {
    const { alice, desk, conferenceId, participantId } = await meeting();
    expect(await all(alice.listMedia({ conferenceId, participantId, pageSize: 1 }))).toEqual(flows);
    const { info, version } = await alice.getConferenceInfo({ conferenceId });
    expect(info.users?.[0]?.endpoints?.[0]?.media).toEqual(flows);
    await desk.setMedia(participantId, flows);
    expect((await alice.getConferenceInfo({ conferenceId })).version).toBe(version);
    await desk.setMedia(participantId, flows.slice(1));
    expect(await problemOf(alice.getMedia({ conferenceId, participantId, mediaId: "0" }))).toBe("not-found");
  });

  it("says nothing of mutes: those stay what moderators said", async () => {
    const { alice, desk, participantId, sound, change } = await meeting();
    await alice.updateMedia({ ...change, body: { muted: true } });
    await desk.setMedia(participantId, [{ id: "0", kind: "audio", direction: "sendonly", muted: false, gain: 6, state: "full" }]);
    const { etag: _, ...shown } = await alice.getMedia(sound);
    expect(shown).toEqual({ id: "0", kind: "audio", direction: "sendonly", muted: true });
  });

  it("is muted under whatever id the same kind comes again, also after a time without", async () => {
    const { alice, desk, conferenceId, participantId, change } = await meeting();
    await alice.updateMedia({ ...change, body: { muted: true } });
    await desk.setMedia(participantId, flows.slice(1));
    await desk.setMedia(participantId, [{ id: "7", kind: "audio", direction: "sendrecv" }, ...flows.slice(1)]);
    expect(await all(alice.listMedia({ conferenceId, participantId }))).toEqual([
      { id: "0", kind: "audio", direction: "inactive", muted: true },
      { id: "1", kind: "video", direction: "sendrecv" },
      { id: "7", kind: "audio", direction: "sendrecv", muted: true },
    ]);
    await alice.updateMedia({ ...change, body: { muted: false } });
    await alice.updateMedia({ ...change, mediaId: "7", body: { muted: false } });
    await desk.setMedia(participantId, flows);
    expect(await all(alice.listMedia({ conferenceId, participantId }))).toMatchObject([{ id: "0", muted: false }, { id: "1" }]);
  });
});

describe("a mute", () => {
  it("is for moderators; who is muted is told so", async () => {
    const { alice, carol, conferenceId, participantId, sound, change } = await meeting();
    expect(await problemOf(carol.updateMedia({ ...change, body: { muted: true } }))).toBe("forbidden");
    const { etag } = await alice.getMedia(sound);
    const muted = await alice.updateMedia({ ...sound, ifMatch: etag, body: { muted: true } });
    expect(muted).toMatchObject({ muted: true });
    expect(await problemOf(alice.updateMedia({ ...sound, ifMatch: etag, body: { muted: false } }))).toBe("precondition-failed");
    expect(await alice.getParticipant({ conferenceId, participantId })).toMatchObject({ status: "muted-via-focus", endpoints: [{ status: "muted-via-focus" }] });
    await alice.updateMedia({ ...sound, ifMatch: muted.etag, body: { muted: false } });
    expect(await alice.getParticipant({ conferenceId, participantId })).toMatchObject({ status: "connected", endpoints: [{ status: "connected" }] });
  });

  it("of the picture lets the participant be heard", async () => {
    const { alice, conferenceId, participantId } = await meeting();
    await alice.updateMedia({ conferenceId, participantId, mediaId: "1", ifMatch: "*", body: { muted: true } });
    expect(await alice.getParticipant({ conferenceId, participantId })).toMatchObject({ status: "connected" });
  });

  it("of a moderator is taken back by the participant where it is asked to, only", async () => {
    const { alice, bob, sound, change } = await meeting();
    await alice.updateMedia({ ...change, body: { muted: true } });
    expect(await problemOf(bob.updateMedia({ ...change, body: { muted: false } }))).toBe("forbidden");
    expect(await alice.askToUnmute(sound)).toMatchObject({ muted: true, unmuteAsked: true });
    expect(await bob.updateMedia({ ...change, body: { muted: false } })).toMatchObject({ muted: false, unmuteAsked: false });
    await alice.updateMedia({ ...change, body: { muted: true } });
    expect(await problemOf(bob.updateMedia({ ...change, body: { muted: false } }))).toBe("forbidden");
  });

  it("stays where the participant says no to the question", async () => {
    const { alice, bob, sound, change } = await meeting();
    await alice.updateMedia({ ...change, body: { muted: true } });
    await alice.askToUnmute(sound);
    expect(await bob.updateMedia({ ...change, body: { unmuteAsked: false } })).toMatchObject({ muted: true, unmuteAsked: false });
    expect(await problemOf(bob.updateMedia({ ...change, body: { muted: false } }))).toBe("forbidden");
  });

  it("of its own the participant takes back, until a moderator mutes it, too", async () => {
    const { alice, bob, change } = await meeting();
    await bob.updateMedia({ ...change, body: { muted: true } });
    expect(await bob.updateMedia({ ...change, body: { muted: false } })).toMatchObject({ muted: false });
    await bob.updateMedia({ ...change, body: { muted: true } });
    await alice.updateMedia({ ...change, body: { muted: true } });
    await bob.updateMedia({ ...change, body: { muted: true } });
    expect(await problemOf(bob.updateMedia({ ...change, body: { muted: false } }))).toBe("forbidden");
  });

  it("is not taken back by a question alone, and what is not muted is not asked for", async () => {
    const { alice, bob, carol, sound } = await meeting();
    expect(await problemOf(alice.askToUnmute(sound))).toBe("conflict");
    for (const client of [bob, carol]) expect(await problemOf(client.askToUnmute(sound))).toBe("forbidden");
  });

  it("is all that is done to media here: nothing is mixed, and everybody gets everything", async () => {
    const { alice, bob, carol, conferenceId, participantId, change } = await meeting();
    expect(await problemOf(alice.updateMedia({ ...change, body: { gain: 3 } }))).toBe("capability-absent");
    const { etag: ifMatch, ...subscriptions } = await bob.getSubscriptions({ conferenceId, participantId });
    expect(subscriptions).toEqual({ mode: "all" });
    const replace = (client: typeof bob, mode: string) => client.replaceSubscriptions({ conferenceId, participantId, ifMatch, body: { mode } });
    expect(await replace(bob, "all")).toMatchObject({ mode: "all" });
    expect(await problemOf(replace(bob, "none"))).toBe("capability-absent");
    expect(await problemOf(replace(carol, "all"))).toBe("forbidden");
  });
});
