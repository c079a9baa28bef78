import type { Clock } from "./clock.js";
import { ConnectionError } from "./errors.js";
import type { ExtensionOptions } from "./extensions.js";
import { Peer } from "./peer.js";
import type { Answer, CallOptions, CloseCause, IncomingCall, MessageHead, Passed } from "./peer-options.js";
import type { Refusal } from "./problem.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";

export interface ServiceOptions<Connection, Message extends object = object> extends ExtensionOptions {
  /** Where timers and times come from; the system's when absent. */
  readonly clock?: Clock;
  /** Sees every message that passes, for traces; it must not change them. */
  readonly observe?: (passed: Passed<Message>, connection: Connection) => void;
  /** Asked once of every message that can be read, before anything else is done about it; a refusal goes to its sender. For limits. */
  readonly admit?: (head: MessageHead, connection: Connection) => Refusal | undefined;
  /** Told of what a handler threw; `console.error` when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** The connections of the accepting side of a protocol. */
export interface Server<Connection, Context> {
  /** Takes a connection that has been opened. `context` is the program's own, kept at the connection. */
  accept(transport: Transport, context: Context): Connection;
  readonly connections: ReadonlySet<Connection>;
  /** Closes all connections; resolves when they are gone. No more are accepted. */
  close(): Promise<void>;
}

/** What a connection's object is made of: the peer, trusted to give the success of the method that was asked. */
export interface Calls {
  readonly state: string;
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
}

/** Serves the accepting side of a protocol on whatever transports are given to it. */
export function serve<Connection, Context, Message extends object>(
  side: Side,
  service: Service<Connection, Context>,
  options: ServiceOptions<Connection, Message>,
): Server<Connection, Context> {
  const peers = new Map<Connection, Peer>();
  const onFault = options.onFault ?? console.error;
  let open = true;

  return {
    accept(transport, context) {
      if (!open) throw new ConnectionError("closed", "This server has been closed.");
      const peer = new Peer({
        protocol: side.protocol,
        role: side.role,
        remoteRole: side.remoteRole,
        ...(side.connection === undefined ? {} : { connection: side.connection }),
        transport,
        ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
        ...(options.forwards === undefined ? {} : { forwards: options.forwards }),
        onFault,
        ...(options.clock === undefined ? {} : { clock: options.clock }),
        observe: (passed) => options.observe?.(passed as Passed<Message>, connection),
        handlers: {
          admit: (head) => options.admit?.(head, connection),
          request: async (_method, message, call) => (await service.request(message, connection, call)) ?? undefined,
          notification: (_method, message) => attempt(() => service.notification(message, connection), onFault),
          closed: (cause) => {
            peers.delete(connection);
            attempt(() => service.closed(connection, cause), onFault);
          },
        },
      });
      const connection = service.connection(peer as Calls, context);
      peers.set(connection, peer);
      return connection;
    },
    get connections() {
      return new Set(peers.keys());
    },
    async close() {
      open = false;
      await Promise.all([...peers.values()].map((peer) => peer.close()));
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
