import { describe, expect, it } from "vitest";
import { conferencesOf, meeting, statusIn, watch } from "./conference-terminals.js";
import { terminal } from "./terminals.js";

describe("taking part by a subscription", () => {
  it("gives a place, a snapshot, and then what changes, each with the version that is read by HTTP", async () => {
    const { conferences, id, join } = await meeting();
    const alice = await join("alice", { displayName: "Host" });
    const first = await alice.until(({ state }) => state === "full");
    expect(first.info).toMatchObject({ subject: "Weekly", userCount: 1, users: [{ id: alice.participant, uri: alice.uri, displayText: "Host", roles: ["moderator"] }] });
    const bob = await join("bob");
    const came = await alice.until(({ info }) => info.userCount === 2);
    expect(came).toMatchObject({ version: first.version + 1, state: "partial", info: { users: [{ id: bob.participant, displayText: "bob" }] } });
    expect((await bob.until(({ state }) => state === "full")).version).toBe(came.version);
    const read = await conferences.getConferenceInfo({ conferenceId: id });
    expect(read.version).toBe(came.version);
    expect(read.info.users?.map((user) => user.id)).toEqual([alice.participant, bob.participant]);
  });

  it("shows the name of the token where it has one", async () => {
    const { joinToken, join } = await meeting();
    const bob = await join("bob", { joinToken: await joinToken({ displayName: "Guest" }), displayName: "Mallory" });
    expect((await bob.until(({ state }) => state === "full")).info.users?.[0]?.displayText).toBe("Guest");
  });

  it("ends with the subscription, and the others are told", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    await bob.subscription.unsubscribe();
    const left = await alice.until(({ info }) => info.users?.some(({ state }) => state === "deleted") === true);
    expect(left.info).toMatchObject({ userCount: 1, users: [{ id: bob.participant }] });
    expect((await conferences.getConferenceInfo({ conferenceId: id })).info.userCount).toBe(1);
  });

  it("is for one place a device, for who has a good token, and while there is room", async () => {
    const { conferences, id, uri, joinToken, join, server } = await meeting({ maxParticipants: 2 });
    const used = await joinToken();
    const alice = await join("alice", { joinToken: used });
    const again = { conference: uri, participate: true };
    await expect(watch(alice.terminal, { ...again, joinToken: await joinToken() })).rejects.toMatchObject({ problem: "limit-reached" });
    const carol = await terminal(server, "carol");
    for (const joinToken of [used, "guessed".repeat(8)]) await expect(watch(carol, { ...again, joinToken })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(watch(carol, again)).rejects.toMatchObject({ problem: "forbidden" });
    await join("bob");
    await expect(watch(carol, { ...again, joinToken: await joinToken() })).rejects.toMatchObject({ problem: "conference-full" });
    await conferences.updateConference({ conferenceId: id, body: { locked: true, maxParticipants: 4 }, ifMatch: "*" });
    const late = await joinToken();
    await expect(watch(carol, { ...again, joinToken: late })).rejects.toMatchObject({ problem: "forbidden" });
    await conferences.endConference({ conferenceId: id });
    await expect(watch(carol, { ...again, joinToken: late })).rejects.toMatchObject({ problem: "conference-ended" });
  });

  it("goes on in a subscription that takes the place of the first, without a token", async () => {
    const { conferences, id, uri, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    const second = await watch(bob.terminal, { conference: uri, replaces: bob.subscription.subscription });
    expect(second.subscription.answer.participant).toBe(bob.participant);
    expect(await bob.until(({ final }) => final === true)).toMatchObject({ cause: { reason: "replaced" } });
    const snapshot = await second.until(({ state }) => state === "full");
    expect(snapshot).toMatchObject({ version: (await conferences.getConferenceInfo({ conferenceId: id })).version, info: { userCount: 2 } });
    expect(alice.events.some(({ info }) => info.users?.some(({ state }) => state === "deleted"))).toBe(false);
    await second.subscription.unsubscribe();
    await alice.until(({ info }) => info.users?.some(({ state }) => state === "deleted") === true);
  });

  it("tells the last event, then the end, for the same cause", async () => {
    const { conferences, id, join } = await meeting();
    const bob = await join("bob");
    const heard: string[] = [];
    bob.subscription.onEvent(({ final, cause }) => void (final === true && heard.push(`event: ${cause?.reason}`)));
    const over = new Promise<void>((ended) => bob.subscription.onEnded(({ reason }) => ended(void heard.push(`end: ${reason}`))));
    await conferences.removeParticipant({ conferenceId: id, participantId: bob.participant, ifMatch: "*" });
    await over;
    expect(heard).toEqual(["event: removed", "end: removed"]);
  });

  it("is over for who is removed, and for everybody at the end", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    await conferences.removeParticipant({ conferenceId: id, participantId: bob.participant, ifMatch: "*" });
    expect(await bob.until(({ final }) => final === true)).toMatchObject({ info: {}, cause: { reason: "removed" } });
    await conferences.endConference({ conferenceId: id });
    expect(await alice.until(({ final }) => final === true)).toMatchObject({ info: { active: false }, cause: { reason: "conference-ended" } });
    expect([alice.subscription.state, bob.subscription.state]).toEqual(["ended", "ended"]);
  });
});

describe("the lobby", () => {
  it("shows who waits in it nothing but itself, until it is admitted", async () => {
    const { conferences, id, join } = await meeting({ joinHandling: "lobby" });
    const alice = await join("alice");
    const bob = await join("bob");
    const waiting = await bob.until(({ state }) => state === "full");
    expect(waiting.info).toEqual({ subject: "Weekly", users: [expect.objectContaining({ id: bob.participant })] });
    expect(statusIn(waiting, bob.participant)).toBe("pending");
    expect(statusIn(await alice.until((event) => statusIn(event, bob.participant) !== undefined), bob.participant)).toBe("pending");
    await conferences.updateConference({ conferenceId: id, body: { locked: true }, ifMatch: "*" });
    await alice.until(({ info }) => info.locked === true);
    await conferences.admitParticipant({ conferenceId: id, participantId: bob.participant });
    const inside = await bob.until((event) => statusIn(event, bob.participant) === "connected");
    expect(inside).toMatchObject({ state: "full", info: { userCount: 2, locked: true } });
    expect(bob.events.filter(({ state }) => state === "full")).toHaveLength(2);
  });

  it("tells who is not admitted", async () => {
    const { conferences, id, join } = await meeting({ joinHandling: "lobby" });
    const bob = await join("bob");
    await conferences.rejectParticipant({ conferenceId: id, participantId: bob.participant });
    expect(await bob.until(({ final }) => final === true)).toMatchObject({ info: {}, cause: { reason: "forbidden" } });
  });
});

describe("following without a place", () => {
  it("is for the owner, and for a user who is in it, as long as that is so", async () => {
    const { conferences, id, uri, join, server } = await meeting();
    const owner = await watch(await terminal(server, "alice"), { conference: uri });
    expect(owner.subscription.answer.participant).toBeUndefined();
    const bob = await join("bob");
    const elsewhere = await watch(await terminal(server, "bob"), { conference: uri });
    await expect(watch(await terminal(server, "carol"), { conference: uri })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(watch(await terminal(server, "carol"), { conference: `${uri}0` })).rejects.toMatchObject({ problem: "forbidden" });
    await conferences.removeParticipant({ conferenceId: id, participantId: bob.participant, ifMatch: "*" });
    expect(await elsewhere.until(({ final }) => final === true)).toMatchObject({ cause: { reason: "forbidden" } });
    await owner.until(({ info }) => info.userCount === 0);
    expect(owner.subscription.state).toBe("subscribed");
  });

  it("is limited for a connection", async () => {
    const { uri, server } = await meeting();
    const alice = await terminal(server, "alice");
    for (let count = 0; count < 16; count += 1) await watch(alice, { conference: uri });
    await expect(watch(alice, { conference: uri })).rejects.toMatchObject({ problem: "limit-reached" });
    expect(await conferencesOf(server, "alice").listConferences({})[Symbol.asyncIterator]().next()).toMatchObject({ done: false });
  });
});
