export type { Authenticate, Caller, Credentials } from "./authentication.js";
export { createHttpClient } from "./client.js";
export type { CredentialSource, HttpCallOptions, HttpClient, HttpClientOptions } from "./client.js";
export type { Fault } from "./fault.js";
export { createHandler, route } from "./handler.js";
export type { CallContext, Filled, HandlerDocument, HandlerOptions, Route } from "./handler.js";
export type {
  Carrier,
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
  SecurityAlternative,
  SecurityDemand,
  TextKind,
  Validator,
} from "./operation.js";
export type { Pages } from "./pages.js";
export { isProblem, ProtocolError, Refusal, refuse } from "../problem.js";
export type { ProblemDetails, RefusalDetails } from "../problem.js";
export type { ProblemRegistry, RegisteredProblem } from "./problem-registry.js";
export { CallError, ResponseError } from "./response-error.js";
export { formText, jsonText } from "./style-content.js";
export { cookie } from "./style-cookie.js";
export { deepObject } from "./style-deep-object.js";
export { label, matrix, simple } from "./style-path.js";
export { form, pipeDelimited, spaceDelimited } from "./style-query.js";
export type { RawTexts } from "./query-text.js";
