import type { Capabilities, ConferenceImplementation } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { mostInMesh } from "./conferences.js";
import { refused } from "./refused.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "getCapabilities" | "getAgreement">;

/** Where participants connect, and what helps them to: servers for anybody, without credentials. */
export type ConferenceAccess = Pick<Capabilities, "signalling" | "iceServers">;

/** What needs no media server. */
const inMesh = ["lobby", "lock", "invitations", "join-tokens", "mute", "ask-to-unmute", "floors", "breakouts", "statistics", "end-to-end-encryption"];
const ofAll = [...inMesh, "scheduling", "templates", "webhooks"];

export function capabilityOperations(accessNow: () => ConferenceAccess): Operations {
  return {
    getCapabilities: () => ({ topologies: [{ topology: "p2p", maxParticipants: mostInMesh, features: inMesh }], features: ofAll, ...accessNow() }),
    getAgreement: () => {
      throw refused("not-found", "There is no agreement with the caller.");
    },
  };
}
