import type { ConferenceImplementation, Webhook } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import { newSecret } from "../../secret.js";
import type { ConferenceCaller } from "../access.js";
import { entityTagOf, tagged } from "../entity-tag.js";
import { pageOf } from "../page.js";
import { refused } from "../refused.js";
import type { ConferenceState, HeldWebhook } from "../state.js";
import type { WebhookDelivery } from "./webhook-delivery.js";
import { eventKey, firstKept } from "./webhook-events.js";
import { isAllowedUrl } from "./webhook-hosts.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listWebhooks" | "createWebhook" | "getWebhook" | "updateWebhook" | "deleteWebhook" | "listWebhookEvents" | "replayWebhook"
>;

/** Webhooks of one owner. */
const mostWebhooks = 100;

/** Events go to these hosts only. */
export function webhookOperations(state: ConferenceState, delivery: WebhookDelivery, hosts: readonly string[]): Operations {
  const { units, webhooks, webhookEvents } = state;
  const ownOf = ({ user }: ConferenceCaller, id: string): HeldWebhook => {
    const held = webhooks.get(id);
    if (held?.owner !== user) throw refused("not-found");
    return held;
  };
  const judgeUrl = (url: string) => {
    if (!isAllowedUrl(url, hosts)) throw refused("address-unsupported", "Events are not sent to this host.");
  };
  return {
    listWebhooks: (page, { caller }) => units.read(() => pageOf(webhooks.inPartition(caller.user), page, "newest", ({ value }) => value)),
    createWebhook: async ({ body }, { caller }) => {
      const { url, kinds, conference } = body;
      const created = await units.unit(() => {
        judgeUrl(url);
        if (conference !== undefined && state.conferences.get(conference)?.value.owner !== caller.user) throw refused("conflict", "There is no such conference.");
        if (webhooks.inPartition(caller.user).length >= mostWebhooks) throw refused("limit-reached", undefined, { retryAfter: 60 });
        const filter = { ...(kinds === undefined ? {} : { kinds }), ...(conference === undefined ? {} : { conference }) };
        const value: Webhook = { id: state.newId(), url, ...filter, state: "active", lastSequence: 0, deliveredSequence: 0, createdAt: state.time() };
        const secret = newSecret();
        webhooks.put(value.id, { conference: "", serial: state.nextSerial(), owner: caller.user, secret, value });
        return { value, secret };
      });
      const etag = entityTagOf(created.value);
      return { status: 201, headers: { etag, location: locationOf(created.value), cacheControl: "no-store" }, body: { ...created.value, secret: created.secret } };
    },
    getWebhook: ({ webhookId }, { caller }) => units.read(() => tagged(ownOf(caller, webhookId).value)),
    updateWebhook: ({ webhookId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const held = ownOf(caller, webhookId);
        requireMatch(entityTagOf(held.value));
        const { kinds: known, ...rest } = held.value;
        const { url = rest.url, kinds = known, state: wished = rest.state } = body;
        if (body.url !== undefined) judgeUrl(url);
        if (body.state !== undefined && wished !== "active" && wished !== "paused") throw refused("conflict", "Only `active` and `paused` can be wished.");
        const value: Webhook = { ...rest, url, state: wished, ...(kinds === undefined || kinds === null ? {} : { kinds }) };
        webhooks.put(webhookId, { ...held, value });
        units.afterCommit(() => delivery.wake(webhookId));
        return tagged(value);
      }),
    deleteWebhook: ({ webhookId }, { caller, requireMatch }) =>
      units.unit(() => {
        requireMatch(entityTagOf(ownOf(caller, webhookId).value));
        for (const { value } of webhookEvents.inPartition(webhookId)) webhookEvents.delete(eventKey(webhookId, value.sequence));
        webhooks.delete(webhookId);
        units.afterCommit(() => delivery.wake(webhookId));
      }),
    listWebhookEvents: ({ webhookId, after = 0, ...page }, { caller }) =>
      units.read(() => {
        ownOf(caller, webhookId);
        const events = webhookEvents.inPartition(webhookId).filter(({ value }) => value.sequence > after);
        return pageOf(events, page, "oldest", ({ value }) => value);
      }),
    replayWebhook: async ({ webhookId, body: { from } }, { caller }) => {
      const webhook = await units.unit(() => {
        const held = ownOf(caller, webhookId);
        if (from < firstKept(held.value)) throw refused("conflict", "The event is not kept any more.");
        if (from > held.value.lastSequence) throw refused("conflict", "The event is not there yet.");
        const value: Webhook = { ...held.value, deliveredSequence: Math.min(held.value.deliveredSequence, from - 1) };
        webhooks.put(webhookId, { ...held, value });
        units.afterCommit(() => delivery.wake(webhookId));
        return value;
      });
      return { status: 202, headers: { etag: entityTagOf(webhook), location: locationOf(webhook) }, body: webhook };
    },
  };
}

function locationOf({ id }: Webhook): string {
  return `${conferenceBasePath}/webhooks/${id}`;
}
