import type { Clock } from "./clock.js";
import type { EpochGrant, EpochResume } from "./epoch.js";
import type { Peer } from "./peer.js";
import { isSameSecret, randomSecret } from "./secret.js";
import type { WireProtocol } from "./wire-protocol.js";

/** One epoch that a server has granted. */
export interface ServedEpoch {
  readonly id: string;
  /** Whose it is. */
  readonly subject: string;
  readonly peer: Peer;
  secret: string;
  /** Good until the new one is known to have arrived. */
  previous: string | undefined;
  /** When its connection was lost; undefined while there is one. */
  lostAt: number | undefined;
}

/** The epochs of a server: what they grant, who may have one back, and how many one subject may leave waiting. */
export class EpochTable {
  /** How long a lost connection is waited for, in milliseconds. */
  readonly resumeWithin: number;
  /** What a message may have where nothing smaller is agreed. */
  readonly messageBytes: number;
  readonly #window: number;
  readonly #windowBytes: number;
  readonly #perSubject: number;
  readonly #clock: Clock;
  readonly #byId = new Map<string, ServedEpoch>();
  readonly #bySubject = new Map<string, Set<ServedEpoch>>();

  constructor({ limits, timers }: WireProtocol, clock: Clock) {
    const within = timers["resumeWithin"];
    this.resumeWithin = (typeof within === "number" ? within : within?.default) ?? 30_000;
    this.messageBytes = limits["messageBytes"] ?? Infinity;
    this.#window = limits["window"] ?? 256;
    this.#windowBytes = limits["windowBytes"] ?? 1_048_576;
    this.#perSubject = limits["epochsPerUser"] ?? 8;
    this.#clock = clock;
  }

  /** What the success says of an epoch, with a new secret. */
  grant(id: string = randomSecret()): EpochGrant {
    const { resumeWithin } = this;
    return { id, secret: randomSecret(), window: this.#window, windowBytes: this.#windowBytes, resumeWithin: resumeWithin / 1000 };
  }

  /** All that the subject may have are there, and none of them has lost its connection. */
  isFull(subject: string): boolean {
    const all = this.#bySubject.get(subject);
    return all !== undefined && all.size >= this.#perSubject && [...all].every(({ lostAt }) => lostAt === undefined);
  }

  /** The epoch that is asked for, where it is the subject's and the secret is right. */
  find({ epoch, secret }: EpochResume, subject: string): ServedEpoch | undefined {
    const found = this.#byId.get(epoch);
    if (found?.subject !== subject || !found.peer.continuity.isResumable) return undefined;
    const isCurrent = isSameSecret(found.secret, secret);
    const isPrevious = isSameSecret(found.previous ?? "", secret);
    return isCurrent || isPrevious ? found : undefined;
  }

  open({ id, secret }: EpochGrant, subject: string, peer: Peer): ServedEpoch {
    const epoch: ServedEpoch = { id, secret, subject, peer, previous: undefined, lostAt: undefined };
    this.#byId.set(id, epoch);
    const all = this.#bySubject.get(subject) ?? new Set();
    this.#bySubject.set(subject, all.add(epoch));
    this.#makeRoom(all);
    return epoch;
  }

  lost(epoch: ServedEpoch): void {
    epoch.lostAt = this.#clock.now();
    this.#makeRoom(this.#bySubject.get(epoch.subject) ?? new Set());
  }

  ended(epoch: ServedEpoch): void {
    this.#byId.delete(epoch.id);
    const all = this.#bySubject.get(epoch.subject);
    all?.delete(epoch);
    if (all?.size === 0) this.#bySubject.delete(epoch.subject);
  }

  /** What is kept for lost connections counts against their subject: the one that was lost first goes first. */
  #makeRoom(all: ReadonlySet<ServedEpoch>): void {
    if (all.size <= this.#perSubject) return;
    const [oldest] = [...all].filter(({ lostAt }) => lostAt !== undefined).sort((a, b) => (a.lostAt ?? 0) - (b.lostAt ?? 0));
    oldest?.peer.end({ reason: "connection-lost" });
  }
}
