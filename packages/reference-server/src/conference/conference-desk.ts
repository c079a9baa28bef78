import type { ConferenceImplementation, ConferenceMedia } from "@parley/conference";
import { systemClock } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { IdempotencyStore } from "@parley/runtime/http";
import { signallingPath, signallingProtocol } from "@parley/signalling";
import { absentOperations } from "./absent.js";
import type { ConferenceCaller } from "./access.js";
import { admit, emptyAll, leave } from "./admission.js";
import type { Admission, AdmissionRequest } from "./admission.js";
import { capabilityOperations } from "./capabilities.js";
import type { ConferenceAccess } from "./capabilities.js";
import { breakoutOperations } from "./breakouts.js";
import { watchChanges } from "./changes.js";
import type { ChangeListener, ChangeRecorder } from "./changes.js";
import { conferenceOperations } from "./conferences.js";
import { floorOperations } from "./floors/floors.js";
import { floorRequestOperations } from "./floors/floor-requests.js";
import type { InvitationCaller } from "./invitations/invitation-caller.js";
import { failInvitations } from "./invitations/invitation-end.js";
import { invitationOperations } from "./invitations/invitations.js";
import { joinTokenOperations } from "./join-tokens.js";
import { watchLifetimes } from "./life.js";
import { lobbyOperations } from "./lobby.js";
import { mediaOperations, setMedia } from "./media.js";
import { participantOperations } from "./participants.js";
import { openRinging } from "./invitations/ringing.js";
import { serveFloors } from "./floors/serve-floors.js";
import { openConferenceState } from "./state.js";
import type { ConferenceState } from "./state.js";
import { watchMeasures } from "./measures.js";
import { keepReport, statisticsOperations } from "./statistics.js";
import type { QualityMeasured, ReportRecorder } from "./statistics.js";
import { subscriptionOperations } from "./subscriptions.js";
import { templateOperations } from "./templates.js";
import { openWebhookDelivery } from "./webhooks/webhook-delivery.js";
import { tellWebhooks, webhookRecorder } from "./webhooks/webhook-events.js";
import { loopbackHosts } from "./webhooks/webhook-hosts.js";
import { createWebhookSender } from "./webhooks/webhook-sender.js";
import { webhookOperations } from "./webhooks/webhooks.js";
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
  /** Where participants connect, asked for when somebody wants to know. Absent, the host of `uriBase`. */
  readonly access?: () => ConferenceAccess;
  readonly webhooks?: WebhookOptions;
}

/** Where events are sent. */
export interface WebhookOptions {
  /** The hosts that events may be sent to, each as in a URL, without a port. Absent, this machine only. */
  readonly hosts?: readonly string[];
  /** Sends a request; it must not follow a redirect. The platform's where none is given. */
  readonly fetch?: (request: Request) => Promise<Response>;
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
  /** What flows between the participant and the others from now on, as its terminal says. */
  setMedia(participant: string, flows: readonly ConferenceMedia[]): Promise<void>;
  /** The participant has measured the quality of its media. */
  report(participant: string, measured: QualityMeasured): Promise<void>;
  /** Told of every change of a conference, after it is kept. Returns what stops it. */
  listen(listener: ChangeListener): () => void;
  /** Who calls invited users, of whom none is reached without it. Returns what takes it away. */
  onInvitation(caller: InvitationCaller): () => void;
  /** Begins what is scheduled, ends what is over: to be called every second or so. */
  passTime(): Promise<void>;
  close(): Promise<void>;
}

export async function openConferenceDesk({ store, ...options }: ConferenceDeskOptions): Promise<ConferenceDesk> {
  const desk = deskOver(await openUnits(store), options);
  const { state } = desk;
  await state.units.unit(() => {
    if (!state.keys.has("cursors")) state.keys.put("cursors", { key: state.cursorKey });
    emptyAll(state);
    failInvitations(state);
  });
  await desk.passTime();
  return desk;
}

/** Conferences of one run, in memory. */
export function memoryConferenceDesk(options: Omit<ConferenceDeskOptions, "store">): ConferenceDesk {
  return deskOver(new Units(memoryRecordStore(), [], {}), options);
}

function deskOver(units: Units, options: Omit<ConferenceDeskOptions, "store">): ConferenceDesk {
  const { uriBase, clock = systemClock, newId, random, access = () => accessOf(uriBase), webhooks = {} } = options;
  const state = openConferenceState({ units, uriBase, clock, ...(newId === undefined ? {} : { newId }), ...(random === undefined ? {} : { random }) });
  // Whatever a unit did, who left for instance: floors follow, and belong to the same change.
  units.beforeCommit((touched) => {
    for (const conference of touched.partitions()) serveFloors(state, conference);
  });
  const lifetimes = watchLifetimes(state);
  const measures = watchMeasures(state);
  const ringing = openRinging(state);
  const { hosts = loopbackHosts, ...sending } = webhooks;
  const recorders: readonly ChangeRecorder[] = [webhookRecorder(state)];
  const reportRecorders: readonly ReportRecorder[] = [(conference, report) => tellWebhooks(state, conference, { kind: "quality-reported", report })];
  const changes = watchChanges(state, recorders);
  const delivery = openWebhookDelivery(state, createWebhookSender({ hosts, clock, ...sending }));
  return {
    state,
    operations: {
      ...absentOperations(state),
      ...capabilityOperations(access),
      ...conferenceOperations(state),
      ...participantOperations(state),
      ...joinTokenOperations(state),
      ...invitationOperations(state, ringing),
      ...floorOperations(state),
      ...floorRequestOperations(state),
      ...lobbyOperations(state),
      ...mediaOperations(state),
      ...statisticsOperations(state, measures),
      ...subscriptionOperations(state),
      ...templateOperations(state),
      ...breakoutOperations(state),
      ...webhookOperations(state, delivery, hosts),
    },
    answers: idempotentAnswers(units, { now: () => clock.now() }),
    admit: (request) => units.unit(() => admit(state, request)),
    leave: (participant) => units.unit(() => leave(state, participant)),
    setMedia: (participant, flows) => units.unit(() => setMedia(state, participant, flows)),
    report: (participant, measured) =>
      units.unit(() => {
        const held = keepReport(state, participant, measured);
        if (held !== undefined) for (const record of reportRecorders) record(held.conference, held.value);
      }),
    passTime: () => lifetimes.pass(),
    listen: (listener) => changes.listen(listener),
    onInvitation: (caller) => ringing.callBy(caller),
    async close() {
      ringing.close();
      await delivery.close();
      await units.close();
    },
  };
}

/** Signalling beside the conferences, on the same host. */
function accessOf(uriBase: string): ConferenceAccess {
  return { signalling: [{ url: new URL(signallingPath, uriBase).href.replace(/^http/, "ws"), subprotocol: signallingProtocol.subprotocol ?? "" }], iceServers: [] };
}
