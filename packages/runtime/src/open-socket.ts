import { ConnectionError } from "./errors.js";
import type { Transport } from "./transport.js";

export interface WebSocketOptions {
  readonly signal?: AbortSignal;
  /** Of the opening request; a browser lets a program set none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** As much of a WebSocket as its opening needs: that of a platform has it, and that of the `ws` package. */
export interface OpeningSocket {
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  removeEventListener(type: "open" | "close", listener: () => void): void;
  close(): void;
}

/** Opens a WebSocket, and makes a transport of it at once, before anything can arrive. @throws ConnectionError */
export function openSocket<Socket extends OpeningSocket, Made extends Transport>(
  make: (address: URL, subprotocol?: string) => Socket,
  transportOf: (socket: Socket) => Made,
  url: string | URL,
  subprotocol: string | undefined,
  { signal }: WebSocketOptions,
): Promise<Made> {
  const address = new URL(url);
  if (address.protocol !== "wss:" && !(address.protocol === "ws:" && isLoopback(address.hostname))) {
    return Promise.reject(new ConnectionError("insecure-address", `"${address.protocol}//${address.host}" is not secure: use wss:.`));
  }
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = make(address, subprotocol);
    // A close event follows every error and says as much; where nobody listens, `ws` would end the process.
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
      resolve(transportOf(socket));
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
