import type { ConferenceImplementation } from "@parley/conference";
import { systemClock } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { IdempotencyStore } from "@parley/runtime/http";
import type { ConferenceCaller } from "./access.js";
import { admit, emptyAll, leave } from "./admission.js";
import type { Admission, AdmissionRequest } from "./admission.js";
import { watchChanges } from "./changes.js";
import type { ChangeListener, ChangeRecorder } from "./changes.js";
import { conferenceOperations } from "./conferences.js";
import { floorOperations } from "./floors.js";
import { floorRequestOperations } from "./floor-requests.js";
import { joinTokenOperations } from "./join-tokens.js";
import { passTime } from "./life.js";
import { participantOperations } from "./participants.js";
import { serveFloors } from "./serve-floors.js";
import { openConferenceState } from "./state.js";
import type { ConferenceState } from "./state.js";
import { unservedOperations } from "./unserved.js";
import { idempotentAnswers } from "./store/idempotent-answers.js";
import type { RecordStore } from "./store/record-store.js";
import { memoryRecordStore } from "./store/memory-record-store.js";
import { openUnits, Units } from "./store/unit.js";

export interface ConferenceDeskOptions {
  /** Where conferences are kept. */
  readonly store: RecordStore;
  /** Conference URIs start so: `https://operator.example/conferences/`. */
  readonly uriBase: string;
  readonly clock?: Clock;
  /** Names what is created: a UUID. Another one makes runs repeatable. */
  readonly newId?: () => string;
  /** At random, from 0 up to 1. */
  readonly random?: () => number;
}

/** Conferences and what is in them: the REST side works on them by its operations, the signalling function by what follows. */
export interface ConferenceDesk {
  readonly state: ConferenceState;
  readonly operations: ConferenceImplementation<ConferenceCaller>;
  /** What was answered to requests with a key, kept in one step with what they changed. */
  readonly answers: IdempotencyStore;
  /** Lets one in who bears a join token, or into the lobby. */
  admit(request: AdmissionRequest): Promise<Admission>;
  /** The participant has gone. */
  leave(participant: string): Promise<void>;
  /** Told of every change of a conference, after it is kept. Returns what stops it. */
  listen(listener: ChangeListener): () => void;
  /** Begins what is scheduled, ends what is over: to be called every second or so. */
  passTime(): Promise<void>;
  close(): Promise<void>;
}

export async function openConferenceDesk({ store, ...options }: ConferenceDeskOptions): Promise<ConferenceDesk> {
  const desk = deskOver(await openUnits(store), options);
  const { state } = desk;
  await state.units.unit(() => {
    emptyAll(state);
    passTime(state);
  });
  return desk;
}

/** Conferences of one run, in memory. */
export function memoryConferenceDesk(options: Omit<ConferenceDeskOptions, "store">): ConferenceDesk {
  return deskOver(new Units(memoryRecordStore(), [], {}), options);
}

function deskOver(units: Units, { uriBase, clock = systemClock, newId, random }: Omit<ConferenceDeskOptions, "store">): ConferenceDesk {
  const state = openConferenceState({ units, uriBase, clock, ...(newId === undefined ? {} : { newId }), ...(random === undefined ? {} : { random }) });
  // Whatever a unit did, who left for instance: floors follow, and belong to the same change.
  units.beforeCommit((touched) => {
    for (const conference of touched.partitions()) serveFloors(state, conference);
  });
  const recorders: readonly ChangeRecorder[] = [];
  const changes = watchChanges(state, recorders);
  return {
    state,
    operations: {
      ...unservedOperations(),
      ...conferenceOperations(state),
      ...participantOperations(state),
      ...joinTokenOperations(state),
      ...floorOperations(state),
      ...floorRequestOperations(state),
    },
    answers: idempotentAnswers(units, { now: () => clock.now() }),
    admit: (request) => units.unit(() => admit(state, request)),
    leave: (participant) => units.unit(() => leave(state, participant)),
    passTime: () => units.unit(() => passTime(state)),
    listen: (listener) => changes.listen(listener),
    close: () => units.close(),
  };
}
