import type { CeventNotification } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { meeting } from "./conference-terminals.js";
import type { Member } from "./conference-terminals.js";
import { terminal } from "./terminals.js";

/** One participant calls another, who answers. Gives the reasons for which the two sessions end. */
async function call(from: Member, to: Member) {
  const setup = from.terminal.client.setup({ to: to.uri, description: offer() });
  const incoming = await to.terminal.invited();
  const called = await incoming.accept({ description: answer() });
  const calling = await setup;
  const ends = Promise.all([calling, called].map((session) => new Promise<string>((heard) => session.onEnded(({ reason }) => heard(reason)))));
  return { incoming, calling, called, ends };
}

describe("a mesh", () => {
  it("has a session between every two of four", async () => {
    const { join } = await meeting();
    const inside: Member[] = [];
    for (const user of ["alice", "bob", "carol", "dave"]) {
      const newcomer = await join(user);
      for (const other of inside) {
        const { incoming, calling, called } = await call(newcomer, other);
        expect(incoming).toMatchObject({ to: other.uri, participant: newcomer.participant, from: { uri: `acct:${user}@parley.example` } });
        expect([calling.state, called.state]).toEqual(["established", "established"]);
      }
      inside.push(newcomer);
    }
  });

  it("reaches the device that takes part, and no other of the same user", async () => {
    const { server, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    const elsewhere = await terminal(server, "alice");
    await call(bob, alice);
    expect(await Promise.race([elsewhere.invited(), Promise.resolve("nothing")])).toBe("nothing");
  });

  it("is not open to who does not take part, or waits; nor is there who has gone", async () => {
    const { server, uri, join, joinToken, conferences, id } = await meeting({ joinHandling: "lobby" });
    const alice = await join("alice");
    const waiting = await join("bob");
    const carol = await join("carol", { joinToken: await joinToken({ skipsLobby: true }) });
    const ask = (member: Pick<Member, "terminal">, to: string) => member.terminal.client.setup({ to, description: offer() });
    await expect(ask({ terminal: await terminal(server, "dave") }, alice.uri)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(ask(waiting, alice.uri)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(ask(alice, waiting.uri)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(ask(alice, `${uri}/participants/${id}`)).rejects.toMatchObject({ problem: "unreachable" });
    await expect(ask(alice, alice.uri)).rejects.toMatchObject({ problem: "unreachable" });
    await carol.subscription.unsubscribe();
    await expect(ask(alice, carol.uri)).rejects.toMatchObject({ problem: "unreachable" });
    await conferences.admitParticipant({ conferenceId: id, participantId: waiting.participant });
    await call(waiting, alice);
  });

  it("has no address for all", async () => {
    const { uri, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    const setup = bob.terminal.client.setup({ to: uri, description: offer() });
    await (await alice.terminal.invited()).accept({ description: answer() });
    await setup;
    await join("carol");
    await expect(alice.terminal.client.setup({ to: uri, description: offer() })).rejects.toMatchObject({ problem: "address-incomplete" });
  });

  it("ends with who leaves, who is removed, and the conference", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob, carol] = [await join("alice"), await join("bob"), await join("carol")];
    const [left, removed] = [await call(bob, alice), await call(carol, alice)];
    await bob.subscription.unsubscribe();
    expect(await left.ends).toEqual(["normal", "normal"]);
    await conferences.removeParticipant({ conferenceId: id, participantId: carol.participant, ifMatch: "*" });
    expect(await removed.ends).toEqual(["removed", "removed"]);
    const over = await call(await join("dave"), alice);
    await conferences.endConference({ conferenceId: id });
    expect(await over.ends).toEqual(["conference-ended", "conference-ended"]);
    await expect(alice.terminal.client.setup({ to: bob.uri, description: offer() })).rejects.toMatchObject({ problem: "conference-ended" });
  });

  it("is of one room: who is moved to a breakout is parted from the others, and together with those there", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob, carol] = [await join("alice"), await join("bob"), await join("carol")];
    const [parted, kept] = [await call(bob, alice), await call(carol, bob)];
    const { id: breakout } = await conferences.openBreakout({ conferenceId: id, body: { participants: [bob.participant, carol.participant] } });
    expect(await parted.ends).toEqual(["removed", "removed"]);
    await alice.until(({ info }) => info.users?.some((user) => user.id === bob.participant && user.breakout === breakout) === true);
    expect([kept.calling.state, kept.called.state]).toEqual(["established", "established"]);
    await expect(alice.terminal.client.setup({ to: bob.uri, description: offer() })).rejects.toMatchObject({ problem: "forbidden" });
    await conferences.closeBreakout({ conferenceId: id, breakoutId: breakout, ifMatch: "*" });
    await call(bob, alice);
  });

  it("tells the conference what flows, as the answers say", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    await call(bob, alice);
    for (const { participant } of [alice, bob]) {
      const heard = await alice.until(({ info }) => info.users?.some((user) => user.id === participant && user.endpoints?.[0]?.media !== undefined) === true);
      expect(heard.info.users?.find((user) => user.id === participant)?.endpoints?.[0]?.media).toMatchObject([{ id: "audio", kind: "audio", direction: "sendrecv" }]);
    }
    await conferences.updateMedia({ conferenceId: id, participantId: bob.participant, mediaId: "audio", body: { muted: true }, ifMatch: "*" });
    const muted = ({ info }: CeventNotification) => info.users?.some((user) => user.endpoints?.[0]?.media?.some((flow) => flow.muted === true)) === true;
    expect((await bob.until(muted)).info.users).toMatchObject([{ id: bob.participant }]);
  });

  it("hands what terminals measure to the statistics", async () => {
    const { conferences, id, join } = await meeting();
    const [alice, bob] = [await join("alice"), await join("bob")];
    const { calling, called } = await call(bob, alice);
    calling.qoe({ period: 1_000, reports: [{ roundTripTime: { networkRTT: [40], internalRTT: [50] } }] });
    called.qoe({ period: 1_000, reports: [{ roundTripTime: { networkRTT: [60], internalRTT: [70] } }] });
    for (const { participant } of [alice, bob]) {
      let found = 0;
      while (found === 0) for await (const report of conferences.listQualityReports({ conferenceId: id, participantId: participant })) found += report.reports.length;
      expect(found).toBe(1);
    }
    expect(await conferences.getStatistics({ conferenceId: id })).toMatchObject({ reports: 2 });
  });
});
