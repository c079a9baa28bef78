import { Endpoint } from "./endpoint.js";
import type { EndpointOptions } from "./endpoint.js";
import { ProtocolError } from "./problem.js";
import type { WebSocketOptions } from "./open-socket.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";
import { webSocketTransport } from "./web-socket-transport.js";

export interface ConnectionOptions<Message extends object = object> extends EndpointOptions<Message> {
  /** Opens the transport; a WebSocket of the platform when absent. Where there is none: `connectWs` of `@parley/runtime/ws`. */
  readonly transport?: (url: URL, subprotocol: string | undefined, options: WebSocketOptions) => Transport | Promise<Transport>;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
}

/** Opens a connection as one side of a protocol. @throws ConnectionError */
export async function connect(side: Side, url: string | URL, options: ConnectionOptions<never>): Promise<Endpoint> {
  const { transport, signal } = options;
  signal?.throwIfAborted();
  const open = transport ?? webSocketTransport;
  const opened = await open(new URL(url), side.protocol.subprotocol, signal === undefined ? {} : { signal });
  return new Endpoint(side, opened, options);
}

/** How to connect where a request opens the connection for use. */
export interface OpeningOptions<Fields, Problem extends string, Message extends object = object> extends ConnectionOptions<Message> {
  /** Asked after each refusal for what to try next on the same connection; nothing gives up. */
  readonly retry?: (refused: ProtocolError<Problem>) => Fields | undefined | Promise<Fields | undefined>;
}

/**
 * Opens a connection, and sends the request that opens it for use; what is in `options` beside those of the connection are its fields.
 * @throws ProtocolError when the other side refuses: the connection is closed again  @throws ConnectionError  @throws DeadlineError
 */
export async function connectWith<Granted extends object>(
  method: string,
  side: Side,
  url: string | URL,
  options: OpeningOptions<object, never, never>,
): Promise<{ readonly endpoint: Endpoint; readonly granted: Granted }> {
  // A program without types may forget them.
  if ((options as unknown) === undefined) throw new TypeError(`Connecting takes options: what "${method}" says, and how to connect.`);
  const { transport: _transport, clock: _clock, observe: _observe, onFault: _onFault, extensions: _extensions, signal, retry, ...fields } = options;
  const endpoint = await connect(side, url, options);
  const open = async (attempt: object): Promise<Granted> => {
    try {
      return await endpoint.request<Granted>(method, attempt, signal === undefined ? {} : { signal });
    } catch (error) {
      const next = error instanceof ProtocolError ? await retry?.(error as ProtocolError<never>) : undefined;
      if (next === undefined) throw error;
      return open(next);
    }
  };
  try {
    return { endpoint, granted: await open(fields) };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}
