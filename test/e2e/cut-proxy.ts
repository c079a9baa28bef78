import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A network that a test can cut: pages talk to it, and it passes the bytes on to a server. */
export interface CutProxy {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  /** Ends every connection without a goodbye, and lets none through until {@link mend}. */
  cut(): void;
  mend(): void;
  /** Connections that are opened from now on go to another server; those that are open stay. */
  leadTo(url: string): void;
  stop(): Promise<void>;
}

export function startCutProxy(target: string): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let to = new URL(target);
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return near.destroy();
    const far = keep(connect(Number(to.port), to.hostname));
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  return new Promise((started) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      started({
        url: `http://127.0.0.1:${port}`,
        cut() {
          isCut = true;
          for (const socket of sockets) socket.resetAndDestroy();
        },
        mend() {
          isCut = false;
        },
        leadTo(url) {
          to = new URL(url);
        },
        async stop() {
          for (const socket of sockets) socket.destroy();
          await new Promise((closed) => server.close(closed));
        },
      });
    });
  });
}
