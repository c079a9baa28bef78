import { mergePartial } from "@parley/runtime";
import type { CeventNotification, ConferenceInfo } from "@parley/signalling";

/** A conference as the events have told it so far. */
export interface KnownConference {
  readonly version: number;
  readonly info: ConferenceInfo;
}

/** By what the entries of these lists are told apart (RFC 4575). */
const names = { users: "id", endpoints: "entity", media: "id", floors: "id", breakouts: "id" };

/** What is known after an event. Undefined where one is missing in between: then only a snapshot helps. */
export function afterEvent(known: KnownConference | undefined, { version, state, info }: Pick<CeventNotification, "version" | "state" | "info">): KnownConference | undefined {
  if (state === "full") return { version, info: mergePartial<ConferenceInfo>({}, info, names) };
  if (known === undefined || version > known.version + 1) return undefined;
  return version < known.version ? known : { version, info: mergePartial(known.info, info, names) };
}
