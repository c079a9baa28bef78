import type { WebhookEvent } from "@parley/conference";
import { createConferenceNotifier } from "@parley/conference";
import type { Clock } from "@parley/runtime";
import { ResponseError } from "@parley/runtime/http";
import { isAllowedUrl } from "./webhook-hosts.js";

/** So long a receiver has to answer, in milliseconds. */
const deadline = 10_000;

/** What a receiver has done with an event: `gone`, it wants no more. */
export type SendOutcome = "taken" | "gone" | "failed";

export interface WebhookTarget {
  readonly url: string;
  /** Each signs. */
  readonly secrets: readonly string[];
}

/** Sends one event once, signed. Never rejects. */
export type WebhookSender = (target: WebhookTarget, event: WebhookEvent, signal: AbortSignal) => Promise<SendOutcome>;

export interface WebhookSenderOptions {
  readonly hosts: readonly string[];
  readonly clock: Clock;
  /** The platform's where none is given. It must not follow a redirect. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export function createWebhookSender({ hosts, clock, fetch = withoutRedirects }: WebhookSenderOptions): WebhookSender {
  const notifier = createConferenceNotifier({ allow: (url) => isAllowedUrl(url.href, hosts), fetch, clock, retry: false });
  return async ({ url, secrets }, event, signal) => {
    try {
      await notifier.conferenceEvent(url, { webhookId: event.id, body: event }, { secret: secrets, signal, deadline });
      return "taken";
    } catch (error) {
      if (!(error instanceof ResponseError)) return "failed";
      if (error.status === 410) return "gone";
      // Another success than 204 is one, too.
      return error.status >= 200 && error.status < 300 ? "taken" : "failed";
    }
  };
}

/** Where an answer leads is no host that was allowed. */
function withoutRedirects(request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("user-agent", "parley-conference-function");
  return globalThis.fetch(new Request(request, { redirect: "manual", headers }));
}
