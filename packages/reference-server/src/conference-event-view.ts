import type { ConferenceInfo } from "@parley/conference";

/** What a subscriber may see of a conference. */
export type EventView = "whole" | "self" | "nothing";

export interface Viewer {
  /** Who it is in the conference, where it takes part by the subscription. */
  readonly participant: string | undefined;
  /** The address it is signed in with. */
  readonly address: string;
  readonly owns: boolean;
}

/** Who takes part sees all once it is let in, and itself before. Who does not must own the conference, or be in it by other means. */
export function viewOf({ participant, address, owns }: Viewer, { users = [] }: ConferenceInfo): EventView {
  const isIn = (user: (typeof users)[number]) => (user.endpoints ?? []).some(({ status }) => status !== "pending");
  if (participant === undefined) return owns || users.some((user) => user.entity === address && isIn(user)) ? "whole" : "nothing";
  const self = users.find(({ id }) => id === participant);
  if (self === undefined) return "nothing";
  return isIn(self) ? "whole" : "self";
}

/** The conference as one sees it who waits in the lobby. */
export function lobbyView({ displayText, subject, users = [] }: ConferenceInfo, participant: string | undefined): ConferenceInfo {
  return {
    ...(displayText === undefined ? {} : { displayText }),
    ...(subject === undefined ? {} : { subject }),
    users: users.filter(({ id }) => id === participant),
  };
}
