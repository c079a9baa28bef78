import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld } from "./world.js";

const second = 1_000;

async function meeting() {
  const world = conferenceWorld();
  const { id: conferenceId } = await world.alice.createConference({ body: {} });
  return { ...world, conferenceId, statistics: () => world.alice.getStatistics({ conferenceId }) };
}

describe("statistics of a conference", () => {
  it("count who was in it, and for how long", async () => {
    const world = await meeting();
    const { desk, clock, conferenceId, statistics } = world;
    expect(await statistics()).toEqual({ participants: 0, peakParticipants: 0, admissions: 0, participantSeconds: 0, reports: 0 });
    const bob = await join(world, conferenceId, "bob");
    await clock.advance(10 * second);
    await join(world, conferenceId, "carol");
    await clock.advance(5 * second);
    await desk.leave(bob);
    await clock.advance(2 * second);
    expect(await statistics()).toMatchObject({ participants: 1, peakParticipants: 2, admissions: 2, participantSeconds: 15 + 7 });
  });

  it("are the median of the round trips, and the part of the packets that was lost, of all reports", async () => {
    const world = await meeting();
    const { alice, desk, conferenceId, statistics } = world;
    const participantId = await join(world, conferenceId, "bob");
    const loss = (lost: number, received: number) => ({
      successiveLoss: { totalNumberOfSuccessivePacketLoss: [lost], numberOfSuccessiveLossEvents: [1], numberOfReceivedPackets: [received] },
    });
    const reports = [{ roundTripTime: { networkRTT: [40, 90], internalRTT: [60, 60] } }, { mid: "0", ...loss(10, 90) }];
    await desk.report(participantId, { start: "2026-03-02T08:59:57Z", period: 3_000, reports });
    await desk.report(participantId, { period: 3_000, reports: [{ roundTripTime: { networkRTT: [50, 60], internalRTT: [60, 60] } }, { mid: "0", ...loss(0, 100) }] });
    expect(await statistics()).toMatchObject({ reports: 2, roundTripTime: 55, packetLoss: 0.05 });
    const [newest, oldest] = await all(alice.listQualityReports({ conferenceId, participantId, pageSize: 1 }));
    expect(oldest).toMatchObject({ participant: participantId, receivedAt: "2026-03-02T09:00:00.000Z", start: "2026-03-02T08:59:57Z", period: 3_000, reports });
    expect(newest).not.toHaveProperty("start");
  });

  it("keep the last 1,000 reports, and count all", async () => {
    const world = await meeting();
    const { alice, desk, conferenceId, statistics } = world;
    const participantId = await join(world, conferenceId, "bob");
    for (let count = 0; count < 1_002; count += 1) await desk.report(participantId, { period: 1_000 + count, reports: [{ mid: "0", frameRate: [30] }] });
    expect(await statistics()).toMatchObject({ reports: 1_002 });
    const kept = await all(alice.listQualityReports({ conferenceId, participantId, pageSize: 100 }));
    expect(kept.map(({ period }) => period)).toEqual(Array.from({ length: 1_000 }, (_, index) => 2_001 - index));
  });

  it("count what one has reported who has left, whose reports are found no more", async () => {
    const world = await meeting();
    const { alice, desk, conferenceId, statistics } = world;
    const participantId = await join(world, conferenceId, "bob");
    await desk.report(participantId, { period: 1_000, reports: [{ roundTripTime: { networkRTT: [40], internalRTT: [50] } }] });
    await desk.leave(participantId);
    expect(await problemOf(all(alice.listQualityReports({ conferenceId, participantId })))).toBe("not-found");
    expect(await statistics()).toMatchObject({ reports: 1, roundTripTime: 40 });
  });

  it("take no report of who is not in", async () => {
    const world = await meeting();
    const { alice, desk, conferenceId, statistics } = world;
    const participantId = await join(world, conferenceId, "bob");
    await desk.leave(participantId);
    await desk.report(participantId, { period: 1_000, reports: [{ mid: "0", frameRate: [30] }] });
    expect(await statistics()).toMatchObject({ reports: 0 });
    expect(await problemOf(all(alice.listQualityReports({ conferenceId, participantId })))).toBe("not-found");
  });
});
