import { systemClock } from "../clock.js";
import { valueAt } from "../json-pointer.js";
import { isLoopback } from "../open-socket.js";
import { createHttpClient, type HttpCallOptions, type HttpClientOptions } from "./client.js";
import type { Fault } from "./fault.js";
import { createHandler, type HandlerOptions } from "./handler.js";
import type { Route } from "./route.js";
import { limiterOf } from "./limiter.js";
import { memoryIdempotencyStore } from "./memory-idempotency-store.js";
import type { HttpOperation } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { encodeText } from "./percent.js";
import { decodeQuery, readQuery } from "./query-text.js";
import type { CredentialSources } from "./show-credentials.js";
import { onceVerified, signCall, type SigningOptions, type WebhookTrust } from "./signed-webhook.js";
import type { Caller } from "./authentication.js";
import type { Credentials } from "./credentials.js";

/** How callbacks and webhooks are sent. */
export interface NotifierOptions extends Omit<HttpClientOptions, "baseUrl"> {
  /** Says whether an address may be called. It comes from the other side: without care, it names one inside your own network. */
  readonly allow: (address: URL) => boolean | Promise<boolean>;
}

/** The call that a callback answers, as its implementation had it. */
export interface CallbackCause<Call> {
  readonly request: Request;
  readonly call: Call;
  /** What was answered, where the address is found in it. */
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>>; readonly body?: unknown };
}

/** A callback as generated code tells it: an expression of OpenAPI, and the operation whose calls it is about. */
export interface HttpCallback {
  readonly operation: HttpOperation;
  /** `{$request.body#/callbackUrl}?id={$request.query.id}` */
  readonly expression: string;
  readonly of: HttpOperation;
}

export interface HttpNotifier {
  /** Calls back where the cause says. @throws TypeError where that is no address, or one that may not be called. */
  callBack<Result>(callback: HttpCallback, cause: CallbackCause<unknown>, call: unknown, options?: HttpCallOptions | SigningOptions): Promise<Result>;
  /** Sends a webhook to an address that is known from elsewhere. */
  send<Result>(operation: HttpOperation, address: string | URL, call: unknown, options?: HttpCallOptions | SigningOptions): Promise<Result>;
}

/** Makes what generated notifiers call. */
export function createHttpNotifier(options: NotifierOptions, credentials: CredentialSources, problems: ProblemRegistry): HttpNotifier {
  async function send<Result>(operation: HttpOperation, address: string | URL, call: unknown, given: HttpCallOptions | SigningOptions = {}): Promise<Result> {
    const url = new URL(address);
    const isSecure = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
    if (!isSecure || !(await options.allow(url))) throw new TypeError(`"${operation.name}" may not be sent to "${url.origin}".`);
    const signed = await signCall(operation, call, given, (options.clock ?? systemClock).now());
    return createHttpClient({ ...options, baseUrl: url }, credentials, problems).send<Result>(operation, signed, given);
  }
  return { send, callBack: async (callback, cause, call, given) => send(callback.operation, addressOf(callback, cause), call, given) };
}

/** A fetch handler for an operation of the other side, whatever the path at which it is served. A signed webhook is verified before anything else. */
export function createListener<C extends Caller, Shown = Credentials>(
  { operation, ...route }: Route,
  problems: ProblemRegistry,
  options: HandlerOptions<C, Shown> & Partial<WebhookTrust> = {},
): (request: Request) => Promise<Response> {
  const shared = { ...options, idempotency: options.idempotency ?? memoryIdempotencyStore(), ...(options.limits === undefined ? {} : { limits: limiterOf(options.limits) }) };
  const handle = (request: Request): Promise<Response> => {
    const [, basePath = "", path = ""] = /^(.*?)(\/*)$/s.exec(new URL(request.url).pathname) ?? [];
    return createHandler([{ ...route, operation: { ...operation, path } }], { basePath, problems }, { ...shared, basePath })(request);
  };
  const tell = (fault: Fault): void => options.onFault?.(fault);
  return onceVerified(handle, { operation, problems, maxBodyBytes: options.maxBodyBytes ?? 65_536, tell }, options);
}

/** The address that an expression names (OpenAPI 3.1, 4.8.20.4). */
export function addressOf({ expression, of }: HttpCallback, cause: CallbackCause<unknown>): string {
  const whole = expression.startsWith("$") ? `{${expression}}` : expression;
  return whole.replace(/\{(\$[^{}]+)\}/g, (_, each: string, at: number) => {
    const value = valueOf(each, of, cause);
    if (value === undefined || value === null || typeof value === "object") throw new TypeError(`The address "${expression}" cannot be found: "${each}" says nothing.`);
    // The address itself stands first; what follows is put into it, and cannot lead elsewhere.
    return at === 0 ? String(value) : encodeText(String(value));
  });
}

function valueOf(expression: string, of: HttpOperation, { request, call, response }: CallbackCause<unknown>): unknown {
  if (expression === "$url") return request.url;
  if (expression === "$method") return request.method;
  const [, side, place, rest = ""] = /^\$(request|response)\.(header|query|path|body)(?:[.#](.*))?$/s.exec(expression) ?? [];
  if (side === "response") {
    if (place === "body") return rest === "" ? response?.body : valueAt(response?.body, rest);
    const header = of.responses.flatMap(({ headers }) => headers).find(({ name }) => name.toLowerCase() === rest.toLowerCase());
    return place === "header" ? valueAt(response?.headers, `/${header?.property ?? rest}`) : undefined;
  }
  switch (place) {
    case "header":
      return request.headers.get(rest) ?? undefined;
    case "query": {
      const [raw] = readQuery(new URL(request.url).search).get(rest) ?? [];
      return raw === undefined ? undefined : decodeQuery(raw);
    }
    case "path": {
      const parameter = of.parameters.find(({ in: where, name }) => where === "path" && name === rest);
      return parameter === undefined ? undefined : valueAt(call, `/${parameter.property}`);
    }
    case "body":
      return rest === "" ? valueAt(call, "/body") : valueAt(call, `/body${rest}`);
    default:
      return undefined;
  }
}
