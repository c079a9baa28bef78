export type { Authenticate, Caller, Credential, Credentials } from "./authentication.js";
export { createHttpClient } from "./client.js";
export type { HttpCaller, HttpCallOptions, HttpClient, HttpClientOptions } from "./client.js";
export type { HttpAnswer } from "./read-answer.js";
export type { RetryOptions } from "./retry.js";
export { DeadlineError } from "../errors.js";
export type { Fault } from "./fault.js";
export { entityTag } from "./entity-tag.js";
export { createHandler, route, routeTo } from "./handler.js";
export type { CallContext, Filled, HandlerDocument, HandlerOptions, Received, Rest, Route } from "./handler.js";
export { isKept } from "./idempotency.js";
export type { IdempotencyStore, KeyedRequest, OnceOutcome, StoredAnswer } from "./idempotency.js";
export { memoryIdempotencyStore } from "./memory-idempotency-store.js";
export type { MemoryIdempotencyOptions } from "./memory-idempotency-store.js";
export { memoryLimitStore } from "./limit-store.js";
export type { LimitPolicy, LimitRequest, LimitStore, LimitTaken, MemoryLimitOptions } from "./limit-store.js";
export type { LimitOptions } from "./limiter.js";
export type {
  Carrier,
  FormPart,
  HttpBody,
  HttpHeader,
  HttpMedia,
  HttpMethod,
  HttpOperation,
  HttpParameter,
  HttpResponseShape,
  ObjectReads,
  ObjectTexts,
  PageLinks,
  ParameterStyle,
  RuleParameter,
  SecurityAlternative,
  SecurityDemand,
  TextKind,
  Validator,
} from "./operation.js";
export type { Pages } from "./pages.js";
export { isProblem, ProtocolError, Refusal, refuse } from "../problem.js";
export type { AskedRequest, ProblemDetails, RefusalDetails } from "../problem.js";
export type { ProblemRegistry, RegisteredProblem } from "./problem-registry.js";
export { readProblem } from "./read-problem.js";
export type { ProblemIn } from "./read-problem.js";
export { CallError, NetworkError, NotModified, ResponseError, UncertainError } from "./response-error.js";
export { formText, jsonText } from "./style-content.js";
export { cookie } from "./style-cookie.js";
export { deepObject } from "./style-deep-object.js";
export { label, matrix, simple } from "./style-path.js";
export { form, pipeDelimited, spaceDelimited } from "./style-query.js";
export type { RawTexts } from "./query-text.js";
export type { BodyCodec } from "./body-codec.js";
export { bytes, IncomingBytes } from "./body-bytes.js";
export type { OutgoingBytes } from "./body-bytes.js";
export { eventStream } from "./body-event-stream.js";
export type { ServerSentEvent } from "./body-event-stream.js";
export { urlForm } from "./body-form.js";
export { jsonLines, jsonSequence } from "./body-lines.js";
export { multipart } from "./body-multipart.js";
export type { PartWithHeaders } from "./body-multipart.js";
export type { StatusIn } from "./status.js";
export type { Tagged } from "./tagged.js";
export { basic } from "./basic.js";
export type { BasicCredential } from "./basic.js";
export type { BasicSource, CredentialSource, CredentialSources } from "./show-credentials.js";
export { createHttpNotifier, createListener } from "./callback.js";
export type { CallbackCause, HttpCallback, HttpNotifier, NotifierOptions } from "./callback.js";
export type { SigningOptions, WebhookSecret, WebhookTrust } from "./signed-webhook.js";
export { signWebhook, verifyWebhook } from "./webhook-signature.js";
export type { SignedHeaders, SignedParts } from "./webhook-signature.js";
