/** What passed one peer and what did not, since its first connection was opened. */
export interface Counters {
  /** Messages sent. */
  sent: number;
  /** Messages received, whatever became of them. */
  received: number;
  /** Messages of the peer that were refused, by a failure or a `refused`. */
  refused: number;
  /** Messages of the peer that were dropped without a word: unknown or illegal notifications, kept ones over the bound. */
  dropped: number;
  /** Responses to no open request: late, or never asked for. */
  unmatched: number;
  /** Counted messages that came a second time. */
  repeated: number;
  /** Responses that were not valid. */
  badResponses: number;
  /** Errors thrown by handlers. */
  faults: number;
  /** Connections that were lost while the epoch was waited for. */
  lost: number;
  /** Connections on which the epoch went on. */
  resumed: number;
  /** Counted messages that were written again after that. */
  replayed: number;
}

export function newCounters(): Counters {
  return { sent: 0, received: 0, refused: 0, dropped: 0, unmatched: 0, repeated: 0, badResponses: 0, faults: 0, lost: 0, resumed: 0, replayed: 0 };
}

/** Adds what passed one peer to what passed several. */
export function addCounters(total: Counters, more: Readonly<Counters>): void {
  for (const name of Object.keys(total) as (keyof Counters)[]) total[name] += more[name];
}
