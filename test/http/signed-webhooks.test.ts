import { randomBytes } from "node:crypto";
import { compile, diskHost } from "@parley/compiler";
import { type ConferenceEventCall, createConferenceListeners, createConferenceNotifier } from "@parley/conference";
import { type Fault, type NotifierOptions, signWebhook, type WebhookSecret, type WebhookTrust } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";

const { protocols } = await compile(["specs/conference/openapi.yaml"], diskHost(root), { roots: ["specs"] });
const media = [...(protocols[0]?.operations.values() ?? [])].find(({ name }) => name === "conferenceEvent")?.http?.body?.content ?? [];
// The example of the document is an event.
const event = media[0]?.examples[0]?.payload as unknown as ConferenceEventCall["body"];
const [secret, next] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
const now = Date.UTC(2026, 10, 22);
const seconds = now / 1000;
const signatureBy = (by: string, timestamp = seconds): Promise<string> => signWebhook(by, { id: event.id, timestamp, body: JSON.stringify(event) });
const [good, others, old] = [await signatureBy(secret), await signatureBy(next), await signatureBy(secret, seconds - 301)];
const clock = { now: () => now, after: () => () => undefined };

/** A listener that trusts so, and what sends to it; `requests` are as they went over the wire. */
function joined(trust: WebhookTrust) {
  const heard: ConferenceEventCall[] = [];
  const requests: Request[] = [];
  const faults: Fault[] = [];
  const { conferenceEvent } = createConferenceListeners({ conferenceEvent: (call) => void heard.push(call) }, { ...trust, onFault: (fault) => faults.push(fault) });
  const fetch: NotifierOptions["fetch"] = (request) => {
    requests.push(request.clone());
    return conferenceEvent(request);
  };
  const notifier = createConferenceNotifier({ allow: () => true, fetch, clock });
  const send = (by: WebhookSecret) => notifier.conferenceEvent("https://app.example/hooks", { webhookId: event.id, body: event }, { secret: by });
  return { heard, requests, faults, send, conferenceEvent };
}

describe("a webhook with the headers of Standard Webhooks", () => {
  it("is signed by the notifier, and taken by a listener that knows the secret", async () => {
    const { heard, requests, send } = joined({ secret, clock });
    await send(secret);
    expect(await requests[0]?.text()).toBe(JSON.stringify(event));
    expect(heard).toEqual([{ webhookId: event.id, webhookTimestamp: seconds, webhookSignature: good, body: event }]);
  });

  it.each<[string, WebhookTrust["secret"], WebhookSecret]>([
    ["the sender still has the old secret", [next, secret], secret],
    ["the sender signs with both", next, [secret, next]],
    ["the secret is found by the address", async ({ url }) => (new URL(url).pathname === "/hooks" ? secret : undefined), secret],
    ["the secret is written as Standard Webhooks has it", `whsec_${Buffer.from(secret, "base64url").toString("base64")}`, secret],
  ])("is taken where %s", async (_, trusted, by) => {
    const { heard, send } = joined({ secret: trusted ?? "", clock });
    await send(by);
    expect(heard.length).toBe(1);
  });

  const like = (change: object, body = JSON.stringify(event)): Request => {
    const right = { "content-type": "application/json", "webhook-id": event.id, "webhook-timestamp": String(seconds), "webhook-signature": good };
    const headers = Object.entries({ ...right, ...change }).filter(([, value]) => value !== "");
    return new Request("https://app.example/hooks", { method: "POST", headers, body });
  };

  it.each([
    ["forged", { "webhook-signature": "v1,forged" }, 204],
    ["of another secret", { "webhook-signature": others }, 204],
    ["missing", { "webhook-signature": "" }, 400],
    ["without a time", { "webhook-timestamp": "" }, 400],
    ["stale", { "webhook-timestamp": String(seconds - 301), "webhook-signature": old }, 204],
    ["of another id", { "webhook-id": "3f9a0c5d-7e1b-4286-9d0f-4c8a2e6b7135" }, 204],
  ])("is 401 where its signature is %s, and never reaches the listener", async (_, change, unverified) => {
    const { heard, conferenceEvent } = joined({ secret, clock });
    const response = await conferenceEvent(like(change));
    expect([response.status, (await response.json()).type, heard]).toEqual([401, "https://parley.example/problems/unauthenticated", []]);
    expect((await joined({ unverified: true }).conferenceEvent(like(change))).status).toBe(unverified);
  });

  it("is 401 with another body, without a secret for it too; what is too long or no webhook at all is told so", async () => {
    const { conferenceEvent } = joined({ secret, clock });
    const bodies = [JSON.stringify({ ...event, sequence: 9 }), `${JSON.stringify(event)} `, "x".repeat(70_000)];
    const asked = [...bodies.map((body) => like({}, body)), new Request("https://app.example/hooks")];
    expect(await Promise.all(asked.map(async (request) => (await conferenceEvent(request)).status))).toEqual([401, 401, 413, 405]);
    expect((await joined({ secret: () => undefined, clock }).conferenceEvent(like({}))).status).toBe(401);
  });

  it("is no good where the secret cannot be read: a fault, told to nobody outside", async () => {
    const { conferenceEvent, faults } = joined({ secret: "not base64url!", clock });
    expect((await conferenceEvent(like({}))).status).toBe(500);
    expect(faults).toMatchObject([{ kind: "thrown", operation: "conferenceEvent", error: new TypeError("The secret of a webhook is base64url.") }]);
  });

  it("has a secret, or somebody says that it has none", () => {
    // @ts-expect-error: one of both is demanded
    expect(() => createConferenceListeners({ conferenceEvent: () => undefined }, {})).toThrow('"conferenceEvent" is signed: the option "secret" is missing.');
  });
});
