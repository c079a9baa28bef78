import { createServer } from "node:http";
import { startReferenceServer } from "@parley/reference-server";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

// The server of one load run, in a process of its own, so that its memory and its time are its alone. Run by load.ts with --expose-gc.

/** What the parent may ask for, and gets. */
export interface ServerFigures {
  /** Bytes, after a collection. */
  readonly heap: number;
  readonly resident: number;
  /** Bytes outside the heap: buffers. */
  readonly external: number;
  /** Microseconds of both modes since the start. */
  readonly cpu: number;
}

export interface ServerReady {
  readonly url: string;
  readonly tokens: readonly string[];
}

const [, , contender = "parley", users = "2"] = process.argv;

process.on("message", () => process.send?.(figures()));
process.on("disconnect", () => process.exit(0));
process.send?.(contender === "bare" ? await bareRelay() : await parley(Number(users)));

async function parley(count: number): Promise<ServerReady> {
  const names = Array.from({ length: count }, (_, index) => `user${index}`);
  const server = await startReferenceServer({ users: names, limits: { messagesPerMinute: 100_000, updatesPerMinute: 100_000 } });
  return { url: server.signallingUrl, tokens: server.users.map(({ token }) => token) };
}

/** The least that a relay can do: read each message, put the far side's session into it, pass it on. Neighbours are pairs. */
function bareRelay(): Promise<ServerReady> {
  const http = createServer();
  const sockets: WebSocket[] = [];
  new WebSocketServer({ server: http, perMessageDeflate: false }).on("connection", (socket) => {
    const own = sockets.push(socket) - 1;
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { session: string };
      message.session = `far-${own}`;
      sockets[own ^ 1]?.send(JSON.stringify(message));
    });
  });
  return new Promise((ready) => {
    http.listen(0, "127.0.0.1", () => {
      const address = http.address();
      ready({ url: `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, tokens: [] });
    });
  });
}

function figures(): ServerFigures {
  // Twice: what the first one finalises, the second one frees.
  gc?.();
  gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { heap: heapUsed, resident: rss, external, cpu: user + system };
}
