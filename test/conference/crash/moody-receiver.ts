import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Random } from "../../differential/random.js";

/** A webhook request as it came. */
export interface Arrival {
  readonly headers: Headers;
  readonly body: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

export interface MoodyReceiver {
  readonly url: string;
  /** Everything that came, in order: repeats, and what was not taken, too. */
  readonly arrived: readonly Arrival[];
  /** From now on it takes everything at once. */
  settle(): void;
}

/** Takes webhooks on this machine, slowly at times. Of forty one is refused, one goes without an answer, and one breaks the connection. */
export async function openMoodyReceiver(random: Random): Promise<MoodyReceiver> {
  const arrived: Arrival[] = [];
  const unanswered: ServerResponse[] = [];
  let moody = true;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
      arrived.push({ headers, body: Buffer.concat(chunks).toString(), at: Date.now() });
      const mood = moody ? random.below(40) : 40;
      if (mood === 0) response.writeHead(500).end();
      else if (mood === 1) unanswered.push(response);
      else if (mood === 2) response.destroy();
      else setTimeout(() => response.writeHead(204).end(), mood < 12 ? mood * 3 : 0);
    });
  });
  await new Promise<void>((listening) => { server.listen(0, "127.0.0.1", listening); });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    arrived,
    settle() {
      moody = false;
      for (const response of unanswered) response.writeHead(204).end();
    },
  };
}
