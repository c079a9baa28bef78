import { ConnectionError } from "./errors.js";
import { openSocket } from "./open-socket.js";
import type { WebSocketOptions } from "./open-socket.js";
import type { FrameTransport, TransportListener } from "./transport.js";

/**
 * Opens the platform's WebSocket. `ws:` is refused except to a loopback address, since a token travels in the first message.
 * @throws ConnectionError when the address is refused, the connection cannot be opened, or the platform has no WebSocket
 */
export function webSocketTransport(url: string | URL, subprotocol?: string, options: WebSocketOptions = {}): Promise<FrameTransport> {
  if (typeof globalThis.WebSocket === "undefined") return Promise.reject(new ConnectionError("no-web-socket", noWebSocket));
  if (options.headers !== undefined) {
    const names = Object.keys(options.headers).map((name) => `"${name}"`).join(", ");
    return Promise.reject(new ConnectionError("no-headers", `The WebSocket of this platform sends no headers of a program: ${names}. Use \`connectWs\` of "@parley/runtime/ws".`));
  }
  return openSocket((address, protocol) => new globalThis.WebSocket(address, protocol), (socket) => new WebSocketTransport(socket), url, subprotocol, options);
}

const noWebSocket =
  'This platform has no WebSocket (Node.js has one from version 22 on): install "ws", and connect with `transport: connectWs` of "@parley/runtime/ws".';

class WebSocketTransport implements FrameTransport {
  readonly #socket: WebSocket;
  #early: (string | Uint8Array)[] = [];
  #listener: TransportListener | undefined;
  #closed: { readonly code: number; readonly reason: string } | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => {
      const data = typeof event.data === "string" ? event.data : new Uint8Array(event.data);
      if (this.#listener === undefined) this.#early.push(data);
      else this.#listener.message(data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.#closed = { code, reason };
      this.#listener?.closed(code, reason);
    });
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(data: string | Uint8Array): void {
    // A view of shared memory alone would not do, and nobody encodes into one.
    if (this.#socket.readyState === 1) this.#socket.send(data as string | Uint8Array<ArrayBuffer>);
  }

  close(code = 1000, reason = ""): void {
    // A browser lets a program use 1000 and 3000 to 4999 only; the others are said as going away.
    const allowed = code === 1000 || (code >= 3000 && code <= 4999);
    this.#socket.close(allowed ? code : 4000, allowed ? reason : `${code} ${reason}`);
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const data of early) listener.message(data);
    if (this.#closed !== undefined) listener.closed(this.#closed.code, this.#closed.reason);
  }
}
