import { ConnectionError } from "./errors.js";
import { openSocket } from "./open-socket.js";
import type { OpeningSocket, WebSocketOptions } from "./open-socket.js";
import type { FrameTransport, TransportListener } from "./transport.js";

/** As much of a socket of the `ws` package as is used here, so that the package itself is not needed. */
export interface WsSocketShape {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: "message", listener: (data: ArrayBuffer | Uint8Array | readonly Uint8Array[], isBinary: boolean) => void): unknown;
  on(event: "close", listener: (code: number, reason: Uint8Array) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** A socket of the `ws` package as a transport. Set `maxPayload` on its server: it then closes 1009 by itself. */
export function wsTransport(socket: WsSocketShape): FrameTransport {
  return new WsTransport(socket);
}

/** Opens a socket of the `ws` package, where the platform has none: `transport: connectWs`. @throws ConnectionError */
export async function connectWs(url: string | URL, subprotocol?: string, options: WebSocketOptions = {}): Promise<FrameTransport> {
  const Socket = await clientSocket();
  const settings = options.headers === undefined ? {} : { headers: options.headers };
  return openSocket<WsSocketShape & OpeningSocket, FrameTransport>((address, protocol) => new Socket(address, protocol === undefined ? [] : [protocol], settings), wsTransport, url, subprotocol, options);
}

type ClientSocket = new (address: URL, subprotocols: readonly string[], settings: { readonly headers?: Readonly<Record<string, string>> }) => WsSocketShape & OpeningSocket;

// A name in a variable is looked up when it is called only, and brings no types of Node.js into a library for browsers.
const wsPackage: string = "ws";

async function clientSocket(): Promise<ClientSocket> {
  try {
    const { WebSocket }: { readonly WebSocket: ClientSocket } = await import(wsPackage);
    return WebSocket;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new ConnectionError("no-web-socket", `The package "ws" cannot be loaded; it is an optional peer: npm install ws. (${text})`);
  }
}

/** How long a peer may leave our close unanswered before the socket is cut. */
const closeWithin = 2_000;

class WsTransport implements FrameTransport {
  readonly #socket: WsSocketShape;
  readonly #decoder = new TextDecoder();
  #early: (string | Uint8Array)[] = [];
  #listener: TransportListener | undefined;
  #closed: { readonly code: number; readonly reason: string } | undefined;
  #ownCode: number | undefined;
  #cut: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: WsSocketShape) {
    this.#socket = socket;
    socket.on("message", (data, isBinary) => {
      const bytes = whole(data);
      const item = isBinary ? bytes : this.#decoder.decode(bytes);
      if (this.#listener === undefined) this.#early.push(item);
      else this.#listener.message(item);
    });
    socket.on("close", (code, reason) => {
      clearTimeout(this.#cut);
      this.#closed = { code: this.#ownCode ?? code, reason: this.#decoder.decode(reason) };
      this.#listener?.closed(this.#closed.code, this.#closed.reason);
    });
    // The close event follows. A message over `maxPayload` is answered with 1009, which only the peer hears of otherwise.
    socket.on("error", (error) => {
      if ("code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") this.#ownCode = 1009;
    });
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(data: string | Uint8Array): void {
    if (this.#socket.readyState === 1) this.#socket.send(data);
  }

  close(code = 1000, reason = ""): void {
    if (this.#closed !== undefined || this.#cut !== undefined) return;
    this.#socket.close(code, reason);
    this.#cut = setTimeout(() => this.#socket.terminate(), closeWithin);
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const data of early) listener.message(data);
    if (this.#closed !== undefined) listener.closed(this.#closed.code, this.#closed.reason);
  }
}

function whole(data: ArrayBuffer | Uint8Array | readonly Uint8Array[]): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const bytes = new Uint8Array(data.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of data) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
