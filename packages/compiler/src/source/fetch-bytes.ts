import type { Fetched } from "./host.js";

/** Milliseconds that an answer may take, all of it. */
const maxTime = 20_000;

const maxRedirects = 5;

/** Reads what stands at an address of http or https. Redirects are followed to such addresses only; more than `maxBytes` are not read. */
export async function fetchBytes(address: string, maxBytes: number): Promise<Fetched> {
  const signal = AbortSignal.timeout(maxTime);
  let url = address;
  try {
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "application/yaml, application/json, */*;q=0.5" } });
      const location = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || location === null) return await bodyOf(response, maxBytes);
      await response.body?.cancel();
      if (!URL.canParse(location, url)) return failure("it redirects to no address");
      const next = new URL(location, url);
      if (next.protocol !== "http:" && next.protocol !== "https:") return failure(`it redirects to "${next.href}", which is not followed`);
      url = next.href;
    }
    return failure(`it redirects more than ${String(maxRedirects)} times`);
  } catch (error) {
    if (signal.aborted) return failure(`no answer within ${String(maxTime / 1000)} s`);
    if (error instanceof TypeError) return failure(error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message);
    throw error;
  }
}

async function bodyOf(response: Response, maxBytes: number): Promise<Fetched> {
  if (!response.ok) {
    await response.body?.cancel();
    return failure(`the server answered ${String(response.status)}`);
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    length += read.value.byteLength;
    if (length > maxBytes) {
      await reader?.cancel();
      return failure(`it has more than the ${String(maxBytes)} bytes that are read`);
    }
    parts.push(read.value);
  }
  return { kind: "bytes", bytes: Buffer.concat(parts) };
}

function failure(why: string): Fetched {
  return { kind: "failure", why };
}
