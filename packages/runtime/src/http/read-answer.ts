import type { Issue } from "../issue.js";
import type { AskedRequest, ProblemDetails } from "../problem.js";
import type { BodyCodec, BodyRead, BodySource } from "./body-codec.js";
import { covers, essence } from "./media-type.js";
import type { HttpMedia, HttpOperation, HttpResponseShape } from "./operation.js";
import { responseFor } from "./operation.js";
import { readBytes, readContent } from "./read-content.js";
import { issuesUnder, readHeaders } from "./reply.js";
import { ResponseError } from "./response-error.js";

/** A response as it is, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A response that has been read and judged. */
export interface ReadAnswer extends HttpAnswer {
  /** Absent where the operation declares no such response. */
  readonly shape: HttpResponseShape | undefined;
  /** Where its body is a problem of RFC 9457. */
  readonly problem: ProblemDetails | undefined;
  readonly issues: readonly Issue[];
  /** The request that it answers. */
  readonly asked: AskedRequest;
  /** All headers, declared or not. */
  readonly raw: Headers;
  /** Ends what is still to come of a body that nobody wants. */
  readonly drop: () => void;
}

/** Reads a response as the operation declares it, and judges it. @throws ResponseError where there is more of it than may be kept. */
export async function readAnswer(operation: HttpOperation, asked: AskedRequest, response: Response, maxBytes: number): Promise<ReadAnswer> {
  const { status, headers: raw } = response;
  const shape = responseFor(operation, status);
  const type = raw.get("content-type") ?? "application/octet-stream";
  const media = shape?.media.find((known) => covers(known.type, type));
  const broken = (found: readonly Issue[]): Error => new ResponseError(asked, status, undefined, found);
  const content = media?.codec === undefined ? await readWhole(response, type, maxBytes) : await readCoded(media, media.codec, response, maxBytes, broken);
  if (content.kind === "too-large") throw broken([issueOf("/body", "maxBodyBytes", `${maxBytes} bytes at most`, "more")]);
  const body = content.kind === "value" ? content.value : undefined;
  const { values: headers, issues: found } = readHeaders(shape ?? { status: "", headers: [], media: [] }, raw);
  const issues = [...found];
  // An answer to HEAD says what the body of another would be, and has none.
  if (shape !== undefined && shape.media.length > 0 && operation.method !== "HEAD") {
    if (media === undefined)
      issues.push(issueOf("/headers/contentType", "content", shape.media.map((known) => known.type).join(" or "), essence(type)));
    else if (content.kind === "broken") issues.push(...issuesUnder("/body", content.issues));
    else if (content.kind !== "value") issues.push(issueOf("/body", "content", essence(type), content.kind));
    else if (media.validator?.is(body) === false) issues.push(...issuesUnder("/body", media.validator.explain(body)));
  }
  const drop = (): void => void response.body?.cancel().catch(() => undefined);
  return { status, contentType: essence(type), headers, body, shape, problem: problemIn(type, body), issues, asked, raw, drop };
}

function readCoded(media: HttpMedia, codec: BodyCodec, { body, headers }: Response, maxBytes: number, broken: BodySource["broken"]) {
  const length = headers.get("content-length");
  // The length of what was coded is not that of what is read.
  const size = length === null || headers.has("content-encoding") ? undefined : Number(length);
  return codec.read(media, { body, type: headers.get("content-type") ?? "", size, maxBytes, broken });
}

async function readWhole({ body }: Response, type: string, maxBytes: number): Promise<BodyRead> {
  const bytes = await readBytes(body, maxBytes);
  return bytes === "too-large" ? { kind: "too-large" } : readContent(type, bytes);
}

/** RFC 9457, 3.1.1: without a type it is `about:blank`, which is put in so that every reader finds one. */
function problemIn(type: string, body: unknown): ProblemDetails | undefined {
  if (essence(type) !== "application/problem+json" || typeof body !== "object" || body === null) return undefined;
  const { type: named = "about:blank" } = body as { readonly type?: unknown };
  return typeof named === "string" ? Object.assign(body, { type: named }) : undefined;
}

function issueOf(pointer: string, keyword: string, expected: string, found: string): Issue {
  return { pointer, keyword, expected, found, at: "responses" };
}
