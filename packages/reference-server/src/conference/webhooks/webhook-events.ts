import type { WebhookDelivery, WebhookEvent } from "@parley/conference";
import type { ChangeRecorder } from "../changes.js";
import type { ConferenceState, HeldDelivery, HeldWebhook, HeldWebhookEvent } from "../state.js";

/** Events that are kept for each webhook. Of more the oldest goes, taken or not: a receiver that was away for so long finds a gap, and reads anew. */
export const keptEvents = 10_000;

/** What an event tells, beside its place among the others. */
export type EventContent = Omit<WebhookEvent, "id" | "sequence" | "conference" | "occurredAt">;

/** Where an event of a webhook is kept. */
export function eventKey(webhook: string, sequence: number): string {
  return `${webhook}/${sequence}`;
}

/** How far the sending of a webhook's events is. */
export function deliveryOf({ webhookDeliveries }: ConferenceState, webhook: string): HeldDelivery {
  return webhookDeliveries.get(webhook) ?? { conference: "", serial: 0, failing: false, value: { lastSequence: 0, deliveredSequence: 0, nextSequence: 1 } };
}

/** The same, as it is shown. */
export function deliveryView(state: ConferenceState, { value: { id, state: wished } }: HeldWebhook): WebhookDelivery {
  const { failing, value } = deliveryOf(state, id);
  if (value.nextSequence > value.lastSequence) return { state: "idle", ...value };
  return { state: wished === "paused" ? "waiting" : failing ? "failing" : "sending", ...value };
}

/** The first event that is kept; one more than the last where there is none. */
export function firstKept({ value: { lastSequence } }: HeldDelivery): number {
  return Math.max(1, lastSequence - keptEvents + 1);
}

/** Keeps an event for each webhook of the conference's owner that asks for such. Inside a unit. */
export function tellWebhooks(state: ConferenceState, conference: string, content: EventContent): void {
  const held = state.conferences.get(conference);
  if (held === undefined) return;
  for (const webhook of state.webhooks.inPartition(held.value.owner)) {
    const { kinds, conference: only } = webhook.value;
    if ((only === undefined || only === conference) && (kinds === undefined || kinds.includes(content.kind))) append(state, webhook, held.value.uri, content);
  }
}

/** Makes an event of each change of a conference. */
export function webhookRecorder(state: ConferenceState): ChangeRecorder {
  return ({ conference, kind, version, state: part, info }) => tellWebhooks(state, conference, { kind: `conference-${kind}`, version, state: part, info });
}

function append(state: ConferenceState, webhook: HeldWebhook, conference: string, content: EventContent): void {
  const { id } = webhook.value;
  const delivery = deliveryOf(state, id);
  const sequence = delivery.value.lastSequence + 1;
  const value: WebhookEvent = { id: state.newId(), sequence, ...content, conference, occurredAt: state.time() };
  const event: HeldWebhookEvent = { conference: "", webhook: id, serial: sequence, value };
  state.webhookEvents.put(eventKey(id, sequence), event);
  state.webhookEvents.delete(eventKey(id, sequence - keptEvents));
  state.webhookDeliveries.put(id, { ...delivery, value: { ...delivery.value, lastSequence: sequence } });
}
