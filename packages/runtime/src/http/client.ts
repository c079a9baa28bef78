import type { ProblemDetails } from "../problem.js";
import { ProtocolError } from "../problem.js";
import { isLoopback } from "../open-socket.js";
import type { Credentials } from "./authentication.js";
import { buildRequest } from "./build-request.js";
import { covers, essence } from "./media-type.js";
import type { HttpOperation } from "./operation.js";
import { responseFor } from "./operation.js";
import type { Pages } from "./pages.js";
import { followPages } from "./pages.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { nameOfProblem } from "./problem-registry.js";
import { readBytes, readContent } from "./read-content.js";
import { readHeaders } from "./reply.js";
import { ResponseError } from "./response-error.js";

/** How a client reaches its server. */
export interface HttpClientOptions {
  /** The URL of the document's server entry, its path included. `http:` only to a loopback address. */
  readonly baseUrl: string | URL;
  /** Sends a request; the platform's `fetch` where none is given. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Longest answer read, 1 MiB where nothing is said. */
  readonly maxBodyBytes?: number;
}

export interface HttpCallOptions {
  readonly signal?: AbortSignal;
  /** Told of the status and headers of each answer. */
  readonly onResponse?: (head: { readonly status: number; readonly headers: Headers }) => void;
}

/** What a credential is, or how it is found anew for each call. */
export type CredentialSource = string | (() => string | Promise<string>);

export interface HttpClient {
  /**
   * Makes a call and gives the body of its success, validated.
   * @throws ProtocolError for a problem, ResponseError for another answer, CallError for a wrong call, and what `fetch` throws.
   */
  send<Result>(operation: HttpOperation, call: unknown, options?: HttpCallOptions): Promise<Result>;
  /** Reads a list page by page, as it is asked for. */
  pages<Item, Page>(operation: HttpOperation, call?: object, options?: HttpCallOptions): Pages<Item, Page>;
}

/** Makes the client that generated clients call. */
export function createHttpClient(
  options: HttpClientOptions,
  credentials: { readonly [scheme: string]: CredentialSource | undefined },
  problems: ProblemRegistry,
): HttpClient {
  const baseUrl = readBaseUrl(options.baseUrl);
  if (baseUrl.protocol !== "https:" && !(baseUrl.protocol === "http:" && isLoopback(baseUrl.hostname))) {
    throw new TypeError(`"${baseUrl.origin}" is not secure: use https:.`);
  }
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));

  async function exchange(operation: HttpOperation, call: unknown, { signal, onResponse }: HttpCallOptions): Promise<unknown> {
    signal?.throwIfAborted();
    const { url, method, headers, body } = buildRequest(operation, baseUrl, call, await gather(credentials));
    const init = { method, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
    const response = await fetch(new Request(url, init));
    onResponse?.({ status: response.status, headers: response.headers });
    return readResult(operation, response, problems, options.maxBodyBytes ?? 1_048_576);
  }

  return {
    // The result has passed the validators of the operation, from which its type is printed.
    send: <Result>(operation: HttpOperation, call: unknown, given: HttpCallOptions = {}) =>
      exchange(operation, call, given) as Promise<Result>,
    pages<Item, Page>(operation: HttpOperation, call?: object, given: HttpCallOptions = {}) {
      const links = operation.pages ?? { parameter: "", items: "", next: "" };
      const read = (cursor: unknown) =>
        exchange(operation, cursor === undefined ? call : { ...call, [links.parameter]: cursor }, given) as Promise<Page>;
      return followPages<Item, Page>(links, undefined, read);
    },
  };
}

/** The option may be absent where no compiler looks. Its text is not told: it may hold a password. */
function readBaseUrl(text: string | URL): URL {
  try {
    return new URL(text);
  } catch {
    throw new TypeError('The option "baseUrl" is missing or not a whole URL, such as "https://example.org/v1".');
  }
}

async function gather(sources: { readonly [scheme: string]: CredentialSource | undefined }): Promise<Credentials> {
  const credentials: Record<string, string> = {};
  for (const [scheme, source] of Object.entries(sources)) {
    if (source !== undefined) credentials[scheme] = typeof source === "string" ? source : await source();
  }
  return credentials;
}

async function readResult(operation: HttpOperation, response: Response, problems: ProblemRegistry, maxBodyBytes: number): Promise<unknown> {
  const { status } = response;
  const bytes = await readBytes(response.body, maxBodyBytes);
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  if (bytes === "too-large") {
    throw new ResponseError(operation.name, status, undefined, [issueOf("/body", "maxBodyBytes", `${maxBodyBytes} bytes at most`, "more")]);
  }
  const content = readContent(type, bytes);
  const body = content.kind === "value" ? content.value : undefined;
  if (isProblemDetails(type, body)) throw new ProtocolError(nameOfProblem(problems, body, status), body);
  const shape = responseFor(operation, status);
  if (shape === undefined || status >= 400) throw new ResponseError(operation.name, status, body, []);
  const issues = [...readHeaders(shape, response.headers).issues];
  if (shape.media.length > 0) {
    const media = shape.media.find((known) => covers(known.type, type));
    if (media === undefined)
      issues.push(issueOf("/headers/contentType", "content", shape.media.map((known) => known.type).join(" or "), essence(type)));
    else if (content.kind !== "value") issues.push(issueOf("/body", "content", essence(type), content.kind));
    else if (media.validator?.is(body) === false)
      issues.push(...media.validator.explain(body).map((issue) => ({ ...issue, pointer: `/body${issue.pointer}` })));
  }
  if (issues.length > 0) throw new ResponseError(operation.name, status, body, issues);
  const value = shape.media.length > 0 ? body : undefined;
  return operation.successes > 1 ? { status, body: value } : value;
}

/** RFC 9457, 3.1.1: without a type it is `about:blank`, which is put in so that every reader finds one. */
function isProblemDetails(type: string, body: unknown): body is ProblemDetails {
  if (essence(type) !== "application/problem+json" || typeof body !== "object" || body === null) return false;
  if (!("type" in body)) Object.assign(body, { type: "about:blank" });
  return "type" in body && typeof body.type === "string";
}

function issueOf(pointer: string, keyword: string, expected: string, found: string) {
  return { pointer, keyword, expected, found, at: "responses" };
}
