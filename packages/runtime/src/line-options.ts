import type { AskedEpochKeeper } from "./asked-epoch-keeper.js";
import type { Clock } from "./clock.js";
import type { Line } from "./line.js";
import type { Peer } from "./peer.js";
import type { CloseCause } from "./peer-handlers.js";
import type { ReconnectOptions } from "./reconnection.js";
import type { Transport } from "./transport.js";
import type { WireProtocol } from "./wire-protocol.js";

/**
 * `ready`; `lost`: the connection is gone, and its return is waited for; `resuming`: an attempt is under way; `draining`: one of the two
 * has said `goaway`, nothing new is begun; `closed`: all is over.
 */
export type ConnectionState = "ready" | "lost" | "resuming" | "draining" | "closed";

/** What happens to a peer of a line. */
export interface LineEvents {
  lost(code: number): void;
  closed(cause: CloseCause): void;
  goaway(message: object): void;
  settled(): void;
}

/** How a line is to be opened in place of another one. */
export interface Move {
  /** Where, the best first. */
  readonly urls: readonly URL[];
  /** Milliseconds to wait before. */
  readonly after: number;
  /** How many lines in a row have been sent away soon after they were opened. */
  readonly inRow: number;
}

export interface LineOptions {
  readonly protocol: WireProtocol;
  readonly clock: Clock;
  /** The request that opens the connection, and what it says. */
  readonly method: string;
  readonly fields: object;
  readonly url: URL;
  /** Opens a transport; gives up when the signal says so. */
  readonly open: (url: URL, signal: AbortSignal) => Promise<Transport>;
  /** What to say when the connection has to be opened anew, or what it rests on runs out. */
  readonly renew: (() => object | Promise<object>) | undefined;
  /** False: what is lost stays lost. */
  readonly reconnect: ReconnectOptions | false;
  readonly peer: (transport: Transport, keeper: AskedEpochKeeper | undefined, events: LineEvents) => Peer;
  readonly changed: () => void;
  /** There is an epoch, a fresh one: the sessions of an earlier one have ended. */
  readonly reopened: (line: Line) => void;
  /** The other end asks to open another line. */
  readonly moves: (line: Line, move: Move) => void;
  /** It is over for good. */
  readonly over: (line: Line, cause: CloseCause) => void;
  readonly fault: (error: unknown) => void;
}
