import { createHmac, randomBytes } from "node:crypto";
import { signWebhook, verifyWebhook } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";

const key = randomBytes(32);
const secret = key.toString("base64url");
const sent = { id: "f3b8d0c5-9e27-4a64-91fb-0c6e5d7a2183", timestamp: 1_772_442_480, body: '{"subject":"Übersicht"}' };
const signature = await signWebhook(secret, sent);
const now = sent.timestamp * 1_000;

const headers = (changes: Readonly<Record<string, string>> = {}) =>
  new Headers({ "webhook-id": sent.id, "webhook-timestamp": String(sent.timestamp), "webhook-signature": signature, ...changes });

describe("the signature of a webhook", () => {
  it("is the HMAC of id, time and body", () => {
    const expected = createHmac("sha256", key).update(`${sent.id}.${sent.timestamp}.${sent.body}`).digest("base64");
    expect(signature).toBe(`v1,${expected}`);
  });

  it("is good with the secret it was made with", async () => {
    expect(await verifyWebhook(secret, headers(), sent.body, now)).toBe(true);
    expect(await verifyWebhook(randomBytes(32).toString("base64url"), headers(), sent.body, now)).toBe(false);
  });

  it("is good for five minutes, by either clock", async () => {
    for (const [seconds, isGood] of [[300, true], [301, false], [-300, true], [-301, false]] as const)
      expect(await verifyWebhook(secret, headers(), sent.body, now + seconds * 1_000), String(seconds)).toBe(isGood);
  });

  it.each([
    ["another body", {}, `${sent.body} `],
    ["another id", { "webhook-id": "0d4b7f92-6a1e-4c58-93f0-e5c2a8d1b736" }, sent.body],
    ["another time", { "webhook-timestamp": String(sent.timestamp + 1) }, sent.body],
    ["a time that is none", { "webhook-timestamp": "soon" }, sent.body],
    ["another version only", { "webhook-signature": signature.replace("v1,", "v2,") }, sent.body],
    ["a signature cut short", { "webhook-signature": signature.slice(0, -8) }, sent.body],
    ["no base64", { "webhook-signature": "v1,§" }, sent.body],
    ["no signature", { "webhook-signature": "" }, sent.body],
  ])("is not good for %s", async (_, changes, body) => {
    expect(await verifyWebhook(secret, headers(changes), body, now)).toBe(false);
  });

  it("is one of several while a secret is replaced", async () => {
    const other = await signWebhook(randomBytes(32).toString("base64url"), sent);
    expect(await verifyWebhook(secret, headers({ "webhook-signature": `v2,abc ${other} ${signature}` }), sent.body, now)).toBe(true);
  });

  it("needs headers", async () => {
    expect(await verifyWebhook(secret, new Headers(), sent.body, now)).toBe(false);
  });
});
