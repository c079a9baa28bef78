import type { Answer, CloseCause, IncomingCall, MessageHead, PeerHandlers } from "./peer-handlers.js";
import type { Peer } from "./peer.js";
import type { Refusal } from "./problem.js";
import type { ServedEpochKeeper } from "./served-epoch-keeper.js";
import type { Service, ServiceOptions } from "./service.js";
import type { EndCause, SessionHandle } from "./session-handle.js";

/** What the connections of a server have in common. */
export interface ServedBy<Connection> {
  readonly service: Pick<Service<Connection, never>, "request" | "notification" | "closed" | "lost" | "resumed">;
  readonly options: Pick<ServiceOptions<Connection>, "admit" | "onSessionEnding" | "onSessionEnded">;
  readonly onFault: (error: unknown) => void;
  /** Perhaps nothing is under way on a connection any more. */
  readonly settled: () => void;
  /** The connection of this peer is over, or another one's. */
  readonly forget: (peer: Peer) => void;
}

/** One connection of a server, between its peer and the program. */
export class ServedConnection<Connection> implements PeerHandlers {
  readonly #by: ServedBy<Connection>;
  readonly #keeper: ServedEpochKeeper | undefined;
  #held: { readonly peer: Peer; readonly connection: Connection } | undefined;

  constructor(by: ServedBy<Connection>, keeper: ServedEpochKeeper | undefined) {
    this.#by = by;
    this.#keeper = keeper;
  }

  /** Both are there from now on. */
  hold(peer: Peer, connection: Connection): void {
    this.#held = { peer, connection };
  }

  admit(head: MessageHead): Refusal | undefined {
    return this.#by.options.admit?.(head, this.connection);
  }

  async request(_method: string, message: object, call: IncomingCall): Promise<Answer | undefined> {
    return (await this.#by.service.request(message, this.connection, call)) ?? undefined;
  }

  notification(_method: string, message: object): void {
    void this.#attempt(() => this.#by.service.notification(message, this.connection));
  }

  sessionEnding({ key }: SessionHandle, cause: EndCause): void {
    void this.#attempt(() => this.#by.options.onSessionEnding?.(this.connection, key, cause));
  }

  sessionEnded({ key }: SessionHandle, cause: EndCause): void {
    void this.#attempt(() => this.#by.options.onSessionEnded?.(this.connection, key, cause));
  }

  settled(): void {
    this.#by.settled();
  }

  lost(): void {
    this.#keeper?.lost();
    void this.#attempt(() => this.#by.service.lost?.(this.connection));
  }

  closed(cause: CloseCause): void {
    this.#keeper?.ended();
    this.leave();
    void this.#attempt(() => this.#by.service.closed(this.connection, cause));
  }

  /** It is the server's no more. */
  leave(): void {
    if (this.#held !== undefined) this.#by.forget(this.#held.peer);
  }

  /** Its epoch goes on, on what was another connection till now. */
  giveWay(back: Connection): void {
    void this.#attempt(() => this.#by.service.resumed?.(back, this.connection));
  }

  /** @throws before the program's object has been made, which is before anything passes */
  get connection(): Connection {
    if (this.#held === undefined) throw new TypeError("The connection has not been made yet.");
    return this.#held.connection;
  }

  /** A fault of one handler is not one of the server. */
  async #attempt(run: () => unknown): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#by.onFault(error);
    }
  }
}
