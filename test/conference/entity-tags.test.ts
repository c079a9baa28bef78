import { describe, expect, it } from "vitest";
import { problemOf } from "./problem-of.js";
import { conferenceWorld } from "./world.js";

describe("the tag that something was made with", () => {
  it("is the one that it is changed or deleted by", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId, etag } = await alice.createConference({ body: {} });
    await alice.updateConference({ conferenceId, ifMatch: etag, body: { subject: "Weekly" } });
    const token = await alice.issueJoinToken({ conferenceId, body: {} });
    expect(await problemOf(alice.revokeJoinToken({ conferenceId, joinTokenId: token.id, ifMatch: etag }))).toBe("precondition-failed");
    await alice.revokeJoinToken({ conferenceId, joinTokenId: token.id, ifMatch: token.etag });
    const floor = await alice.createFloor({ conferenceId, body: { name: "screen" } });
    await alice.deleteFloor({ conferenceId, floorId: floor.id, ifMatch: floor.etag });
    const breakout = await alice.openBreakout({ conferenceId, body: {} });
    await alice.closeBreakout({ conferenceId, breakoutId: breakout.id, ifMatch: breakout.etag });
    const template = await alice.createTemplate({ body: { name: "Weekly", settings: {} } });
    await alice.deleteTemplate({ templateId: template.id, ifMatch: template.etag });
    const webhook = await alice.createWebhook({ body: { url: "https://app.example/hooks" } });
    const paused = await alice.updateWebhook({ webhookId: webhook.id, ifMatch: webhook.etag, body: { state: "paused" } });
    await alice.deleteWebhook({ webhookId: webhook.id, ifMatch: paused.etag });
  });
});
