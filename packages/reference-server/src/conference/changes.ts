import type { ConferenceInfo } from "@parley/conference";
import { infoDelta } from "./info-delta.js";
import type { InfoDelta } from "./info-delta.js";
import { infoOf } from "./info.js";
import type { ConferenceState } from "./state.js";

/** A change of a conference, as it is told to those who watch it. */
export interface ConferenceChange extends InfoDelta {
  readonly conference: string;
  readonly uri: string;
  /** One more than that of the change before. */
  readonly version: number;
  /** The whole state after the change. */
  readonly whole: ConferenceInfo;
  readonly kind: "created" | "changed" | "ended";
}

/** Told of changes within their unit, where it may keep more. */
export type ChangeRecorder = (change: ConferenceChange) => void;

/** Told of changes after they are kept, in order. */
export type ChangeListener = (change: ConferenceChange) => void;

export interface Changes {
  listen(listener: ChangeListener): () => void;
}

/** Makes one change, with a version of its own, of whatever a unit does to a conference. Each recorder runs in the unit, each listener after it. */
export function watchChanges(state: ConferenceState, recorders: readonly ChangeRecorder[]): Changes {
  const listeners = new Set<ChangeListener>();
  state.units.beforeCommit((touched) => {
    for (const id of touched.partitions()) {
      const change = changeOf(state, id);
      if (change === undefined) continue;
      const known = state.snapshots.get(id);
      state.snapshots.put(id, { conference: id, serial: known?.serial ?? state.nextSerial(), version: change.version, value: change.whole });
      for (const record of recorders) record(change);
      state.units.afterCommit(() => {
        for (const listener of listeners) listener(change);
      });
    }
  });
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function changeOf(state: ConferenceState, id: string): ConferenceChange | undefined {
  const held = state.conferences.get(id);
  if (held === undefined) return undefined;
  const known = state.snapshots.get(id);
  const whole = infoOf(state, held);
  const { uri } = held.value;
  if (known === undefined) return { conference: id, uri, version: 1, state: "full", info: whole, whole, kind: "created" };
  const delta = infoDelta(known.value, whole);
  if (delta === undefined) return undefined;
  const isEnd = known.value.active === true && held.value.state === "ended";
  return { conference: id, uri, version: known.version + 1, ...delta, whole, kind: isEnd ? "ended" : "changed" };
}
