import { type Clock, systemClock } from "../clock.js";
import { valueAt } from "../json-pointer.js";
import type { HttpCallOptions } from "./client.js";
import type { Fault } from "./fault.js";
import type { HttpOperation } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemResponse } from "./problem-response.js";
import { readBytes, writeContent } from "./read-content.js";
import { signWebhook, verifyWebhook } from "./webhook-signature.js";

/** A secret as it was told, in base64url; several while one replaces another, of which one is enough. */
export type WebhookSecret = string | readonly string[];

/** Whose webhooks a listener takes. */
export type WebhookTrust =
  | {
      /** Or how it is found for a request, by its address: without one, nobody is believed. What is in the body is nobody's word yet. */
      readonly secret: WebhookSecret | ((request: Request) => WebhookSecret | undefined | Promise<WebhookSecret | undefined>);
      readonly unverified?: never;
      /** What tells how old a webhook is; the platform's where none is given. */
      readonly clock?: Pick<Clock, "now">;
    }
  | {
      /** Anybody's: something before the listener has verified the signature. */
      readonly unverified: true;
      readonly secret?: never;
      readonly clock?: never;
    };

/** How a signed webhook is sent. */
export interface SigningOptions extends HttpCallOptions {
  /** That of the receiver. With several, it is signed with each. */
  readonly secret: WebhookSecret;
}

/** The call with its time and its signature, where it has none of its own. */
export async function signCall({ signed, parameters }: HttpOperation, call: unknown, { secret }: Partial<SigningOptions>, now: number): Promise<unknown> {
  if (signed === undefined || secret === undefined || valueAt(call, `/${signed.signature}`) !== undefined) return call;
  const id = String(valueAt(call, `/${signed.id}`) ?? "");
  const timestamp = Number(valueAt(call, `/${signed.timestamp}`) ?? Math.floor(now / 1_000));
  const body = String(writeContent("application/json", valueAt(call, "/body")));
  const signatures = await Promise.all([secret].flat().map((each) => signWebhook(each, { id, timestamp, body })));
  const isNumber = parameters.some(({ property, reads }) => property === signed.timestamp && reads === "number");
  return { ...(call as object), [signed.timestamp]: isNumber ? timestamp : String(timestamp), [signed.signature]: signatures.join(" ") };
}

/** What {@link onceVerified} has to know. */
export interface Verification {
  readonly operation: HttpOperation;
  readonly problems: ProblemRegistry;
  readonly maxBodyBytes: number;
  readonly tell: (fault: Fault) => void;
}

/** Gives a handler signed webhooks whose signature is right and of these minutes; any other gets a 401. */
export function onceVerified(
  handle: (request: Request) => Promise<Response>,
  { operation, problems, maxBodyBytes, tell }: Verification,
  { secret, unverified, clock = systemClock }: Partial<WebhookTrust>,
): (request: Request) => Promise<Response> {
  if (operation.signed === undefined || unverified === true) return handle;
  if (secret === undefined) throw new TypeError(`"${operation.name}" is signed: the option "secret" is missing. Who takes it from anybody says so by "unverified".`);
  const refused = (problem: string, headers: HeadersInit = {}): Response => problemResponse({ problems, operation, tell }, problem, {}, headers);
  const isRight = async (request: Request, bytes: Uint8Array): Promise<boolean> => {
    const found = typeof secret === "function" ? await secret(request) : secret;
    const body = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    for (const each of [found ?? []].flat()) if (await verifyWebhook(each, request.headers, body, clock.now())) return true;
    return false;
  };
  return async (request) => {
    // What is no webhook at all is told so by the handler.
    if (request.method !== operation.method) return handle(request);
    try {
      const bytes = await readBytes(request.body, maxBodyBytes);
      if (bytes === "too-large") return refused("too-large");
      if (!(await isRight(request, bytes))) return refused("unauthenticated", { "www-authenticate": "Webhook-Signature" });
      return await handle(new Request(request, { method: request.method, body: new Uint8Array(bytes) }));
    } catch (error) {
      if (!request.signal.aborted) tell({ kind: "thrown", operation: operation.name, error });
      return refused("internal");
    }
  };
}
