import type { WebhookEvent } from "@parley/conference";
import type { ConferenceState, HeldWebhook } from "../state.js";
import { deliveryOf, eventKey, firstKept } from "./webhook-events.js";
import type { SendOutcome, WebhookSender } from "./webhook-sender.js";

/** The wait before another attempt grows from the first to the last, in milliseconds. Up to a quarter of it is left out at random. */
const wait = { first: 1_000, last: 300_000 };

/** Sends what is kept for webhooks: of each in order, one event at a time. */
export interface WebhookDelivery {
  /** To be called when a webhook was changed: it goes on at once, and does not wait for its next attempt. */
  wake(webhook: string): void;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** What is to be sent next. */
interface Next {
  readonly webhook: HeldWebhook;
  /** Its `nextSequence`, which the event is behind where some are kept no longer. */
  readonly from: number;
  readonly event: WebhookEvent;
}

/** What sends the events of one webhook while there are any. */
interface Worker {
  /** There may be more than it last saw. */
  again: boolean;
  /** Ends the wait for the next attempt. */
  hurry: () => void;
  readonly done: Promise<void>;
}

export function openWebhookDelivery(state: ConferenceState, send: WebhookSender): WebhookDelivery {
  const { units, webhooks, webhookDeliveries, webhookEvents, clock } = state;
  const workers = new Map<string, Worker>();
  const closing = new AbortController();

  units.beforeCommit((touched) => {
    const told = new Set(touched.records(webhookEvents).flatMap(({ after }) => (after === undefined ? [] : [after.webhook])));
    if (told.size > 0) units.afterCommit(() => told.forEach(begin));
  });
  for (const { value } of webhooks.values()) {
    const { lastSequence, nextSequence } = deliveryOf(state, value.id).value;
    if (nextSequence <= lastSequence) begin(value.id);
  }

  function begin(id: string): void {
    const known = workers.get(id);
    if (known !== undefined) known.again = true;
    else if (!closing.signal.aborted) {
      const worker: { -readonly [K in keyof Worker]: Worker[K] } = { again: true, hurry: () => undefined, done: Promise.resolve() };
      workers.set(id, worker);
      worker.done = work(id, worker).catch(fail);
    }
  }

  async function work(id: string, worker: Worker): Promise<void> {
    try {
      let failures = 0;
      while (worker.again) {
        worker.again = false;
        // Only what is kept for good is sent: a number that was told is never given to another event.
        const next = await units.read(() => nextOf(id));
        if (next === undefined || closing.signal.aborted) continue;
        const outcome = await send({ url: next.webhook.value.url, secrets: secretsOf(next.webhook, clock.now()) }, next.event, closing.signal);
        if (closing.signal.aborted) return;
        const isNoted = await units.unit(() => note(next, outcome));
        failures = isNoted && outcome === "failed" ? failures + 1 : 0;
        if (failures > 0) await pause(worker, failures);
        worker.again = true;
      }
    } finally {
      workers.delete(id);
    }
  }

  function nextOf(id: string): Next | undefined {
    const webhook = webhooks.get(id);
    if (webhook === undefined || webhook.value.state === "paused") return undefined;
    const delivery = deliveryOf(state, id);
    const event = webhookEvents.get(eventKey(id, Math.max(delivery.value.nextSequence, firstKept(delivery))));
    return event === undefined ? undefined : { webhook, from: delivery.value.nextSequence, event: event.value };
  }

  /** Keeps what came of an event; false where the webhook was changed meanwhile, by a replay or another URL. Inside a unit. */
  function note({ webhook: { value: sent }, from, event: { sequence } }: Next, outcome: SendOutcome): boolean {
    const held = webhooks.get(sent.id);
    const delivery = deliveryOf(state, sent.id);
    if (held === undefined || held.value.url !== sent.url || delivery.value.nextSequence !== from) return false;
    if (outcome === "gone" && held.value.state !== "paused") webhooks.put(sent.id, { ...held, value: { ...held.value, state: "paused" } });
    if (outcome === "taken") {
      const deliveredSequence = Math.max(delivery.value.deliveredSequence, sequence);
      webhookDeliveries.put(sent.id, { ...delivery, failing: false, value: { ...delivery.value, deliveredSequence, nextSequence: sequence + 1 } });
    } else if (!delivery.failing) {
      webhookDeliveries.put(sent.id, { ...delivery, failing: true });
    }
    return true;
  }

  function pause(worker: Worker, failures: number): Promise<void> {
    const whole = Math.min(wait.first * 2 ** Math.min(failures - 1, 30), wait.last);
    return new Promise((resolve) => {
      const stop = clock.after(whole * (1 - state.random() / 4), resolve);
      worker.hurry = () => {
        stop();
        resolve();
      };
    });
  }

  function fail(error: unknown): void {
    if (!closing.signal.aborted) queueMicrotask(() => { throw error; });
  }

  return {
    wake(id) {
      workers.get(id)?.hurry();
      begin(id);
    },
    async close() {
      closing.abort();
      const rest = [...workers.values()];
      for (const { hurry } of rest) hurry();
      await Promise.all(rest.map(({ done }) => done));
    },
  };
}

function secretsOf({ secret, oldSecret }: HeldWebhook, now: number): readonly string[] {
  return oldSecret !== undefined && oldSecret.until > now ? [secret, oldSecret.secret] : [secret];
}
