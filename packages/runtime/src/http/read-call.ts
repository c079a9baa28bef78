import type { Issue } from "../issue.js";
import { ProtocolError } from "../problem.js";
import { type BodyCodec, issueAt } from "./body-codec.js";
import { covers, essence, isJson, isUtf8 } from "./media-type.js";
import type { HttpBody, HttpMedia, HttpOperation, HttpParameter } from "./operation.js";
import { conditionIssues, placeOf } from "./precondition.js";
import { isDecodable } from "./percent.js";
import { readParameter } from "./parameter-text.js";
import type { RawTexts } from "./query-text.js";
import { readCookies, readQuery } from "./query-text.js";
import { readBytes, readContent } from "./read-content.js";
import { issuesUnder } from "./reply.js";
import { repeatedMember } from "./repeated-member.js";
import { wireIssues } from "./wire-issues.js";

/** A call as the request makes it: the parameters by property, and `body`. */
export type CallRead =
  /** `bytes`: the body as it came in, where it was read whole. */
  | { readonly kind: "call"; readonly call: Readonly<Record<string, unknown>>; readonly bytes: Uint8Array }
  | { readonly kind: "refused"; readonly problem: "malformed"; readonly detail: string; readonly issues: readonly Issue[] }
  | { readonly kind: "refused"; readonly problem: "too-large" | "unsupported-media-type"; readonly detail: string };

export interface CallReading {
  /** Of the path, still encoded. */
  readonly variables: ReadonlyMap<string, string>;
  readonly maxBodyBytes: number;
  /** A body is read whole even where a codec could take it as it comes. */
  readonly isWhole: boolean;
}

/**
 * Reads and validates what a request asks of an operation. Everything that is wrong is told, not only the first, as the document names it: a pointer
 * starts with the part of the request, `/query/page-size`, `/header/If-Match`, `/path/conferenceId`, `/body/topology`.
 */
export async function readCall(operation: HttpOperation, request: Request, reading: CallReading): Promise<CallRead> {
  const { call, issues } = readParameters(operation, request, reading.variables);
  if (operation.body === undefined) return issues.length > 0 ? malformed(wrongParameter, issues) : { kind: "call", call, bytes: new Uint8Array(0) };
  const taken = await takeBody(operation.body, request, reading);
  if (taken.kind === "refused" && taken.problem !== "malformed") return taken;
  const body = taken.kind === "taken" ? await readBody(taken, reading.maxBodyBytes, issues.length === 0) : taken;
  if (body.kind === "refused") return body.problem === "malformed" && issues.length > 0 ? malformed(wrongParameter, [...issues, ...body.issues]) : body;
  if (issues.length > 0) return malformed(wrongParameter, issues);
  if (body.kind === "value") {
    call.body = body.value;
    // Which of several it is, the implementation is told; of one there is nothing to tell.
    if (operation.body.media.length > 1 || operation.body.media[0]?.type.includes("*") === true) call.contentType = body.type;
  }
  return { kind: "call", call, bytes: taken.kind === "taken" && taken.content instanceof Uint8Array ? taken.content : new Uint8Array(0) };
}

const wrongParameter = "A parameter is not as the specification says.";

function readParameters(operation: HttpOperation, request: Request, variables: ReadonlyMap<string, string>) {
  const call: Record<string, unknown> = {};
  const issues: Issue[] = [];
  const query = readQuery(new URL(request.url).search);
  const cookies = readCookies(request.headers.get("cookie"));
  for (const parameter of operation.parameters) {
    const variable = variables.get(parameter.name);
    if (parameter.in === "path" && variable !== undefined && !isDecodable(variable)) {
      issues.push(issueAt(placeOf(parameter), "format", "valid percent-encoding of UTF-8", variable, parameter.name));
      continue;
    }
    const raw = rawOf(parameter, request, variables, query, cookies);
    const texts = raw.get(parameter.name) ?? [];
    const isEmpty = parameter.mayBeEmpty === true && texts.length === 1 && texts[0] === "";
    const value = isEmpty ? "" : parameter.style !== undefined ? parameter.style.read(parameter, raw) : texts.length > 0 ? readParameter(parameter, texts) : undefined;
    if (value !== undefined) {
      if (!isEmpty) issues.push(...explain(parameter, value));
      call[parameter.property] = value;
    } else if (parameter.required) {
      issues.push({ pointer: placeOf(parameter), keyword: "required", expected: "present", found: "absent", at: parameter.name });
    } else if (parameter.default !== undefined) call[parameter.property] = parameter.default;
  }
  const conditions = conditionIssues(operation, request.headers).filter(({ pointer }) => issues.every((issue) => issue.pointer !== pointer));
  return { call, issues: [...issues, ...conditions] };
}

/** The texts of the place, by name and still encoded. */
function rawOf(
  parameter: HttpParameter,
  request: Request,
  variables: ReadonlyMap<string, string>,
  query: RawTexts,
  cookies: RawTexts,
): RawTexts {
  switch (parameter.in) {
    case "path":
      return named(parameter, variables.get(parameter.name));
    case "query":
      return query;
    case "querystring":
      return named(parameter, new URL(request.url).search.slice(1) || undefined);
    case "header":
      return named(parameter, request.headers.get(parameter.name) ?? undefined);
    case "cookie":
      return cookies;
  }
}

function named({ name }: HttpParameter, text: string | undefined): RawTexts {
  return text === undefined ? new Map() : new Map([[name, [text]]]);
}

function explain(parameter: HttpParameter, value: unknown): readonly Issue[] {
  return issuesUnder(placeOf(parameter), parameter.validator?.explain(value) ?? []);
}

type Refused = CallRead & { readonly kind: "refused" };

/** A body of a media type that the operation takes, and of a size that it takes where it is read whole. */
interface TakenBody {
  readonly kind: "taken";
  readonly media: HttpMedia;
  readonly type: string;
  readonly size: number | undefined;
  readonly content: Uint8Array | ReadableStream<Uint8Array>;
}

type BodyRead = { readonly kind: "value"; readonly value: unknown; readonly type: string } | { readonly kind: "absent" } | Refused;

async function takeBody(body: HttpBody, { headers, body: stream }: Request, { maxBodyBytes, isWhole }: CallReading): Promise<TakenBody | { readonly kind: "absent" } | Refused> {
  const coding = headers.get("content-encoding") ?? "identity";
  if (coding.toLowerCase() !== "identity") return unsupported(`The body must have no content coding, but has "${coding}".`);
  const type = headers.get("content-type");
  const media = body.media.find((known) => type !== null && covers(known.type, type));
  const length = headers.get("content-length");
  const size = length === null ? undefined : Number(length);
  const isCoded = media?.codec !== undefined && type !== null && stream !== null;
  if (isCoded && !isWhole) return { kind: "taken", media, type, size, content: stream };
  if ((size ?? 0) > maxBodyBytes) return tooLarge(maxBodyBytes);
  const bytes = await readBytes(stream, maxBodyBytes);
  if (bytes === "too-large") return tooLarge(maxBodyBytes);
  // An empty text is a text, but empty JSON is nothing.
  if (!isCoded && bytes.byteLength === 0 && (type === null || !body.required || isJson(type))) {
    if (!body.required) return { kind: "absent" };
    return malformed("The request has no body.", [issueAt("/body", "required", "present", "absent", "requestBody")]);
  }
  if (media === undefined || type === null) {
    const wanted = body.media.map((known) => known.type).join(" or ");
    const found = type === null ? "of no stated type" : essence(type);
    return unsupported(`The body must be ${wanted}, but is ${found}.`);
  }
  if (!isCoded && !isUtf8(type)) return unsupported("The text of the body must be in UTF-8.");
  return { kind: "taken", media, type, size, content: bytes };
}

/** What is told beside wrong parameters is found in what is there already: of a stream nothing is read then. */
async function readBody({ media, type, size, content }: TakenBody, maxBytes: number, isCalled: boolean): Promise<BodyRead> {
  if (media.codec !== undefined) return isCalled || content instanceof Uint8Array ? readCoded(media, media.codec, content, { type, size, maxBytes }) : { kind: "absent" };
  if (!(content instanceof Uint8Array)) return { kind: "absent" };
  const read = readContent(type, content);
  const repeated = read.kind === "value" && isJson(type) ? repeatedMember(new TextDecoder().decode(content)) : undefined;
  if (repeated !== undefined) return malformed("A member of the body is there twice.", [issueAt("/body", "content", "each member once", repeated, "requestBody")]);
  if (read.kind === "value") return judge(media, read.value, type);
  const [expected, detail] = read.kind === "not-json" ? ["JSON", "The body is not JSON."] : ["UTF-8", "The body is not UTF-8."];
  return malformed(detail, [issueAt("/body", "content", expected, "other bytes", "requestBody")]);
}

async function readCoded(
  media: HttpMedia, codec: BodyCodec, content: Uint8Array | ReadableStream<Uint8Array>, source: { readonly type: string; readonly size: number | undefined; readonly maxBytes: number },
): Promise<BodyRead> {
  const body = content instanceof Uint8Array ? new Blob([new Uint8Array(content)]).stream() : content;
  const broken = (issues: readonly Issue[]): Error => new ProtocolError("malformed", { type: "about:blank", issues: wireIssues(issues) });
  const read = await codec.read(media, { ...source, body, broken });
  if (read.kind === "too-large") return tooLarge(source.maxBytes);
  if (read.kind === "value") return judge(media, read.value, source.type);
  return malformed("The body is not as the specification says.", read.kind === "broken" ? issuesUnder("/body", read.issues) : []);
}

function judge(media: HttpMedia, value: unknown, type: string): BodyRead {
  if (media.validator === undefined || media.validator.is(value)) return { kind: "value", value, type: type.replace(/\s*;.*$/s, "") };
  return malformed("The body is not as the specification says.", issuesUnder("/body", media.validator.explain(value)));
}

function malformed(detail: string, issues: readonly Issue[]): Refused {
  return { kind: "refused", problem: "malformed", detail, issues };
}

function unsupported(detail: string): Refused {
  return { kind: "refused", problem: "unsupported-media-type", detail };
}

function tooLarge(maxBodyBytes: number): Refused {
  return { kind: "refused", problem: "too-large", detail: `The body has more than ${maxBodyBytes} bytes.` };
}
