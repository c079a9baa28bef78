import type { ConferenceClient, WebhookEvent } from "@parley/conference";
import { verifyWebhook } from "@parley/runtime/http";
import { expect } from "vitest";
import { keptEvents } from "../../../packages/reference-server/src/conference/webhooks/webhook-events.js";
import type { Ledger } from "./ledger.js";
import type { Arrival } from "./moody-receiver.js";

export interface ToldBy {
  readonly client: ConferenceClient;
  readonly webhookId: string;
  readonly secret: string;
  readonly ledgers: readonly Ledger[];
}

/** Everything that was to be told has come: signed, in order, no number left out or given twice, each change once. Returns the events, each once. */
export async function judgeArrivals(arrived: readonly Arrival[], { client, webhookId, secret, ledgers }: ToldBy): Promise<readonly WebhookEvent[]> {
  const bodies = new Map<number, string>();
  const events: WebhookEvent[] = [];
  for (const { headers, body, at } of arrived) {
    expect(await verifyWebhook(secret, headers, body, at), `the signature of ${body}`).toBe(true);
    const event = JSON.parse(body) as WebhookEvent;
    expect(headers.get("webhook-id")).toBe(event.id);
    const known = bodies.get(event.sequence);
    if (known === undefined) events.push(event);
    else expect(body, `sequence ${event.sequence} is one event`).toBe(known);
    bodies.set(event.sequence, body);
  }
  expect(events.map(({ sequence }) => sequence), "in order, without a gap").toEqual(events.map((_, at) => at + 1));
  expect(new Set(events.map(({ id }) => id)).size, "no event has two numbers").toBe(events.length);

  const kept: WebhookEvent[] = [];
  for await (const event of client.listWebhookEvents({ webhookId })) kept.push(event);
  expect(kept, "what can be read again is what came").toEqual(events.slice(-keptEvents));

  await judgeVersions(events, client, ledgers.flatMap(({ conferences }) => conferences));
  const subjects = events.flatMap(({ info }) => info?.subject ?? []);
  expect(subjects.sort(), "each subject is told once").toEqual(ledgers.flatMap((one) => one.subjects).sort());
  const ended = events.flatMap(({ kind, conference }) => (kind === "conference-ended" ? [conference] : []));
  expect(ended.sort(), "each end is told once").toEqual(ledgers.flatMap((one) => one.ended).sort());
  return events;
}

/** Each version of each conference is told, of those that are there up to the latest. */
async function judgeVersions(events: readonly WebhookEvent[], client: ConferenceClient, present: readonly string[]): Promise<void> {
  const versions = new Map<string, (number | undefined)[]>();
  for (const { conference, version } of events) versions.set(conference, [...versions.get(conference) ?? [], version]);
  for (const [conference, told] of versions) expect(told, `versions of ${conference}`).toEqual(told.map((_, at) => at + 1));
  for (const conferenceId of present) {
    const { conference, version } = await client.getConferenceInfo({ conferenceId });
    expect(versions.get(conference)?.length, `versions of ${conference}`).toBe(version);
  }
}
