import { randomUUID } from "node:crypto";
import type { Breakout, Conference, ConferenceInfo, ConferenceMedia, Floor, FloorRequest, Invitation, JoinTokenGrant, Participant, QualityReport, Template, Webhook, WebhookDelivery, WebhookEvent } from "@parley/conference";
import type { Clock } from "@parley/runtime";
import { cursorsOf, newCursorKey } from "./cursors.js";
import type { Cursors } from "./cursors.js";
import type { Table } from "./store/table.js";
import type { Units } from "./store/unit.js";

/** Something that is kept: in which conference, and its place among those of its kind, by order of creation. */
export interface Held<T> {
  /** The id of the conference; empty where it is in none. */
  readonly conference: string;
  readonly serial: number;
  readonly value: T;
}

export interface HeldConference extends Held<Conference> {
  /** When somebody was last in it, or it ended, in milliseconds since 1970. */
  readonly touched: number;
  readonly peak: number;
  readonly admissions: number;
  /** The seconds that those who have left were in it. */
  readonly seconds: number;
  /** How many quality reports came, those included that are not kept any more. */
  readonly reports: number;
}

export interface HeldParticipant extends Held<Omit<Participant, "endpoints">> {
  /** The device by which it takes part, as it names itself. */
  readonly device: string;
}

export interface HeldToken extends Held<JoinTokenGrant> {
  /** SHA-256 of the secret, in base64url: the secret itself is not kept. */
  readonly digest: string;
}

export interface HeldInvitation extends Held<Invitation> {
  /** Seconds. */
  readonly ringFor: number;
  /** The id of the join token of the newest attempt. */
  readonly joinToken: string;
}

export interface HeldTemplate extends Held<Template> {
  readonly owner: string;
}

export interface HeldWebhook extends Held<Webhook> {
  readonly owner: string;
  readonly secret: string;
  /** Signs, too, until then, in milliseconds since 1970. */
  readonly oldSecret?: { readonly secret: string; readonly until: number };
}

/** How far the sending of a webhook's events is; its state follows from the rest. */
export interface HeldDelivery extends Held<Omit<WebhookDelivery, "state">> {
  readonly failing: boolean;
}

export interface HeldWebhookEvent extends Held<WebhookEvent> {
  readonly webhook: string;
}

/** Without holders and queue, which follow from the requests. */
export type HeldFloor = Held<Omit<Floor, "holders" | "queue">>;

/** Without participants, who name their breakout. */
export type HeldBreakout = Held<Omit<Breakout, "participants">>;

export interface HeldMedia extends Held<ConferenceMedia> {
  readonly participant: string;
  /** Whether the participant itself muted it, who then may take it back. */
  readonly mutedBySelf?: boolean;
}

export interface HeldSnapshot extends Held<ConferenceInfo> {
  readonly version: number;
}

/** A secret of the function itself, in base64url. */
export interface HeldKey {
  readonly key: string;
}

/** All that the conference function keeps. What is in a conference is in its partition. */
export interface ConferenceState {
  readonly units: Units;
  readonly conferences: Table<HeldConference>;
  readonly participants: Table<HeldParticipant>;
  /** By participant and media id. */
  readonly media: Table<HeldMedia>;
  readonly tokens: Table<HeldToken>;
  readonly invitations: Table<HeldInvitation>;
  readonly floors: Table<HeldFloor>;
  readonly floorRequests: Table<Held<Omit<FloorRequest, "position">>>;
  readonly breakouts: Table<HeldBreakout>;
  readonly reports: Table<Held<QualityReport>>;
  /** What participants see of each conference, by its id. */
  readonly snapshots: Table<HeldSnapshot>;
  readonly templates: Table<HeldTemplate>;
  readonly webhooks: Table<HeldWebhook>;
  /** By the id of the webhook. */
  readonly webhookDeliveries: Table<HeldDelivery>;
  readonly webhookEvents: Table<HeldWebhookEvent>;
  /** By what it is for. */
  readonly keys: Table<HeldKey>;
  /** To be kept, so that cursors stay good after a restart. */
  readonly cursorKey: string;
  readonly cursors: Cursors;
  readonly clock: Clock;
  /** Conference URIs start so: `https://operator.example/conferences/`. */
  readonly uriBase: string;
  readonly newId: () => string;
  /** At random, from 0 up to 1. */
  readonly random: () => number;
  /** The next place in an order of creation. */
  readonly nextSerial: () => number;
  /** Now, as a date-time. */
  readonly time: () => string;
}

export interface ConferenceStateOptions {
  readonly units: Units;
  readonly uriBase: string;
  readonly clock: Clock;
  readonly newId?: () => string;
  readonly random?: () => number;
}

/** Opens the tables of the conference function. */
export function openConferenceState({ units, uriBase, clock, newId = randomUUID, random = Math.random }: ConferenceStateOptions): ConferenceState {
  const inConference = <T extends Held<unknown>>(name: string) => units.table<T>({ name, partition: ({ conference }) => conference });
  const tables = {
    conferences: units.table<HeldConference>({ name: "conferences", partition: ({ conference }) => conference, owner: ({ value }) => value.owner }),
    participants: inConference<HeldParticipant>("participants"),
    media: inConference<HeldMedia>("media"),
    tokens: inConference<HeldToken>("tokens"),
    invitations: inConference<HeldInvitation>("invitations"),
    floors: inConference<HeldFloor>("floors"),
    floorRequests: inConference<Held<Omit<FloorRequest, "position">>>("floor-requests"),
    breakouts: inConference<HeldBreakout>("breakouts"),
    reports: inConference<Held<QualityReport>>("reports"),
    snapshots: inConference<HeldSnapshot>("snapshots"),
    templates: units.table<HeldTemplate>({ name: "templates", partition: ({ owner }) => owner }),
    webhooks: units.table<HeldWebhook>({ name: "webhooks", partition: ({ owner }) => owner }),
    webhookDeliveries: units.table<HeldDelivery>({ name: "webhook-deliveries" }),
    webhookEvents: units.table<HeldWebhookEvent>({ name: "webhook-events", partition: ({ webhook }) => webhook }),
  };
  let serial = 0;
  for (const table of Object.values(tables)) for (const held of table.values()) serial = Math.max(serial, held.serial);
  const keys = units.table<HeldKey>({ name: "keys" });
  const cursorKey = keys.get("cursors")?.key ?? newCursorKey();
  return { units, ...tables, keys, cursorKey, cursors: cursorsOf(cursorKey), clock, uriBase, newId, random, nextSerial: () => (serial += 1), time: () => new Date(clock.now()).toISOString() };
}
