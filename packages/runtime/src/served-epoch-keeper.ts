import { resumeIn, standingWithin } from "./epoch.js";
import type { EpochGrant, EpochResume } from "./epoch.js";
import type { EpochKeeper } from "./epoch-keeper.js";
import type { EpochTable, ServedEpoch } from "./epoch-table.js";
import { valueAt } from "./json-pointer.js";
import type { Peer } from "./peer.js";
import { refuse } from "./problem.js";
import type { Refusal } from "./problem.js";

interface Granted {
  readonly grant: EpochGrant;
  readonly subject: string;
  /** The epoch that goes on, and how it was asked for. */
  readonly goesOn?: { readonly epoch: ServedEpoch; readonly request: object; readonly resume: EpochResume };
}

export interface ServedEpochOptions {
  readonly table: EpochTable;
  /** Where a success names its subject. */
  readonly subject: string;
  /** The epoch of this other peer goes on on the connection; called before and after it has taken it over. */
  readonly goingOn: (into: Peer) => void;
  readonly wentOn: (into: Peer) => void;
}

/** The accepting end of a connection: grants an epoch, or gives one back. */
export class ServedEpochKeeper implements EpochKeeper {
  readonly #options: ServedEpochOptions;
  #granted: Granted | undefined;
  #epoch: ServedEpoch | undefined;

  constructor(options: ServedEpochOptions) {
    this.#options = options;
  }

  get resumeWithin(): number | undefined {
    const { resumeWithin } = this.#options.table;
    return this.#epoch === undefined || resumeWithin === 0 ? undefined : resumeWithin;
  }

  asks(): object {
    return {};
  }

  grants(request: object, success: object): object | Refusal {
    const { table, subject: pointer } = this.#options;
    const subject = JSON.stringify(valueAt(success, pointer) ?? null);
    this.#granted = undefined;
    // Once there is an epoch, the request only renews what it rests on.
    if (this.#epoch !== undefined) {
      if ("resume" in request) return refuse("illegal-state");
      return this.#epoch.subject === subject ? {} : refuse("identity-changed");
    }
    const resume = resumeIn(request);
    const epoch = resume && table.find(resume, subject);
    if (resume === undefined || epoch === undefined) return this.#fresh(subject);
    const { continuity } = epoch.peer;
    if (!continuity.covers(resume)) {
      epoch.peer.end({ reason: "resume-mismatch" });
      return refuse("resume-mismatch");
    }
    // Nothing more is read of the old connection before it is said how far that was.
    continuity.suspend();
    if (!continuity.isResumable) return this.#fresh(subject);
    const grant = table.grant(epoch.id);
    this.#granted = { grant, subject, goesOn: { epoch, request, resume } };
    return { epoch: grant, resumed: true, ...standingWithin(continuity.standing, table.messageBytes) };
  }

  passed(peer: Peer, success: object): void {
    const { table, goingOn, wentOn } = this.#options;
    const granted = this.#granted;
    if (granted === undefined) return;
    this.#granted = undefined;
    const { grant, subject, goesOn } = granted;
    if (goesOn === undefined) {
      this.#epoch = table.open(grant, subject, peer);
      return;
    }
    const { epoch, request, resume } = goesOn;
    epoch.secret = grant.secret;
    // Should the success get lost, the peer comes back with the secret that it has.
    epoch.previous = resume.secret;
    epoch.lostAt = undefined;
    const proved = () => {
      epoch.previous = undefined;
    };
    goingOn(epoch.peer);
    epoch.peer.adopt(peer, { asked: "received", request, success, standing: resume }, proved);
    wentOn(epoch.peer);
  }

  lost(): void {
    if (this.#epoch !== undefined) this.#options.table.lost(this.#epoch);
  }

  ended(): void {
    if (this.#epoch !== undefined) this.#options.table.ended(this.#epoch);
    this.#epoch = undefined;
  }

  #fresh(subject: string): object | Refusal {
    if (this.#options.table.isFull(subject)) return refuse("rate-limited", { detail: "The user has as many connections as may be." });
    const grant = this.#options.table.grant();
    this.#granted = { grant, subject };
    return { epoch: grant, resumed: false };
  }
}
