import type { conferenceWorld } from "./world.js";

/** Lets a user into a conference as the signalling function does, and returns the id of the participant. */
export async function join({ desk, alice }: ReturnType<typeof conferenceWorld>, conferenceId: string, name: string, wish: { readonly role?: string; readonly skipsLobby?: boolean } = {}): Promise<string> {
  const { uri, token } = await alice.issueJoinToken({ conferenceId, body: wish });
  const admission = await desk.admit({ uri, joinToken: token, address: `acct:${name}@operator.example`, device: `${name}-1` });
  if (!admission.admitted) throw new Error(admission.problem);
  return admission.participant.value.id;
}
