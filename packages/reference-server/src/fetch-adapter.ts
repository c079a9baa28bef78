import type { IncomingMessage, ServerResponse } from "node:http";

/** A handler in the words of the Fetch standard, as generated servers are. */
export type FetchHandler = (request: Request) => Promise<Response>;

export interface FetchAdapterOptions {
  /** What the request line means. */
  readonly target: URL;
  /** The handler's own limit. A longer body is not read to its end: the handler gets as much of it as it takes to refuse it. */
  readonly maxBodyBytes: number;
}

/** Runs a fetch handler for one request of Node's HTTP server. */
export async function answerWithFetch(
  handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse, { target, maxBodyBytes }: FetchAdapterOptions,
): Promise<void> {
  const body = await bodyOf(incoming, maxBodyBytes);
  // Nobody is left to answer.
  if (body === undefined) return;
  if (body.byteLength > maxBodyBytes) outgoing.setHeader("connection", "close");
  const given = new AbortController();
  outgoing.once("close", () => given.abort());
  await write(await handler(requestOf(incoming, body, target, given.signal)), outgoing);
}

/** Undefined where the client has gone before it had said everything. */
async function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > maxBytes) break;
    }
  } catch (error) {
    if (incoming.complete) throw error;
    return undefined;
  }
  return Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, body: Uint8Array, target: URL, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  const { method = "GET" } = incoming;
  const content = method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) };
  return new Request(target, { method: forbidden.has(method) ? noMethod : method, headers, signal, ...content });
}

/** Methods that a Request refuses to carry. No operation can have them, and so they are answered as any other method that none has. */
const forbidden: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);
const noMethod = "-";

async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.writeHead(response.status);
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
