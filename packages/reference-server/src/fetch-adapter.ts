import type { IncomingMessage, ServerResponse } from "node:http";

/** A handler in the words of the Fetch standard, as generated servers are. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Runs a fetch handler for one request of Node's HTTP server. A body over `maxBodyBytes` is refused with 413 before the handler sees it. */
export async function answerWithFetch(
  handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse, options: { readonly origin: string; readonly maxBodyBytes: number },
): Promise<void> {
  const body = await bodyOf(incoming, options.maxBodyBytes);
  if (body === "too-large") {
    outgoing.writeHead(413, { "content-type": "application/problem+json", connection: "close" });
    outgoing.end(JSON.stringify({ type: "about:blank", title: "Content Too Large", status: 413 }));
    return;
  }
  const given = new AbortController();
  outgoing.once("close", () => given.abort());
  await write(await handler(requestOf(incoming, body, options.origin, given.signal)), outgoing);
}

async function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | "too-large"> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, body: Uint8Array, origin: string, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  const method = incoming.method ?? "GET";
  const content = method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) };
  return new Request(new URL(incoming.url ?? "/", origin), { method, headers, signal, ...content });
}

async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.writeHead(response.status);
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
