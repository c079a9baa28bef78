import type { QualityReport } from "@parley/conference";
import { OrderedValues } from "./ordered-values.js";
import type { ConferenceState } from "./state.js";

/** What the quality reports of one conference say together. */
export interface Measure {
  /** The median, in milliseconds. */
  readonly roundTripTime: number | undefined;
  /** Packets. */
  readonly lost: number;
  readonly received: number;
}

export interface Measures {
  /** Of the reports that are kept. Not inside a unit. */
  of(conference: string): Measure;
}

/** Follows the reports as they come and go, so that nobody who asks waits until all of them are gone through: of a conference that was asked about before, only what is new is. */
export function watchMeasures(state: ConferenceState): Measures {
  const { units, conferences, reports } = state;
  const known = new Map<string, RunningMeasure>();
  units.beforeCommit((touched) => {
    const changed = touched.records(reports).filter(({ before, after }) => known.has((after ?? before)?.conference ?? ""));
    const gone = touched.records(conferences).filter(({ key, after }) => after === undefined && known.has(key));
    if (changed.length + gone.length === 0) return;
    // Not before they are kept: what is undone was not measured.
    units.afterCommit(() => {
      for (const { before, after } of changed) {
        if (before !== undefined) known.get(before.conference)?.take(before.value);
        if (after !== undefined) known.get(after.conference)?.add(after.value);
      }
      for (const { key } of gone) known.delete(key);
    });
  });
  return {
    of(conference) {
      const running = known.get(conference) ?? new RunningMeasure();
      if (!known.has(conference)) {
        for (const { value } of reports.inPartition(conference)) running.add(value);
        known.set(conference, running);
      }
      return running;
    },
  };
}

class RunningMeasure implements Measure {
  readonly #roundTrips = new OrderedValues();
  lost = 0;
  received = 0;

  get roundTripTime(): number | undefined {
    return this.#roundTrips.median;
  }

  add(report: QualityReport): void {
    for (const value of roundTripsIn(report)) this.#roundTrips.add(value);
    this.#count(report, 1);
  }

  take(report: QualityReport): void {
    for (const value of roundTripsIn(report)) this.#roundTrips.delete(value);
    this.#count(report, -1);
  }

  #count({ reports }: QualityReport, sign: 1 | -1): void {
    for (const { successiveLoss } of reports) {
      this.lost += sign * sum(successiveLoss?.totalNumberOfSuccessivePacketLoss ?? []);
      this.received += sign * sum(successiveLoss?.numberOfReceivedPackets ?? []);
    }
  }
}

function roundTripsIn({ reports }: QualityReport): readonly number[] {
  return reports.flatMap(({ roundTripTime }) => roundTripTime?.networkRTT ?? []);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
