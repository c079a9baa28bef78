import { systemClock } from "./clock.js";
import type { Clock } from "./clock.js";
import { addCounters, newCounters } from "./counters.js";
import type { Counters } from "./counters.js";
import { EpochTable } from "./epoch-table.js";
import { ConnectionError } from "./errors.js";
import type { ExtensionOptions } from "./extensions.js";
import { Peer } from "./peer.js";
import type { Answer, CallOptions, CloseCause, IncomingCall, MessageHead, Passed } from "./peer-options.js";
import type { Refusal } from "./problem.js";
import type { EndCause } from "./session-handle.js";
import { ServedEpochKeeper } from "./served-epoch-keeper.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";

export interface ServiceOptions<Connection, Message extends object = object> extends ExtensionOptions {
  /** Where timers and times come from; the system's when absent. */
  readonly clock?: Clock;
  /** Sees every message that passes, for traces; it must not change them. Tokens and secrets are in them as they are. */
  readonly observe?: (passed: Passed<Message>, connection: Connection) => void;
  /** Asked once of every message that can be read, before anything else is done about it; a refusal goes to its sender. For limits. */
  readonly admit?: (head: MessageHead, connection: Connection) => Refusal | undefined;
  /** Told of what a handler threw; `console.error` when absent. */
  readonly onFault?: (error: unknown) => void;
  /**
   * Told of a session that has ended while its connection goes on, whoever ended it: a user, a timer, or a peer that has lost it. For programs
   * that keep something of their own for each session.
   */
  readonly onSessionEnded?: (connection: Connection, key: { readonly [name: string]: string }, cause: EndCause) => void;
}

/** The connections of the accepting side of a protocol. */
export interface Server<Connection, Context> {
  /** Takes a connection that has been opened. `context` is the program's own, kept at the connection. */
  accept(transport: Transport, context: Context): Connection;
  /** Those that are lost and waited for included. */
  readonly connections: ReadonlySet<Connection>;
  /** What passed all connections and what did not, since the server began. */
  readonly counters: Readonly<Counters>;
  /** Closes all connections; resolves when they are gone. No more are accepted. */
  close(): Promise<void>;
}

/** What a connection's object is made of: the peer, trusted to give the success of the method that was asked. */
export interface Calls {
  readonly state: string;
  readonly roundTrip: number | undefined;
  request<Success>(method: string, fields: object, options?: CallOptions): Promise<Success>;
  notify(method: string, fields: object): void;
  close(code?: number, reason?: string): Promise<void>;
}

/** What differs from protocol to protocol: the object of a connection, and where its messages go. */
export interface Service<Connection, Context> {
  connection(calls: Calls, context: Context): Connection;
  /** Nothing where the machines have answered. */
  request(message: object, from: Connection, call: IncomingCall): Answer | void | Promise<Answer | void>;
  notification(message: object, from: Connection): unknown;
  closed(from: Connection, cause: CloseCause): unknown;
  /** The connection is lost, and waited for. */
  lost?(from: Connection): unknown;
  /** It is back. `by` is the connection that asked for it: it was good for that alone, and never closes. */
  resumed?(from: Connection, by: Connection): unknown;
}

/** Serves the accepting side of a protocol on whatever transports are given to it. */
export function serve<Connection, Context, Message extends object>(
  side: Side,
  service: Service<Connection, Context>,
  options: ServiceOptions<Connection, Message>,
): Server<Connection, Context> {
  const connections = new Map<Peer, Connection>();
  const past = newCounters();
  const { protocol } = side;
  const epochs = protocol.replay && { subject: protocol.replay.subject, table: new EpochTable(protocol, options.clock ?? systemClock) };
  const forget = (peer: Peer) => {
    if (connections.delete(peer)) addCounters(past, peer.counters);
  };
  const onFault = options.onFault ?? console.error;
  let open = true;

  return {
    accept(transport, context) {
      if (!open) throw new ConnectionError("closed", "This server has been closed.");
      const keeper =
        epochs &&
        new ServedEpochKeeper({
          ...epochs,
          goingOn: () => forget(peer),
          wentOn: (into) => {
            const back = connections.get(into);
            if (back !== undefined) attempt(() => service.resumed?.(back, connection), onFault);
          },
        });
      const peer = new Peer({
        protocol,
        role: side.role,
        remoteRole: side.remoteRole,
        ...(side.connection === undefined ? {} : { connection: side.connection }),
        transport,
        ...(options.knows === undefined ? {} : { knows: options.knows }),
        ...(options.forwards === undefined ? {} : { forwards: options.forwards }),
        ...(keeper === undefined ? {} : { epochs: keeper }),
        onFault,
        ...(options.clock === undefined ? {} : { clock: options.clock }),
        observe: (passed) => options.observe?.(passed as Passed<Message>, connection),
        handlers: {
          admit: (head) => options.admit?.(head, connection),
          request: async (_method, message, call) => (await service.request(message, connection, call)) ?? undefined,
          notification: (_method, message) => attempt(() => service.notification(message, connection), onFault),
          sessionEnded: ({ key }, cause) => attempt(() => options.onSessionEnded?.(connection, key, cause), onFault),
          lost: () => {
            keeper?.lost();
            attempt(() => service.lost?.(connection), onFault);
          },
          closed: (cause) => {
            keeper?.ended();
            forget(peer);
            attempt(() => service.closed(connection, cause), onFault);
          },
        },
      });
      const connection = service.connection(peer as Calls, context);
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
    async close() {
      open = false;
      await Promise.all([...connections.keys()].map((peer) => peer.close()));
    },
  };
}

/** A fault of one handler is not one of the server. */
async function attempt(run: () => unknown, onFault: (error: unknown) => void): Promise<void> {
  try {
    await run();
  } catch (error) {
    onFault(error);
  }
}
