import { epochIn, standingIn, standingWithin } from "./epoch.js";
import type { EpochGrant } from "./epoch.js";
import type { EpochKeeper } from "./epoch-keeper.js";
import type { Peer } from "./peer.js";

/** The peer whose epoch is to go on, and what keeps that. */
export interface Kept {
  readonly peer: Peer;
  readonly keeper: AskedEpochKeeper;
}

/** The asking end of a connection: keeps the epoch that it is granted, or asks to go on with an earlier one. */
export class AskedEpochKeeper implements EpochKeeper {
  readonly #before: Kept | undefined;
  /** What a message may have before the connection is open. */
  readonly #messageBytes: number;
  #epoch: EpochGrant | undefined;
  #request: object = {};

  constructor(before: Kept | undefined, messageBytes: number) {
    this.#before = before;
    this.#messageBytes = messageBytes;
  }

  get resumeWithin(): number | undefined {
    const seconds = this.#epoch?.resumeWithin ?? 0;
    return seconds > 0 ? seconds * 1000 : undefined;
  }

  asks(fields: object): object {
    if (this.#epoch !== undefined) return {};
    const before = this.#before;
    const epoch = before === undefined ? undefined : before.keeper.#epoch;
    const standing = before?.peer.continuity.isResumable === true ? before.peer.continuity.standing : undefined;
    const resume = epoch && standing && { epoch: epoch.id, secret: epoch.secret };
    if (resume === undefined || standing === undefined) {
      this.#request = fields;
      return {};
    }
    const room = this.#messageBytes - JSON.stringify({ fields, resume }).length;
    const asked = { resume: { ...resume, ...standingWithin(standing, room) } };
    this.#request = { ...fields, ...asked };
    return asked;
  }

  grants(): object {
    return {};
  }

  passed(peer: Peer, success: object): void {
    if (this.#epoch !== undefined) return;
    const before = this.#before;
    const standing = standingIn(success);
    const epoch = epochIn(success);
    if (standing === undefined) {
      this.#epoch = epoch;
      before?.peer.end({ reason: "state-lost" });
    } else if (before?.peer.continuity.isResumable !== true) {
      // It was given up meanwhile.
      peer.end({ reason: "state-lost" });
    } else {
      before.keeper.#epoch = epoch ?? before.keeper.#epoch;
      before.peer.adopt(peer, { asked: "sent", request: this.#request, success, standing });
    }
  }
}
