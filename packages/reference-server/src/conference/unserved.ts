import type { ConferenceImplementation } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { refused } from "./refused.js";

const names = [
  "moveParticipant",
  "listBreakouts", "openBreakout", "getBreakout", "updateBreakout", "closeBreakout",
  "listWebhooks", "createWebhook", "getWebhook", "updateWebhook", "deleteWebhook", "listWebhookEvents", "replayWebhook",
] as const satisfies readonly (keyof ConferenceImplementation<ConferenceCaller>)[];

/** What this function does not serve yet. */
export function unservedOperations(): Pick<ConferenceImplementation<ConferenceCaller>, (typeof names)[number]> {
  const answer = () => Promise.reject(refused("unavailable", "This conference function does not serve this yet."));
  return Object.fromEntries(names.map((name) => [name, answer])) as unknown as Pick<ConferenceImplementation<ConferenceCaller>, (typeof names)[number]>;
}
