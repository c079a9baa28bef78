import type { ConferenceImplementation, ConferenceStatistics, QualityReport } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { inConference, memberOf } from "./access.js";
import type { Measures } from "./measures.js";
import { pageOf } from "./page.js";
import type { ConferenceState, Held, HeldConference } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "getStatistics" | "listQualityReports">;

/** What a terminal has measured. */
export type QualityMeasured = Pick<QualityReport, "start" | "period" | "reports">;

/** Told of a report within its unit, where it may keep more. */
export type ReportRecorder = (conference: string, report: QualityReport) => void;

/** Reports of one conference; of more, the oldest goes. */
const mostReports = 1_000;

export function statisticsOperations(state: ConferenceState, measures: Measures): Operations {
  const { units, participants, reports } = state;
  return {
    getStatistics: ({ conferenceId }, { caller }) => units.read(() => statisticsOf(state, measures, memberOf(state, caller, conferenceId).held)),
    listQualityReports: (call, { caller }) =>
      units.read(() => {
        const { conferenceId, participantId } = call;
        memberOf(state, caller, conferenceId);
        inConference(participants.get(participantId), conferenceId);
        const own = reports.inPartition(conferenceId).filter(({ value }) => value.participant === participantId);
        return pageOf(state, { operation: "listQualityReports", call, caller }, own, "newest", ({ value }) => value);
      }),
  };
}

/** Keeps what a participant has measured; undefined where it is not in. Inside a unit. */
export function keepReport(state: ConferenceState, participant: string, measured: QualityMeasured): Held<QualityReport> | undefined {
  const holder = state.participants.get(participant);
  const conference = holder === undefined ? undefined : state.conferences.get(holder.conference);
  if (conference === undefined || holder?.value.status === "pending") return undefined;
  const { id } = conference.value;
  const oldest = state.reports.firstIn(id);
  if (oldest !== undefined && state.reports.countIn(id) >= mostReports) state.reports.delete(oldest.value.id);
  const { start, period, reports } = measured;
  const value: QualityReport = { id: state.newId(), participant, receivedAt: state.time(), ...(start === undefined ? {} : { start }), period, reports };
  const held = { conference: id, serial: state.nextSerial(), value };
  state.reports.put(value.id, held);
  state.conferences.put(id, { ...conference, reports: conference.reports + 1 });
  return held;
}

function statisticsOf(state: ConferenceState, measures: Measures, { value, peak, admissions, seconds, reports }: HeldConference): ConferenceStatistics {
  const inside = state.participants.inPartition(value.id).filter((held) => held.value.status !== "pending");
  const now = state.clock.now();
  const running = inside.map(({ value: { joinedAt } }) => (joinedAt === undefined ? 0 : (now - Date.parse(joinedAt)) / 1_000));
  const { roundTripTime, lost, received } = measures.of(value.id);
  return {
    participants: inside.length,
    peakParticipants: peak,
    admissions,
    participantSeconds: seconds + sum(running),
    reports,
    ...(roundTripTime === undefined ? {} : { roundTripTime }),
    ...(lost + received === 0 ? {} : { packetLoss: lost / (lost + received) }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
