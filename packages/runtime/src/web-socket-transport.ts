import { ConnectionError } from "./errors.js";
import type { Transport, TransportListener } from "./transport.js";

export interface WebSocketOptions {
  readonly signal?: AbortSignal;
}

/**
 * Opens the platform's WebSocket. `ws:` is refused except to a loopback address, since a token travels in the first message.
 * @throws ConnectionError when the address is refused or the connection cannot be opened
 */
export function webSocketTransport(url: string | URL, subprotocol?: string, options: WebSocketOptions = {}): Promise<Transport> {
  const address = new URL(url);
  if (address.protocol !== "wss:" && !(address.protocol === "ws:" && isLoopback(address.hostname))) {
    return Promise.reject(new ConnectionError("insecure-address", `"${address.protocol}//${address.host}" is not secure: use wss:.`));
  }
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = subprotocol === undefined ? new WebSocket(address) : new WebSocket(address, subprotocol);
    socket.binaryType = "arraybuffer";
    // A close event follows every error and says as much; where nobody listens, `ws` in its place would end the process.
    socket.addEventListener("error", () => {});
    const aborted = () => {
      settle();
      socket.close();
      reject(signal?.reason);
    };
    const failed = () => {
      settle();
      reject(new ConnectionError("unreachable", `No connection to "${address.origin}".`));
    };
    const opened = () => {
      settle();
      resolve(new WebSocketTransport(socket));
    };
    const settle = () => {
      socket.removeEventListener("open", opened);
      socket.removeEventListener("close", failed);
      signal?.removeEventListener("abort", aborted);
    };
    socket.addEventListener("open", opened);
    socket.addEventListener("close", failed);
    signal?.addEventListener("abort", aborted);
  });
}

/** `localhost`, its subdomains, 127.0.0.0/8, [::1]. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

class WebSocketTransport implements Transport {
  readonly #socket: WebSocket;
  #early: (string | Uint8Array)[] = [];
  #listener: TransportListener | undefined;
  #closed: { readonly code: number; readonly reason: string } | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
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

  send(text: string): void {
    if (this.#socket.readyState === 1) this.#socket.send(text);
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
