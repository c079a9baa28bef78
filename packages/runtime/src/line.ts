import { AskedEpochKeeper } from "./asked-epoch-keeper.js";
import type { Kept } from "./asked-epoch-keeper.js";
import { Attempts, openedBefore } from "./attempts.js";
import { causeFrom } from "./cause.js";
import { supersededCode } from "./connection-methods.js";
import { standingIn } from "./epoch.js";
import { ConnectionError } from "./errors.js";
import type { ConnectionState, LineOptions, Move } from "./line-options.js";
import type { Peer } from "./peer.js";
import type { CloseCause } from "./peer-handlers.js";
import { afterFailure, departureIn, onward } from "./reconnection.js";
import { Renewal } from "./renewal.js";
import type { Transport } from "./transport.js";
import { TrustedPlaces } from "./trusted-places.js";

/** One way to the other end: a peer, and what brings its connection back (specs/signalling: uni.asyncapi.yaml, 5 Loss; messages/{auth,goaway}.yaml). */
export class Line {
  readonly #options: LineOptions;
  readonly #trusted: TrustedPlaces;
  readonly #renewal: Renewal;
  /** Absent: what is lost stays lost. */
  readonly #attempts: Attempts | undefined;
  #kept: Kept | undefined;
  #fields: object;
  #urls: readonly URL[];
  #granted: object | undefined;
  #phase: "lost" | "resuming" | undefined;
  #isDraining = false;
  /** Why it ends when nothing is left on it. */
  #leaving: CloseCause = { reason: "closed" };
  /** The other end wants the epoch to go on on another connection. */
  #isMoving = false;
  /** The time after which the other end, which stops, may be asked again. */
  #comesBackAfter: number | undefined;
  /** No new epoch is opened here; with `idle`, it closes when nothing is under way any more. */
  #retired: "open" | "idle" | undefined;
  #lostAt: number | undefined;
  #openedAt = -Infinity;
  #movesInRow = 0;
  #hasRenewed = false;
  /** The epoch is a new one, and the program does not know it yet. */
  #isFresh = false;
  #isOver = false;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#fields = options.fields;
    this.#urls = [options.url];
    const { clock, reconnect } = options;
    this.#trusted = new TrustedPlaces(options.url, reconnect === false ? [] : reconnect.hosts, options.fault);
    this.#renewal = new Renewal(clock, () => void this.#renew());
    if (reconnect !== false) this.#attempts = new Attempts(clock, reconnect, (...made) => this.#attempt(...made));
  }

  /** The state of the machine of the connection. */
  get machineState(): string | undefined {
    return this.#kept?.peer.state;
  }

  get roundTrip(): number | undefined {
    return this.#kept?.peer.roundTrip;
  }

  /** @throws ConnectionError where there never was a connection */
  get peer(): Peer {
    if (this.#kept === undefined) throw new ConnectionError("connection-lost");
    return this.#kept.peer;
  }

  get state(): ConnectionState {
    if (this.#isOver) return "closed";
    return this.#phase ?? (this.#isDraining ? "draining" : "ready");
  }

  /** The last success of the request that opens the connection. */
  get granted(): object | undefined {
    return this.#granted;
  }

  /** What the opening request says. */
  get fields(): object {
    return this.#fields;
  }

  /** Begins on a transport that is open; the request that opens the connection is still to be sent. */
  begin(transport: Transport): void {
    this.#kept = this.#make(transport, undefined);
  }

  /** Begins by itself, and goes on until it is open. */
  start({ urls, after, inRow }: Move): void {
    this.#urls = urls;
    this.#movesInRow = inRow;
    this.#wait(after);
  }

  /** The opening request has succeeded. */
  opened(fields: object, granted: object): void {
    this.#fields = fields;
    this.#hold(granted);
  }

  /** Another line takes over what is new: this one lasts as long as its sessions. */
  retire(): void {
    this.#retired = "idle";
    this.#closeIfIdle();
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#kept?.peer.close();
    this.#end({ reason: "closed" });
  }

  #make(transport: Transport, before: Kept | undefined): Kept {
    const { protocol, reconnect, peer: make } = this.#options;
    const keeper = new AskedEpochKeeper(before, protocol.limits["messageBytesBeforeAuth"] ?? Infinity);
    const of = (run: () => void) => {
      if (this.#kept?.peer === peer && !this.#isOver) run();
    };
    const peer = make(transport, protocol.replay === undefined || reconnect === false ? undefined : keeper, {
      lost: (code) => of(() => this.#lost(code)),
      closed: (cause) => of(() => this.#closed(cause)),
      goaway: (message) => of(() => this.#goaway(message)),
      settled: () => of(() => this.#closeIfIdle()),
    });
    return { peer, keeper };
  }

  /** What was granted holds. */
  #hold(granted: object): void {
    this.#granted = granted;
    this.#attempts?.succeeded();
    this.#hasRenewed = false;
    this.#renewal.due(granted);
    this.#options.changed();
  }

  #lost(code?: number): void {
    // Somebody else goes on with the epoch.
    if (code === supersededCode && this.#attempts?.isUnderWay !== true) return this.#kept?.peer.end({ reason: "replaced" });
    // Who moves gives the connection up itself.
    this.#phase = this.#isMoving && this.#attempts?.isUnderWay === true ? "resuming" : "lost";
    this.#lostAt ??= this.#options.clock.now();
    this.#options.changed();
    if (this.#attempts?.isUnderWay !== true) this.#wait();
  }

  #closed(cause: CloseCause): void {
    if (this.#comesBackAfter !== undefined && this.#isReconnecting) {
      this.#phase = "lost";
      this.#lostAt = this.#options.clock.now() + this.#comesBackAfter;
      this.#options.changed();
      return this.#wait(this.#comesBackAfter);
    }
    const returns = this.#isMoving || comingBack.has(cause.reason);
    if (!returns || !this.#isReconnecting || this.#retired !== undefined) return this.#end(cause);
    this.#lost();
  }

  #goaway(message: object): void {
    const departure = departureIn(message);
    const { action, endpoints, deadline, retryAfter } = departure;
    const { reconnect, moves } = this.#options;
    this.#isDraining = true;
    this.#leaving = { reason: "closed", ...("cause" in message ? causeFrom(message.cause) : undefined), code: 1000 };
    this.#options.changed();
    if (action === "stop" || reconnect === false) {
      if (this.#retired === undefined) this.#comesBackAfter = retryAfter;
      this.#isMoving = false;
      this.#attempts?.cancel();
      this.#closeIfIdle();
    } else if (action === "resume") {
      this.#isMoving = true;
      this.#urls = this.#trusted.among(endpoints, this.#urls);
      this.#lostAt = this.#options.clock.now();
      // Not all at once: the other end says it to everybody.
      const spread = Math.min(deadline / 2, 2_000) * (reconnect.random ?? Math.random)();
      this.#wait(Math.max(retryAfter ?? 0, spread));
    } else if (this.#retired === undefined) {
      this.#retired = "open";
      // What stays here comes back here.
      const urls = this.#trusted.among(endpoints, this.#urls);
      moves(this, { urls, ...onward(departure, this.#options.clock.now() - this.#openedAt, this.#movesInRow, reconnect) });
    }
  }

  #closeIfIdle(): void {
    const leaves = this.#retired === "idle" || (this.#isDraining && !this.#isMoving && this.#retired === undefined);
    if (!leaves || this.#kept?.peer.isIdle !== true) return;
    const { peer } = this.#kept;
    // What ended the last session is still being told.
    this.#options.clock.after(0, () => {
      if (peer.isIdle && !this.#isOver) peer.end(this.#leaving);
    });
  }

  get #isReconnecting(): boolean {
    return this.#options.reconnect !== false && this.#granted !== undefined;
  }

  #wait(ms?: number): void {
    const { clock, reconnect } = this.#options;
    const limit = reconnect === false ? 0 : (reconnect.within ?? 600_000);
    const isTooLate = clock.now() - (this.#lostAt ?? clock.now()) > limit;
    const isVain = this.#retired !== undefined && this.#kept?.peer.continuity.isResumable !== true;
    if (this.#attempts === undefined || isTooLate || isVain) this.#end({ reason: "connection-lost" });
    else this.#attempts.wait(ms, this.#kept?.peer.continuity.isResumable);
  }

  async #attempt(number: number, signal: AbortSignal): Promise<void> {
    const { method, open, url: first, changed } = this.#options;
    const url = this.#urls[number % this.#urls.length] ?? first;
    const before = this.#kept;
    if (before?.peer.continuity.isLinked !== true) this.#phase = "resuming";
    changed();
    let made: Kept | undefined;
    try {
      made = this.#make(await openedBefore(signal, open(url, signal)), before);
      const granted = await made.peer.request(method, this.#fields, { signal });
      this.#urls = [url];
      this.#came(before, made, granted);
    } catch (error) {
      void made?.peer.close();
      await this.#failed(error);
    }
  }

  #came(before: Kept | undefined, made: Kept, granted: object): void {
    const resumed = standingIn(granted) !== undefined;
    const kept = resumed ? before : made;
    if (!resumed && this.#retired !== undefined) {
      void made.peer.close();
      return this.#end({ reason: "state-lost" });
    }
    this.#isFresh ||= !resumed;
    if (!resumed) this.#kept = made;
    if (kept?.peer.continuity.isLinked !== true) {
      this.#lost();
      return this.#wait();
    }
    this.#lostAt = this.#phase = this.#comesBackAfter = undefined;
    this.#isDraining = this.#isMoving = false;
    this.#hold(granted);
    if (!this.#isFresh) return;
    this.#isFresh = false;
    this.#openedAt = this.#options.clock.now();
    this.#options.reopened(this);
  }

  async #failed(error: unknown): Promise<void> {
    const { protocol, renew, fault } = this.#options;
    this.#phase = this.#kept?.peer.continuity.isLinked === true ? undefined : "lost";
    this.#options.changed();
    const next = afterFailure(error, protocol.problems);
    if (next.isMismatch) this.#kept?.peer.end({ reason: "resume-mismatch" });
    if (next.refused === undefined) return this.#wait(next.wait);
    if (renew === undefined || this.#hasRenewed) return this.#end({ reason: next.refused.problem, text: next.refused.message });
    this.#hasRenewed = true;
    try {
      this.#fields = await renew();
      this.#wait(0);
    } catch (failed) {
      fault(failed);
      this.#wait();
    }
  }

  /** What the connection rests on runs out soon. */
  async #renew(): Promise<void> {
    const { renew, method, fault } = this.#options;
    if (renew === undefined) return;
    try {
      this.#fields = await renew();
      // While the connection is lost, its return will say it.
      if (this.#isOver || this.#kept?.peer.continuity.isLinked !== true) return;
      this.#hold(await this.#kept.peer.request(method, this.#fields));
    } catch (error) {
      if (this.#isOver || error instanceof ConnectionError) return;
      fault(error);
      this.#renewal.again();
    }
  }

  #stop(): void {
    this.#renewal.stop();
    this.#attempts?.stop();
  }

  #end(cause: CloseCause): void {
    if (this.#isOver) return;
    this.#stop();
    this.#isOver = true;
    this.#options.changed();
    this.#options.over(this, cause);
  }
}

/** Reasons for an end after which a new epoch may be opened. */
const comingBack: ReadonlySet<string> = new Set(["connection-lost", "timeout", "not-acknowledged", "state-lost", "resume-mismatch"]);
