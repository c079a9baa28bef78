import type { Trace } from "./trace.js";

/** The platform's fetch, with both directions in the trace. Headers are left out: one of them is the user's token. */
export function tracedFetch(trace: Trace): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname;
    trace.add({ kind: "http", direction: "sent", label: `${request.method} ${shortened(path)}`, failed: false, message: { url: path, body: await jsonOf(request.clone()) } });
    const response = await fetch(request);
    trace.add({
      kind: "http", direction: "received", label: `${response.status} ${shortened(path)}`, failed: !response.ok,
      message: { status: response.status, body: await jsonOf(response.clone()) },
    });
    return response;
  };
}

async function jsonOf(message: Request | Response): Promise<unknown> {
  const text = await message.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The last word of a path says which operation it is; an id behind it says only that it is one of them. */
function shortened(path: string): string {
  const [last = "", before = ""] = path.split("/").reverse();
  return /^[0-9a-f-]{36}$/.test(last) ? `/${before}/…` : `/${last}`;
}
