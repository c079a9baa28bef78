import { causeFrom } from "./cause.js";
import { isLoss, supersededCode } from "./connection-methods.js";
import { connectionStates } from "./connection-states.js";
import type { ConnectionStates } from "./connection-states.js";
import type { Handshake, Standing } from "./epoch.js";
import type { EpochKeeper } from "./epoch-keeper.js";
import type { HeldSessions } from "./held-sessions.js";
import { Link } from "./link.js";
import type { CloseCause } from "./peer-handlers.js";
import type { PeerParts } from "./peer-parts.js";
import type { Transport, TransportListener } from "./transport.js";

export interface ContinuityOptions {
  readonly parts: PeerParts;
  /** Absent: the epoch ends with its connection. */
  readonly keeper: EpochKeeper | undefined;
  readonly held: HeldSessions;
  readonly transport: Transport;
  readonly listener: TransportListener;
  /** What is asked on the connection itself ends with it. */
  readonly settle: () => void;
  /** Ends the epoch, without a word to the peer. */
  readonly end: (cause: CloseCause) => void;
  readonly tell: (handler: () => void) => void;
}

/** The connection under an epoch: it may be lost, and another one may take its place (specs/signalling/uni.asyncapi.yaml, 5 Loss). */
export class Continuity {
  readonly #options: ContinuityOptions;
  readonly #states: ConnectionStates;
  #link: Link | undefined;
  #cancelWindow: () => void = () => {};
  /** One of the two has said that the connection ends for good. */
  #isParting = false;
  /** The epoch is to go on on another connection. */
  #isMoving = false;
  #cause: CloseCause | undefined;

  constructor(options: ContinuityOptions) {
    const { parts, transport, listener } = options;
    this.#options = options;
    this.#states = connectionStates(parts.connection.machine);
    this.#link = new Link(transport, listener);
  }

  /** There is a connection; false while a lost one is waited for, and when all is over. */
  get isLinked(): boolean {
    return this.#link !== undefined && this.#options.parts.over() === undefined;
  }

  /** There is an epoch that could go on on another connection. */
  get isResumable(): boolean {
    return this.#options.keeper?.resumeWithin !== undefined && this.#options.parts.over() === undefined;
  }

  /** Where this end stands, for the other one. */
  get standing(): Standing {
    const { parts, held } = this.#options;
    const sessions = held.keys;
    return { received: parts.outlet.delivery.taken, ...(sessions === undefined ? {} : { sessions }) };
  }

  /** Whether the other end can stand where it says. */
  covers({ received }: Standing): boolean {
    return this.#options.parts.outlet.delivery.covers(received);
  }

  /** Why the connection will end, as far as a `goaway` or the machine has said. */
  get cause(): CloseCause | undefined {
    return this.#cause;
  }

  blame(cause: CloseCause | undefined): void {
    this.#cause ??= cause;
  }

  /** A `goaway` has passed: after `stop`, or what is not known, nobody waits. */
  parting(goaway: object): void {
    const action = "action" in goaway ? goaway.action : undefined;
    this.#isMoving = action === "resume";
    this.#isParting = !this.#isMoving && action !== "reconnect";
    if ("cause" in goaway) this.blame(causeFrom(goaway.cause));
  }

  /** The transport has closed. True where the epoch waits for another one. */
  closed(code: number): boolean {
    this.#link = undefined;
    const { connection } = this.#options.parts;
    if (!this.#states.lasting.has(connection.state) || !this.isResumable || this.#isParting || !isLoss(code)) return false;
    this.#lose(code, () => connection.trigger("lost"));
    return true;
  }

  /** The machine of the connection has changed its state: where it waits by its own decision, the connection is given up. */
  entered(state: string): void {
    if (this.#states.lost.has(state)) this.#giveUp(() => {});
  }

  /** The machine of the connection takes it for lost: it is, once the machine has done what it is about. */
  takenForLost(): void {
    const link = this.#link;
    queueMicrotask(() => {
      if (this.#link === link) this.#giveUp(() => this.#options.parts.connection.trigger("lost"));
    });
  }

  /** The deadline of the last `goaway` has come: the connection is closed, once the machine has done what it is about. */
  drained(): void {
    if (this.#isMoving) return this.takenForLost();
    queueMicrotask(() => this.#options.end(this.#cause ?? { reason: "closed" }));
  }

  /** One of the two has said that the connection ends for good. */
  get isParting(): boolean {
    return this.#isParting;
  }

  /** Gives the connection up for another one, and reads no more of it. */
  suspend(): void {
    if (this.#link === undefined) return;
    this.close(supersededCode, "resumed");
    this.#lose(supersededCode, () => this.#options.parts.connection.trigger("lost"));
  }

  /** Goes on on the connection of another peer, from where the other end says that it stands. */
  adopt(link: Link, { asked, request, success, standing }: Handshake, proved?: () => void): void {
    const { parts, held, listener, tell } = this.#options;
    const { outlet, grants, connection, sessions, counters, protocol } = parts;
    const method = protocol.replay?.method ?? "";
    this.suspend();
    this.#cancelWindow();
    this.#isParting = this.#isMoving = false;
    this.#cause = undefined;
    this.#link = link;
    link.give(listener);
    outlet.link(link.transport);
    grants.renew();
    grants.pass(asked, method, request);
    grants.pass(asked === "sent" ? "received" : "sent", method, success);
    counters.resumed += 1;
    connection.trigger("resumed");
    if (!this.covers(standing)) return parts.shut({ reason: "resume-mismatch" });
    if (standing.sessions !== undefined) held.heldBy(standing.sessions);
    counters.replayed += outlet.delivery.resume(standing.received, proved);
    if (standing.sessions !== undefined) {
      for (const session of held.lostBy(standing.sessions, standing.received)) session.finish({ reason: "state-lost" });
    }
    for (const session of sessions.all) session.run.trigger("resumed");
    tell(() => parts.handlers.resumed?.());
  }

  /** Gives the connection away, as it is. */
  handOver(): Link | undefined {
    const link = this.#link;
    this.#link = undefined;
    return link;
  }

  /** Closes the transport, and hears of it no more. */
  close(code: number, reason: string): void {
    this.#link?.cut(code, reason);
    this.#link = undefined;
  }

  /** Asks the transport to close: its end is still heard. False where there is none. */
  shut(code: number, reason: string): boolean {
    this.stop();
    this.#link?.transport.close(code, reason);
    return this.#link !== undefined;
  }

  /** The epoch is over: nobody waits any more. */
  stop(): void {
    this.#cancelWindow();
  }

  #giveUp(trigger: () => void): void {
    if (this.#link === undefined) return;
    if (!this.isResumable || this.#isParting) return this.#options.end(this.#cause ?? { reason: "timeout" });
    const code = this.#isMoving ? 1012 : 4408;
    this.close(code, this.#isMoving ? "resume" : "timeout");
    this.#lose(code, trigger);
  }

  #lose(code: number, trigger: () => void): void {
    const { parts, keeper, settle, end, tell } = this.#options;
    parts.counters.lost += 1;
    parts.outlet.suspend();
    settle();
    trigger();
    if (parts.over() !== undefined) return;
    for (const session of parts.sessions.all) session.run.trigger("lost");
    this.#cancelWindow = parts.clock.after(keeper?.resumeWithin ?? 0, () => end({ reason: "connection-lost" }));
    tell(() => parts.handlers.lost?.(code));
  }
}
