import type { ConferenceImplementation, Webhook } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import { newSecret } from "../../secret.js";
import type { ConferenceCaller } from "../access.js";
import { entityTagOf, tagged } from "../entity-tag.js";
import { pageOf } from "../page.js";
import { refused } from "../refused.js";
import type { ConferenceState, HeldWebhook } from "../state.js";
import type { WebhookDelivery } from "./webhook-delivery.js";
import { deliveryOf, deliveryView, eventKey, firstKept } from "./webhook-events.js";
import { isAllowedUrl } from "./webhook-hosts.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listWebhooks" | "createWebhook" | "getWebhook" | "updateWebhook" | "deleteWebhook" | "getWebhookDelivery" | "replaceWebhookSecret" | "listWebhookEvents" | "replayWebhook"
>;

/** Webhooks of one owner. */
const mostWebhooks = 100;

/** So long the secret before signs, too, where nothing is said. Seconds. */
const day = 86_400;

/** Events go to these hosts only. */
export function webhookOperations(state: ConferenceState, worker: WebhookDelivery, hosts: readonly string[]): Operations {
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
    listWebhooks: (call, { caller }) =>
      units.read(() => pageOf(state, { operation: "listWebhooks", call, caller }, webhooks.inPartition(caller.user), "newest", ({ value }) => value)),
    createWebhook: async ({ body }, { caller }) => {
      const { url, kinds, conference } = body;
      const created = await units.unit(() => {
        judgeUrl(url);
        if (conference !== undefined && state.conferences.get(conference)?.value.owner !== caller.user) throw refused("conflict", "There is no such conference.");
        if (webhooks.inPartition(caller.user).length >= mostWebhooks) throw refused("limit-reached", undefined, { retryAfter: 60 });
        const filter = { ...(kinds === undefined ? {} : { kinds }), ...(conference === undefined ? {} : { conference }) };
        const value: Webhook = { id: state.newId(), url, ...filter, state: "active", createdAt: state.time() };
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
        units.afterCommit(() => worker.wake(webhookId));
        return tagged(value);
      }),
    deleteWebhook: ({ webhookId }, { caller, requireMatch }) =>
      units.unit(() => {
        requireMatch(entityTagOf(ownOf(caller, webhookId).value));
        for (const { value } of webhookEvents.inPartition(webhookId)) webhookEvents.delete(eventKey(webhookId, value.sequence));
        state.webhookDeliveries.delete(webhookId);
        webhooks.delete(webhookId);
        units.afterCommit(() => worker.wake(webhookId));
      }),
    listWebhookEvents: (call, { caller }) =>
      units.read(() => {
        const { webhookId, after = 0 } = call;
        ownOf(caller, webhookId);
        const events = webhookEvents.inPartition(webhookId).filter(({ value }) => value.sequence > after);
        return pageOf(state, { operation: "listWebhookEvents", call, caller }, events, "oldest", ({ value }) => value);
      }),
    getWebhookDelivery: ({ webhookId }, { caller }) => units.read(() => deliveryView(state, ownOf(caller, webhookId))),
    replayWebhook: async ({ webhookId, body: { from } }, { caller }) => {
      const delivery = await units.unit(() => {
        const held = ownOf(caller, webhookId);
        const known = deliveryOf(state, webhookId);
        if (from < firstKept(known)) throw refused("conflict", "The event is not kept any more.");
        if (from > known.value.lastSequence) throw refused("conflict", "The event is not there yet.");
        state.webhookDeliveries.put(webhookId, { ...known, value: { ...known.value, nextSequence: Math.min(known.value.nextSequence, from) } });
        units.afterCommit(() => worker.wake(webhookId));
        return deliveryView(state, held);
      });
      return { status: 202, headers: { location: `${conferenceBasePath}/webhooks/${webhookId}/delivery` }, body: delivery };
    },
    replaceWebhookSecret: async ({ webhookId, body: { oldFor = day } }, { caller }) => {
      const body = await units.unit(() => {
        const { oldSecret: _, ...held } = ownOf(caller, webhookId);
        const secret = newSecret();
        const until = state.clock.now() + oldFor * 1_000;
        webhooks.put(webhookId, { ...held, secret, ...(oldFor === 0 ? {} : { oldSecret: { secret: held.secret, until } }) });
        return { secret, ...(oldFor === 0 ? {} : { oldUntil: new Date(until).toISOString() }) };
      });
      return { status: 200, headers: { cacheControl: "no-store" }, body };
    },
  };
}

function locationOf({ id }: Webhook): string {
  return `${conferenceBasePath}/webhooks/${id}`;
}
