import type { ConferenceWorld } from "./world.js";

/** The parts of a path that name what stands there: `conferenceId` and what is in it. Made by the client as far as they are asked for. */
export async function standingIds({ alice, desk }: ConferenceWorld, wanted: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  if (wanted.includes("templateId")) ids.set("templateId", (await alice.createTemplate({ body: { name: "Standing", settings: {} } })).id);
  if (wanted.includes("webhookId")) ids.set("webhookId", (await alice.createWebhook({ body: { url: "https://app.example/hooks" } })).id);
  if (!wanted.includes("conferenceId")) return ids;
  const { id: conferenceId, uri } = await alice.createConference({ body: {} });
  ids.set("conferenceId", conferenceId);
  if (wanted.includes("floorId")) ids.set("floorId", (await alice.createFloor({ conferenceId, body: { name: "questions", policy: "moderator-controlled" } })).id);
  if (wanted.includes("breakoutId")) ids.set("breakoutId", (await alice.openBreakout({ conferenceId, body: {} })).id);
  if (!wanted.includes("joinTokenId") && !wanted.includes("participantId")) return ids;
  const { token, id } = await alice.issueJoinToken({ conferenceId, body: {} });
  ids.set("joinTokenId", id);
  if (!wanted.includes("participantId")) return ids;
  const admission = await desk.admit({ uri, joinToken: token, address: "acct:bob@operator.example", device: "phone" });
  if (!admission.admitted) throw new Error(`Nobody gets in: ${admission.problem}`);
  const participantId = admission.participant.value.id;
  ids.set("participantId", participantId);
  if (!wanted.includes("mediaId")) return ids;
  await desk.setMedia(participantId, [{ id: "audio", kind: "audio", direction: "sendrecv" }]);
  ids.set("mediaId", "audio");
  return ids;
}
