import { systemClock } from "./clock.js";
import { addCounters, newCounters } from "./counters.js";
import type { Counters } from "./counters.js";
import { EpochTable } from "./epoch-table.js";
import { ConnectionError } from "./errors.js";
import { Peer } from "./peer.js";
import type { Passed } from "./peer-handlers.js";
import type { EndCause } from "./session-handle.js";
import { ServedConnection } from "./served-connection.js";
import type { ServedBy } from "./served-connection.js";
import { ServedEpochKeeper } from "./served-epoch-keeper.js";
import type { Calls, Service, ServiceOptions } from "./service.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";

/** How a server takes its leave. */
export interface Farewell {
  /** Seconds for which what is under way may go on; 0 when absent. */
  readonly deadline?: number;
  /** Seconds after which the other ends may come back; when absent, they do when their users ask for it. */
  readonly retryAfter?: number;
  /** Why; `shutdown` when absent. */
  readonly cause?: EndCause;
}

/** The connections of the accepting side of a protocol. */
export interface Server<Connection, Context> {
  /** Takes a connection that has been opened. `context` is the program's own, kept at the connection. */
  accept(transport: Transport, context: Context): Connection;
  /** Those that are lost and waited for included. */
  readonly connections: ReadonlySet<Connection>;
  /** What passed all connections and what did not, since the server began. */
  readonly counters: Readonly<Counters>;
  /**
   * Takes leave of all connections by `goaway` with `stop`, and closes them: when nothing is under way on them any more, at the latest at the
   * deadline. No more are accepted. Resolves when they are gone.
   */
  close(farewell?: Farewell): Promise<void>;
}

/** Serves the accepting side of a protocol on whatever transports are given to it. */
export function serve<Connection, Context, Message extends object>(
  side: Side,
  service: Service<Connection, Context>,
  options: ServiceOptions<Connection, Message>,
): Server<Connection, Context> {
  const connections = new Map<Peer, Connection>();
  const past = newCounters();
  const { protocol, role, remoteRole, connection: machine } = side;
  const { clock = systemClock, onFault = console.error, observe, knows, forwards } = options;
  const table = new EpochTable(protocol, clock);
  const { replay } = protocol;
  let open = true;
  let settled = () => {};
  const forget = (peer: Peer) => {
    if (!connections.delete(peer)) return;
    addCounters(past, peer.counters);
    settled();
  };
  const by: ServedBy<Connection> = { service, options, onFault, settled: () => settled(), forget };
  const common = {
    protocol,
    role,
    remoteRole,
    ...(machine === undefined ? {} : { connection: machine }),
    ...(knows === undefined ? {} : { knows }),
    ...(forwards === undefined ? {} : { forwards }),
    onFault,
    clock,
  };
  const keeperOf = (subject: string, served: () => ServedConnection<Connection>): ServedEpochKeeper =>
    new ServedEpochKeeper({
      table,
      subject,
      goingOn: () => served().leave(),
      wentOn: (into) => {
        const back = connections.get(into);
        if (back !== undefined) served().giveWay(back);
      },
    });
  const untilIdle = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      settled = () => {
        if (![...connections.keys()].every((peer) => peer.isIdle)) return;
        cancel();
        resolve();
      };
      settled();
    });

  return {
    accept(transport, context) {
      if (!open) throw new ConnectionError("closed", "This server has been closed.");
      const keeper = replay && keeperOf(replay.subject, () => served);
      const served: ServedConnection<Connection> = new ServedConnection(by, keeper);
      const peer = new Peer({
        ...common,
        transport,
        ...(keeper === undefined ? {} : { epochs: keeper }),
        ...(observe === undefined ? {} : { observe: (passed: Passed) => observe(passed as Passed<Message>, served.connection) }),
        handlers: served,
      });
      const connection = service.connection(peer as Calls, context);
      served.hold(peer, connection);
      connections.set(peer, connection);
      return connection;
    },
    get connections() {
      return new Set(connections.values());
    },
    get counters() {
      const all = { ...past };
      for (const peer of connections.keys()) addCounters(all, peer.counters);
      return all;
    },
    async close({ deadline = 0, retryAfter, cause = { reason: "shutdown" } } = {}) {
      open = false;
      const farewell = { action: "stop", deadline, ...(retryAfter === undefined ? {} : { retryAfter }), cause };
      for (const peer of connections.keys()) peer.takeLeave(farewell);
      if (deadline > 0) await untilIdle(deadline * 1000);
      await Promise.all([...connections.keys()].map((peer) => peer.close()));
    },
  };
}
