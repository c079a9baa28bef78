import { type Clock, systemClock } from "../clock.js";
import { valueAt } from "../json-pointer.js";
import { isLoopback } from "../open-socket.js";
import { type AskedRequest, ProtocolError } from "../problem.js";
import { buildRequest } from "./build-request.js";
import type { HttpOperation } from "./operation.js";
import type { Pages } from "./pages.js";
import { followPages } from "./pages.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { nameOfProblem } from "./problem-registry.js";
import { type ReadAnswer, readAnswer } from "./read-answer.js";
import { NetworkError, NotModified, ResponseError, UncertainError } from "./response-error.js";
import { askedWait, isRepeatable, mayBeOwnDoing, type RetryOptions, waitAfter } from "./retry.js";
import { type CredentialSources, showCredentials } from "./show-credentials.js";
import { limitTime, type TimeLimit } from "./time-limit.js";
import { isUnsent } from "./unsent.js";

/** How a client reaches its server. */
export interface HttpClientOptions {
  /** The URL of the document's server entry, its path included. `http:` only to a loopback address. */
  readonly baseUrl: string | URL;
  /** Sends a request; the platform's `fetch` where none is given. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Longest answer read, 1 MiB where nothing is said. */
  readonly maxBodyBytes?: number;
  /** How calls that may be made twice are made again; `false`: never. */
  readonly retry?: RetryOptions | false;
  /** Where waits and deadlines come from; the platform's timers where none is given. */
  readonly clock?: Clock;
  /** A number from 0 to 1, for the length of waits; `Math.random` where none is given. */
  readonly random?: () => number;
}

export interface HttpCallOptions {
  /** Ends the call, a wait before another attempt too, and what is still read of a stream. */
  readonly signal?: AbortSignal;
  /** Until when the answer must be there, in milliseconds from the call, all attempts included. A list has it for each page. */
  readonly deadline?: number;
  /** In place of that of the client. */
  readonly retry?: RetryOptions | false;
  /** Told of the status and headers of each answer. */
  readonly onResponse?: (head: { readonly status: number; readonly headers: Headers }) => void;
}

/** Calls operations by what describes them. */
export interface HttpCaller {
  /**
   * Makes a call and gives the whole response, failures and typed headers included, told apart by `status`.
   * @throws ResponseError for a response that the document does not declare, CallError for a wrong call, NetworkError where there is no answer,
   * UncertainError where one was lost and the next refuses, DeadlineError.
   */
  exchange<Call, Answer>(operation: HttpOperation<Call, Answer>, call: Call, options?: HttpCallOptions): Promise<Answer>;
}

export interface HttpClient extends HttpCaller {
  /**
   * Makes a call and gives the body of its success, validated.
   * @throws ProtocolError for a problem that the document declares, NotModified for a 304 that was asked for, ResponseError for another answer,
   * CallError for a wrong call, NetworkError where there is no answer, UncertainError where one was lost and the next refuses, DeadlineError.
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
  const { clock = systemClock, random = Math.random, maxBodyBytes = 1_048_576 } = options;
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));

  async function answer(operation: HttpOperation, given: unknown, { signal, deadline, onResponse, retry = options.retry }: HttpCallOptions): Promise<ReadAnswer> {
    signal?.throwIfAborted();
    const limit = limitTime(operation.name, signal, deadline, clock);
    try {
      const call = withKey(operation, given);
      const { url, method, headers, body } = buildRequest(operation, baseUrl, call, await limit.until(showCredentials(operation, credentials)));
      const duplex = body instanceof ReadableStream ? { duplex: "half" } : {};
      const request = new Request(url, { method, headers, signal: limit.signal, ...duplex, ...(body === undefined ? {} : { body }) });
      const asked = { operation: operation.name, method, address: url.origin + url.pathname };
      const once = async (each: Request): Promise<ReadAnswer> => {
        const response = await fetch(each);
        onResponse?.({ status: response.status, headers: response.headers });
        return readAnswer(operation, asked, response, maxBodyBytes);
      };
      const attempts = retry === false || !isRepeatable(operation, call, body) ? 1 : (retry?.attempts ?? 3);
      const longestWait = (retry === false ? 0 : retry?.longestWait) ?? deadline ?? longestUnasked;
      return await repeat(operation, call, { once, asked, request, attempts, longestWait, limit });
    } finally {
      limit.met();
    }
  }

  async function repeat(operation: HttpOperation, call: unknown, { once, asked, request, attempts, longestWait, limit }: Repetition): Promise<ReadAnswer> {
    let lost: unknown;
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      let waitAsked: number | undefined = 0;
      let found: ReadAnswer | undefined;
      let error: unknown;
      try {
        found = await limit.until(once(isLast ? request : request.clone()));
        waitAsked = askedWait(found, problems, clock.now());
      } catch (thrown) {
        if (limit.signal.aborted || thrown instanceof ResponseError) throw thrown;
        error = thrown;
        if (!isUnsent(thrown)) lost = thrown;
      }
      const wait = isLast || waitAsked === undefined ? undefined : waitAfter(attempt, waitAsked, longestWait, random);
      if (wait !== undefined && limit.leaves(wait)) {
        found?.drop();
        await limit.pause(wait);
      } else if (found === undefined) throw new NetworkError(asked, lost === undefined ? "no" : "unknown", error, keyIn(operation, call));
      else if (lost !== undefined && mayBeOwnDoing(operation, call, found.status)) throw new UncertainError(asked, found.status, lost);
      else return found;
    }
  }

  async function exchange(operation: HttpOperation, call: unknown, given: HttpCallOptions): Promise<unknown> {
    return resultOf(operation, await answer(operation, call, given), problems);
  }

  return {
    async exchange<Call, Answer>(operation: HttpOperation<Call, Answer>, call: Call, given: HttpCallOptions = {}) {
      const { status, contentType, headers, body, shape, issues, asked } = await answer(operation, call, given);
      if (shape === undefined || issues.length > 0) throw new ResponseError(asked, status, body, issues);
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
      return followPages<Item, Page>(links, valueAt(call, `/${links.parameter}`), read);
    },
  };
}

/** In milliseconds. A caller who has not said how long it waits is not kept waiting for much longer than an answer takes. */
const longestUnasked = 5_000;

/** A call as it is made, however often. */
interface Repetition {
  readonly once: (request: Request) => Promise<ReadAnswer>;
  readonly asked: AskedRequest;
  readonly request: Request;
  readonly attempts: number;
  readonly longestWait: number;
  readonly limit: TimeLimit;
}

/** The call with a key that names it, the same for each attempt. */
function withKey({ idempotencyKey }: HttpOperation, call: unknown): unknown {
  if (idempotencyKey === undefined || valueAt(call, `/${idempotencyKey.property}`) !== undefined) return call;
  return { ...(call as object | undefined), [idempotencyKey.property]: crypto.randomUUID() };
}

function keyIn({ idempotencyKey }: HttpOperation, call: unknown): string | undefined {
  const key = idempotencyKey === undefined ? undefined : valueAt(call, `/${idempotencyKey.property}`);
  return typeof key === "string" ? key : undefined;
}

/** The option may be absent where no compiler looks. Its text is not told: it may hold a password. */
function readBaseUrl(text: string | URL): URL {
  try {
    return new URL(text);
  } catch {
    throw new TypeError('The option "baseUrl" is missing or not a whole URL, such as "https://example.org/v1".');
  }
}

/** The body of the one success there is; where there are several, or several media types, what tells them apart too. */
function resultOf(operation: HttpOperation, { status, contentType, headers, body, shape, problem, issues, asked, raw }: ReadAnswer, problems: ProblemRegistry): unknown {
  const etag = raw.get("etag") ?? undefined;
  const refusal = problem === undefined ? undefined : nameOfProblem(problems, problem, status, shape);
  if (problem !== undefined && refusal !== undefined) throw new ProtocolError(refusal, problem, asked);
  if (status === 304 && operation.notModified === true) throw new NotModified(operation.name, etag);
  if (shape === undefined || status >= 400) throw new ResponseError(asked, status, body, []);
  if (issues.length > 0) throw new ResponseError(asked, status, body, issues);
  const value = shape.media.length === 0 ? undefined : operation.tagged === true ? { ...(body as object), etag } : body;
  if (operation.successes <= 1 && shape.media.length <= 1) return value;
  return {
    status,
    ...(shape.headers.length === 0 ? {} : { headers }),
    ...(shape.media.length > 1 ? { contentType } : {}),
    body: value,
  };
}
