import type { Webhook, WebhookEvent } from "@parley/conference";
import type { ConferenceState, HeldWebhook } from "../state.js";
import { eventKey, firstKept } from "./webhook-events.js";
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

/** What sends the events of one webhook while there are any. */
interface Worker {
  /** There may be more than it last saw. */
  again: boolean;
  /** Ends the wait for the next attempt. */
  hurry: () => void;
  readonly done: Promise<void>;
}

export function openWebhookDelivery(state: ConferenceState, send: WebhookSender): WebhookDelivery {
  const { units, webhooks, webhookEvents, clock } = state;
  const workers = new Map<string, Worker>();
  const closing = new AbortController();

  units.beforeCommit((touched) => {
    const told = new Set(touched.records(webhookEvents).flatMap(({ after }) => (after === undefined ? [] : [after.webhook])));
    if (told.size > 0) units.afterCommit(() => told.forEach(begin));
  });
  for (const { value } of webhooks.values()) if (value.lastSequence > value.deliveredSequence) begin(value.id);

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
        const { url } = next.webhook.value;
        const outcome = await send({ url, secret: next.webhook.secret }, next.event, closing.signal);
        if (closing.signal.aborted) return;
        const isNoted = await units.unit(() => note(next.webhook.value, next.event, outcome));
        failures = isNoted && outcome === "failed" ? failures + 1 : 0;
        if (failures > 0) await pause(worker, failures);
        worker.again = true;
      }
    } finally {
      workers.delete(id);
    }
  }

  function nextOf(id: string): { readonly webhook: HeldWebhook; readonly event: WebhookEvent } | undefined {
    const webhook = webhooks.get(id);
    if (webhook === undefined || webhook.value.state === "paused") return undefined;
    const sequence = Math.max(webhook.value.deliveredSequence + 1, firstKept(webhook.value));
    const event = webhookEvents.get(eventKey(id, sequence));
    return event === undefined ? undefined : { webhook, event: event.value };
  }

  /** Keeps what came of an event; false where the webhook was changed meanwhile, by a replay or another URL. Inside a unit. */
  function note(sent: Webhook, { sequence }: WebhookEvent, outcome: SendOutcome): boolean {
    const held = webhooks.get(sent.id);
    if (held === undefined || held.value.url !== sent.url || held.value.deliveredSequence !== sent.deliveredSequence) return false;
    const state = stateAfter(held.value.state, outcome);
    const deliveredSequence = outcome === "taken" ? sequence : held.value.deliveredSequence;
    if (state !== held.value.state || outcome === "taken") webhooks.put(sent.id, { ...held, value: { ...held.value, state, deliveredSequence } });
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

function stateAfter(state: Webhook["state"], outcome: SendOutcome): Webhook["state"] {
  if (state === "paused" || outcome === "gone") return "paused";
  return outcome === "taken" ? "active" : "failing";
}
