import { createConferenceClient } from "@parley/conference";
import type { ConferenceDesk } from "@parley/reference-server";
import { createConferenceFunction } from "@parley/reference-server";

const names = ["alice", "bob", "carol"];
const origin = "https://parley.example";

/**
 * Gives the tester somebody to work on, whom no request can bring: three users come into each conference that opens, or into its lobby, come again
 * when they are removed, send media, measure their quality, and one of them asks for the first floor. Returns what makes them stay away; its promise
 * is fulfilled when nothing of theirs is under way.
 */
export function sendCrowd(desk: ConferenceDesk, perMinute: number): () => Promise<void> {
  const conference = createConferenceFunction({ desk, userOf: (user) => `acct:${user}@parley.example`, perMinute });
  const [owner, other] = ["alice", "bob"].map((token) => createConferenceClient({ baseUrl: origin + conference.basePath, token, fetch: conference.handle, retry: false }));
  const busy = new Map<string, Promise<void>>();

  const join = async (conferenceId: string, uri: string, address: string): Promise<void> => {
    const { token } = await owner!.issueJoinToken({ conferenceId, body: {} });
    const admission = await desk.admit({ uri, joinToken: token, address, device: "terminal" });
    if (!admission.admitted) return;
    const { id } = admission.participant.value;
    await desk.setMedia(id, [{ id: "audio", kind: "audio", direction: "sendrecv" }, { id: "video", kind: "video", direction: "sendonly", ssrc: 7 }]);
    await desk.report(id, { period: 5_000, reports: [{ roundTripTime: { networkRTT: [40, 60], internalRTT: [2, 3] } }] });
  };

  const come = async (conferenceId: string, uri: string): Promise<void> => {
    const inside = new Set(desk.state.participants.inPartition(conferenceId).map(({ value }) => value.address));
    for (const name of names) {
      const address = `acct:${name}@parley.example`;
      if (!inside.has(address)) await join(conferenceId, uri, address);
    }
    const [floor] = desk.state.floors.inPartition(conferenceId);
    const asks = desk.state.floorRequests.inPartition(conferenceId).some(({ value }) => value.state === "pending");
    if (floor !== undefined && !asks) await other!.requestFloor({ conferenceId, floorId: floor.value.id, body: {} });
  };

  // A change while they come is their own, as a rule. What refuses them, a full conference or one that has ended meanwhile, is no matter of theirs.
  const stop = desk.listen(({ conference: id, uri, kind, whole }) => {
    if (kind === "ended" || whole.active === false || busy.has(id)) return;
    busy.set(id, come(id, uri).catch(() => undefined).finally(() => busy.delete(id)));
  });
  return async () => {
    stop();
    await Promise.all(busy.values());
  };
}
