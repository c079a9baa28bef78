import { Endpoint } from "./endpoint.js";
import type { EndpointOptions, Opening } from "./endpoint.js";
import { ProtocolError } from "./problem.js";
import type { WebSocketOptions } from "./open-socket.js";
import type { ReconnectOptions } from "./reconnection.js";
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
export function connect(side: Side, url: string | URL, options: ConnectionOptions<never>): Promise<Endpoint> {
  return open(side, url, options, { method: "", fields: {}, renew: undefined, reconnect: false });
}

type HowToLast = Pick<Opening, "method" | "fields" | "renew" | "reconnect">;

async function open(side: Side, url: string | URL, options: ConnectionOptions<never>, lasting: HowToLast): Promise<Endpoint> {
  const { transport = webSocketTransport, signal } = options;
  signal?.throwIfAborted();
  const address = new URL(url);
  const { subprotocol } = side.protocol;
  const opened = await transport(address, subprotocol, signal === undefined ? {} : { signal });
  return new Endpoint(side, opened, options, {
    ...lasting,
    url: address,
    open: async (where, until) => transport(where, subprotocol, { signal: until }),
  });
}

/** How a connection lasts that can be brought back. */
export interface LastingOptions<Fields> {
  /**
   * What to say when the connection is opened again and what was said is refused, and before what was granted runs out: at 80 hundredths of
   * `expiresIn`. Absent, what was said at first is said again.
   */
  readonly renew?: () => Fields | Promise<Fields>;
  /** How a lost connection is brought back; false: it is over. */
  readonly reconnect?: ReconnectOptions | false;
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
  options: OpeningOptions<object, never, never> & LastingOptions<object>,
): Promise<{ readonly endpoint: Endpoint; readonly granted: Granted }> {
  // A program without types may forget them.
  if ((options as unknown) === undefined) throw new TypeError(`Connecting takes options: what "${method}" says, and how to connect.`);
  const { transport: _transport, clock: _clock, observe: _observe, onFault: _onFault, knows: _knows, signal, retry, ...others } = options;
  const { renew, reconnect = {}, ...fields } = others;
  const lasting = { method, fields, renew, reconnect: side.protocol.replay === undefined ? (false as const) : reconnect };
  const endpoint = await open(side, url, options, lasting);
  const ask = async (attempt: object): Promise<Granted> => {
    try {
      const granted = await endpoint.request<Granted>(method, attempt, signal === undefined ? {} : { signal });
      endpoint.opened(attempt, granted);
      return granted;
    } catch (error) {
      const next = error instanceof ProtocolError ? await retry?.(error as ProtocolError<never>) : undefined;
      if (next === undefined) throw error;
      return ask(next);
    }
  };
  try {
    return { endpoint, granted: await ask(fields) };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}
