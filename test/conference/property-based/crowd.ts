import { createConferenceClient } from "@parley/conference";
import type { ConferenceDesk } from "@parley/reference-server";
import { createConferenceFunction } from "@parley/reference-server";

const names = ["alice", "bob", "carol"];
const origin = "https://parley.example";

/** Whom the tester can work on. */
export interface Crowd {
  /** The ids of the conferences that are open before the tester comes. */
  readonly conferences: readonly string[];
  /** Makes them stay away; fulfilled when nothing of theirs is under way. */
  readonly leave: () => Promise<void>;
}

/**
 * Gives the tester somebody to work on, whom no request can bring. The host opens so many conferences. Three users come into each conference that
 * opens, or into its lobby, come again when they are removed, send media, measure their quality, and one of them asks for the first floor; the host
 * invites somebody, and opens a breakout.
 */
export async function sendCrowd(desk: ConferenceDesk, { count, perMinute }: { readonly count: number; readonly perMinute: number }): Promise<Crowd> {
  const conference = createConferenceFunction({ desk, userOf: (user) => addressOf(user), perMinute });
  const clientOf = (token: string) => createConferenceClient({ baseUrl: origin + conference.basePath, token, fetch: conference.handle, retry: false });
  const [host, guest] = [clientOf("alice"), clientOf("bob")];
  const busy = new Map<string, Promise<void>>();

  const join = async (conferenceId: string, uri: string, address: string): Promise<void> => {
    const { token } = await host.issueJoinToken({ conferenceId, body: {} });
    const admission = await desk.admit({ uri, joinToken: token, address, device: "terminal" });
    if (!admission.admitted) return;
    const { id } = admission.participant.value;
    await desk.setMedia(id, [{ id: "audio", kind: "audio", direction: "sendrecv" }, { id: "video", kind: "video", direction: "sendonly", ssrc: 7 }]);
    await desk.report(id, { period: 5_000, reports: [{ roundTripTime: { networkRTT: [40, 60], internalRTT: [2, 3] } }] });
  };

  const come = async (conferenceId: string, uri: string): Promise<void> => {
    const { state } = desk;
    const inside = new Set(state.participants.inPartition(conferenceId).map(({ value }) => value.address));
    for (const address of names.map(addressOf)) if (!inside.has(address)) await join(conferenceId, uri, address);
    if (state.breakouts.inPartition(conferenceId).length === 0) await host.openBreakout({ conferenceId, body: { subject: "Side room" } });
    if (state.invitations.inPartition(conferenceId).length === 0) await host.inviteParticipant({ conferenceId, body: { address: addressOf("dave") } });
    const [floor] = state.floors.inPartition(conferenceId);
    const asks = state.floorRequests.inPartition(conferenceId).some(({ value }) => value.state === "pending");
    if (floor !== undefined && !asks) await guest.requestFloor({ conferenceId, floorId: floor.value.id, body: {} });
  };

  const conferences: string[] = [];
  for (let opened = 0; opened < count; opened += 1) {
    const { id, uri } = await host.createConference({ body: {} });
    await come(id, uri);
    conferences.push(id);
  }
  // A change while they come is their own, as a rule. What refuses them, a full conference or one that has ended meanwhile, is no matter of theirs.
  const stop = desk.listen(({ conference: id, uri, kind, whole }) => {
    if (kind === "ended" || whole.active === false || busy.has(id)) return;
    busy.set(id, come(id, uri).catch(() => undefined).finally(() => busy.delete(id)));
  });
  return {
    conferences,
    async leave() {
      stop();
      await Promise.all(busy.values());
    },
  };
}

function addressOf(user: string): string {
  return `acct:${user}@parley.example`;
}
