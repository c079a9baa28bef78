import { describe, expect, it } from "vitest";
import { join } from "./join.js";
import { problemOf } from "./problem-of.js";
import { all, conferenceWorld } from "./world.js";

const id = "00000000-0000-4000-8000-000000000000";

describe("what the conference function offers", () => {
  it("is told with where to connect", async () => {
    const { alice } = conferenceWorld();
    const { topologies, features = [], signalling, iceServers } = await alice.getCapabilities();
    expect(topologies).toMatchObject([{ topology: "p2p", maxParticipants: 4 }]);
    expect(signalling).toEqual([{ url: "wss://operator.example/webrtc-signalling/v1", subprotocol: "webrtc-signalling.v1" }]);
    expect(iceServers).toEqual([]);
    for (const absent of ["layout", "mixing", "dial-in", "dial-out", "recording", "streaming", "ingest", "signals", "subscriptions"]) expect(features).not.toContain(absent);
    expect(await problemOf(alice.getAgreement())).toBe("not-found");
  });

  it("is not what needs a media server: nothing of it is there, and nothing can be begun", async () => {
    const { alice } = conferenceWorld();
    const { id: conferenceId } = await alice.createConference({ body: {} });
    const lists = [alice.listDialIns, alice.listDialOuts, alice.listRecordings, alice.listStreams, alice.listIngests];
    for (const list of lists) expect(await all<unknown>(list({ conferenceId }))).toEqual([]);
    const problems = {
      "not-found": [
        () => alice.getDialIn({ conferenceId, dialInId: id }),
        () => alice.cancelDialOut({ conferenceId, dialOutId: id }),
        () => alice.stopRecording({ conferenceId, recordingId: id }),
        () => alice.downloadRecording({ conferenceId, recordingId: id }),
        () => alice.stopStream({ conferenceId, streamId: id }),
        () => alice.closeIngest({ conferenceId, ingestId: id, ifMatch: "*" }),
      ],
      "capability-absent": [
        () => alice.getLayout({ conferenceId }),
        () => alice.getMix({ conferenceId }),
        () => alice.replaceLayout({ conferenceId, ifMatch: "*", body: { name: "grid" } }),
        () => alice.openDialIn({ conferenceId, body: {} }),
        () => alice.dialOut({ conferenceId, body: { address: "tel:+15550100" } }),
        () => alice.startRecording({ conferenceId, body: { kind: "mixed" } }),
        () => alice.sendSignal({ conferenceId, body: { type: "hand", data: "up" } }),
      ],
    };
    for (const [problem, calls] of Object.entries(problems)) for (const call of calls) expect(await problemOf(call()), String(call)).toBe(problem);
    await alice.endConference({ conferenceId });
    expect(await problemOf(alice.startRecording({ conferenceId, body: { kind: "mixed" } }))).toBe("conference-ended");
  });

  it("is said to those only who might do it", async () => {
    const world = conferenceWorld();
    const { id: conferenceId } = await world.alice.createConference({ body: {} });
    const participantId = await join(world, conferenceId, "bob");
    expect(await problemOf(world.bob.startRecording({ conferenceId, body: { kind: "mixed" } }))).toBe("forbidden");
    const signal = () => world.bob.sendSignal({ conferenceId, body: { type: "hand", data: "up" } });
    expect(await problemOf(signal())).toBe("capability-absent");
    await world.alice.updateParticipant({ conferenceId, participantId, ifMatch: "*", body: { permissions: [] } });
    expect(await problemOf(signal())).toBe("forbidden");
  });
});

describe("templates", () => {
  const content = { name: "Team", settings: { joinHandling: "confirm", maxParticipants: 3 } };

  it("are kept for their owner, replaced as a whole, and deleted", async () => {
    const { alice, bob } = conferenceWorld();
    const heads: (string | null)[] = [];
    const { id: templateId } = await alice.createTemplate({ body: content }, { onResponse: ({ headers }) => heads.push(headers.get("location")) });
    expect(heads).toEqual([`/conference-management/v1/templates/${templateId}`]);
    const { etag, createdAt } = await alice.getTemplate({ templateId });
    const replaced = await alice.replaceTemplate({ templateId, ifMatch: etag, body: { name: "Other", settings: {} } });
    expect(replaced).toMatchObject({ id: templateId, name: "Other", settings: {}, createdAt });
    expect(await problemOf(alice.replaceTemplate({ templateId, ifMatch: etag, body: content }))).toBe("precondition-failed");
    expect(await all(bob.listTemplates())).toEqual([]);
    for (const call of [bob.getTemplate({ templateId }), bob.deleteTemplate({ templateId, ifMatch: "*" })].map(problemOf)) expect(await call).toBe("not-found");
    await alice.deleteTemplate({ templateId, ifMatch: replaced.etag });
    expect(await all(alice.listTemplates())).toEqual([]);
  });

  it("are listed in pages, the newest first", async () => {
    const { alice } = conferenceWorld();
    for (const name of ["A", "B", "C"]) await alice.createTemplate({ body: { name, settings: {} } });
    expect((await all(alice.listTemplates({ pageSize: 2 }))).map(({ name }) => name)).toEqual(["C", "B", "A"]);
  });

  it("make conferences, which stay as they are", async () => {
    const { alice, bob } = conferenceWorld();
    const { id: template } = await alice.createTemplate({ body: content });
    const { id: conferenceId, ...made } = await alice.createConference({ body: { template, maxParticipants: 2 } });
    expect(made).toMatchObject({ template, joinHandling: "confirm", maxParticipants: 2 });
    await alice.deleteTemplate({ templateId: template, ifMatch: "*" });
    expect(await alice.getConference({ conferenceId })).toMatchObject(made);
    expect(await problemOf(alice.createConference({ body: { template } }))).toBe("conflict");
    expect(await problemOf(bob.createConference({ body: { template } }))).toBe("conflict");
  });

  it("hold what a conference can be, and nothing that a setting is not", async () => {
    const { alice, ask } = conferenceWorld();
    expect(await problemOf(alice.createTemplate({ body: { name: "Big", settings: { topology: "mcu" } } }))).toBe("capability-absent");
    const headers = { "content-type": "application/json", "idempotency-key": "one" };
    const created = await ask("/templates", { method: "POST", headers, body: JSON.stringify({ ...content, owner: "x", settings: { ...content.settings, owner: "x" } }) });
    expect(await created.json()).toEqual({ id: expect.any(String), ...content, createdAt: "2026-03-02T09:00:00.000Z" });
  });
});
