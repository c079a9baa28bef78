import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createConferenceListeners } from "@parley/conference";
import type { WebhookEvent } from "@parley/conference";
import { onTestFinished } from "vitest";

/** What a receiver answers: a status, or nothing at all. */
export type Answer = number | "nothing";

export interface Receiver {
  readonly url: string;
  /** What came, in order, with the answer that it got; what came from nobody who knows the secret is not among it. */
  readonly events: readonly WebhookEvent[];
  /** The requests that were no webhooks of ours. */
  readonly strangers: readonly string[];
  /** The secret, once it is known. */
  secret: string;
  /** What is answered from now on; 204 before it is said. */
  answer: Answer;
  /** Where what is answered leads, with a status of 300 to 399. */
  location: string | undefined;
}

/** An application that takes webhooks on this machine, as its authors would write it: each is verified and read by the generated listener. */
export async function openReceiver(now: () => number): Promise<Receiver> {
  const events: WebhookEvent[] = [];
  const strangers: string[] = [];
  const { conferenceEvent } = createConferenceListeners(
    { conferenceEvent: ({ body }) => void events.push(body) },
    { secret: () => (receiver.secret === "" ? undefined : receiver.secret), clock: { now } },
  );
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const headers = new Headers(Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]));
      const request = new Request(`${url}${incoming.url ?? ""}`, { method: incoming.method ?? "", headers, body: Buffer.concat(chunks) });
      const { status } = await conferenceEvent(request);
      if (status === 401) {
        strangers.push(incoming.url ?? "");
        outgoing.writeHead(401).end();
        return;
      }
      if (receiver.answer === "nothing") return;
      const wished = receiver.answer === 204 ? status : receiver.answer;
      outgoing.writeHead(wished, receiver.location === undefined ? {} : { location: receiver.location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: Receiver = { url: `${url}/hooks`, events, strangers, secret: "", answer: 204, location: undefined };
  return receiver;
}
