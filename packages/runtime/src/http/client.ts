import type { ProblemDetails } from "../problem.js";
import { ProtocolError } from "../problem.js";
import { isLoopback } from "../open-socket.js";
import type { Issue } from "../issue.js";
import type { BodyCodec, BodyRead, BodySource } from "./body-codec.js";
import { buildRequest } from "./build-request.js";
import { covers, essence } from "./media-type.js";
import type { HttpMedia, HttpOperation, HttpResponseShape } from "./operation.js";
import { responseFor } from "./operation.js";
import type { Pages } from "./pages.js";
import { followPages } from "./pages.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { nameOfProblem } from "./problem-registry.js";
import { readBytes, readContent } from "./read-content.js";
import { issuesUnder, readHeaders } from "./reply.js";
import { ResponseError } from "./response-error.js";
import { type CredentialSources, showCredentials } from "./show-credentials.js";

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

/** A response as it is, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Calls operations by what describes them. */
export interface HttpCaller {
  /**
   * Makes a call and gives the whole response, failures and typed headers included, told apart by `status`.
   * @throws ResponseError for a response that the document does not declare, CallError for a wrong call, and what `fetch` throws.
   */
  exchange<Call, Answer>(operation: HttpOperation<Call, Answer>, call: Call, options?: HttpCallOptions): Promise<Answer>;
}

export interface HttpClient extends HttpCaller {
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
  credentials: CredentialSources,
  problems: ProblemRegistry,
): HttpClient {
  const baseUrl = readBaseUrl(options.baseUrl);
  if (baseUrl.protocol !== "https:" && !(baseUrl.protocol === "http:" && isLoopback(baseUrl.hostname))) {
    throw new TypeError(`"${baseUrl.origin}" is not secure: use https:.`);
  }
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));

  async function answer(operation: HttpOperation, call: unknown, { signal, onResponse }: HttpCallOptions): Promise<ReadAnswer> {
    signal?.throwIfAborted();
    const { url, method, headers, body } = buildRequest(operation, baseUrl, call, await showCredentials(operation, credentials));
    const duplex = body instanceof ReadableStream ? { duplex: "half" } : {};
    const init = { method, headers, ...duplex, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
    const response = await fetch(new Request(url, init));
    onResponse?.({ status: response.status, headers: response.headers });
    return readAnswer(operation, response, options.maxBodyBytes ?? 1_048_576);
  }

  async function exchange(operation: HttpOperation, call: unknown, given: HttpCallOptions): Promise<unknown> {
    return resultOf(operation, await answer(operation, call, given), problems);
  }

  return {
    async exchange<Call, Answer>(operation: HttpOperation<Call, Answer>, call: Call, given: HttpCallOptions = {}) {
      const { status, contentType, headers, body, shape, issues } = await answer(operation, call, given);
      if (shape === undefined || issues.length > 0) throw new ResponseError(operation.name, status, body, issues);
      // It has passed the validators of the response, from which its type is printed.
      return { status, contentType, headers, body } as Answer;
    },
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

interface ReadAnswer extends HttpAnswer {
  readonly shape: HttpResponseShape | undefined;
  readonly isProblem: boolean;
  readonly issues: readonly Issue[];
}

/** Reads a response as the operation declares it, and judges it. */
async function readAnswer(operation: HttpOperation, response: Response, maxBytes: number): Promise<ReadAnswer> {
  const { status } = response;
  const shape = responseFor(operation, status);
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  const media = shape?.media.find((known) => covers(known.type, type));
  const broken = (found: readonly Issue[]): Error => new ResponseError(operation.name, status, undefined, found);
  const content = media?.codec === undefined ? await readWhole(response, type, maxBytes) : await readCoded(media, media.codec, response, maxBytes, broken);
  if (content.kind === "too-large") throw broken([issueOf("/body", "maxBodyBytes", `${maxBytes} bytes at most`, "more")]);
  const body = content.kind === "value" ? content.value : undefined;
  const isProblem = isProblemDetails(type, body);
  const { values: headers, issues: found } = readHeaders(shape ?? { status: "", headers: [], media: [] }, response.headers);
  const issues = [...found];
  if (shape !== undefined && shape.media.length > 0) {
    if (media === undefined)
      issues.push(issueOf("/headers/contentType", "content", shape.media.map((known) => known.type).join(" or "), essence(type)));
    else if (content.kind === "broken") issues.push(...issuesUnder("/body", content.issues));
    else if (content.kind !== "value") issues.push(issueOf("/body", "content", essence(type), content.kind));
    else if (media.validator?.is(body) === false) issues.push(...issuesUnder("/body", media.validator.explain(body)));
  }
  return { status, contentType: essence(type), headers, body, shape, isProblem, issues };
}

/** The body of the one success there is; where there are several, or several media types, what tells them apart too. */
function resultOf(operation: HttpOperation, answer: ReadAnswer, problems: ProblemRegistry): unknown {
  const { status, contentType, headers, body, shape, isProblem, issues } = answer;
  if (isProblem) throw new ProtocolError(nameOfProblem(problems, body as ProblemDetails, status), body as ProblemDetails);
  if (shape === undefined || status >= 400) throw new ResponseError(operation.name, status, body, []);
  if (issues.length > 0) throw new ResponseError(operation.name, status, body, issues);
  const value = shape.media.length > 0 ? body : undefined;
  if (operation.successes <= 1 && shape.media.length <= 1) return value;
  return {
    status,
    ...(shape.headers.length === 0 ? {} : { headers }),
    ...(shape.media.length > 1 ? { contentType } : {}),
    body: value,
  };
}

function readCoded(media: HttpMedia, codec: BodyCodec, { body, headers }: Response, maxBytes: number, broken: BodySource["broken"]) {
  const length = headers.get("content-length");
  return codec.read(media, { body, type: headers.get("content-type") ?? "", size: length === null ? undefined : Number(length), maxBytes, broken });
}

async function readWhole({ body }: Response, type: string, maxBytes: number): Promise<BodyRead> {
  const bytes = await readBytes(body, maxBytes);
  return bytes === "too-large" ? { kind: "too-large" } : readContent(type, bytes);
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
