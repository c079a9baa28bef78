import type { Issue } from "../issue.js";
import type { BodyCodec } from "./body-codec.js";
import type { Carrier } from "./carrier.js";
import type { RawTexts } from "./query-text.js";

/** One operation of an OpenAPI document as generated code tells it to the runtime: data only, and the validators of its parts. */
export interface HttpOperation<Call = unknown, Answer = unknown> {
  /** What it takes and answers: for the compiler alone, no value. */
  readonly types?: { readonly call: Call; readonly answer: Answer };
  /** The operationId. */
  readonly name: string;
  readonly method: HttpMethod;
  /** `/conferences/{conferenceId}`. */
  readonly path: string;
  readonly parameters: readonly HttpParameter[];
  readonly body?: HttpBody;
  readonly responses: readonly HttpResponseShape[];
  /** The status of the one success, where its body is all there is to say; absent where a reply must name its status or headers. */
  readonly plain?: number;
  /** How many successes it declares: with several, a result names its status. */
  readonly successes: number;
  /** Ways in, of which one is enough; absent where anyone may call. */
  readonly security?: readonly SecurityAlternative[];
  /** `x-parley-pages`: how one page leads to the next. */
  readonly pages?: PageLinks;
  /** The parameter for the header `Idempotency-Key`: what is sent again with the same key is carried out once. A client may leave it to the runtime. */
  readonly idempotencyKey?: RuleParameter;
  /** The parameter for the header `If-Match`: which state of the resource is to be changed. */
  readonly ifMatch?: RuleParameter;
  /** The parameter for the header `If-None-Match`: which state the caller has. */
  readonly ifNoneMatch?: RuleParameter;
  /** A webhook with the headers of Standard Webhooks: the properties of them in a call. Its sender signs it, and its receiver verifies that. */
  readonly signed?: { readonly id: string; readonly timestamp: string; readonly signature: string };
  /** Who says that he has what a GET would give is answered 304, which is no success of its own. */
  readonly notModified?: true;
  /** The body of the one success is an object, and always comes with an `ETag`: both together are a {@link Tagged} body. */
  readonly tagged?: true;
  /** A 429 is declared: how much of the caller's limit is left is said with each answer. */
  readonly limited?: true;
}

/** A parameter with a meaning that the runtime knows. */
export interface RuleParameter {
  /** In a call: `ifMatch`. */
  readonly property: string;
  /** By the document. */
  readonly required: boolean;
}

/** `QUERY`, or another that a document adds. */
export type HttpMethod = "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE" | (string & {});

export interface HttpParameter {
  /** On the wire: `page-size`. */
  readonly name: string;
  readonly in: "path" | "query" | "querystring" | "header" | "cookie";
  /** In a call: `pageSize`. */
  readonly property: string;
  readonly required: boolean;
  /** What its text stands for, or that of each item. */
  readonly reads: TextKind;
  /** A list; `exploded` repeats the name for each item, else commas part them. */
  readonly list?: "exploded" | "commas";
  /** Any other way to write it: `deepObject`, `matrix`, `jsonText`. */
  readonly style?: ParameterStyle;
  /** With such a style: the members of an object. */
  readonly members?: ObjectTexts;
  /** The reserved characters of RFC 3986 pass as they are. */
  readonly reserved?: true;
  /** The text may be empty, whatever the validator says. */
  readonly mayBeEmpty?: true;
  /** What the receiver takes where the parameter is absent. */
  readonly default?: unknown;
  readonly validator?: Validator;
}

/**
 * What a text on the wire is read as. A text that is no number stays a text, and the validator refuses it. A `scalar` is a number or a boolean
 * where it looks like one.
 */
export type TextKind = "string" | "number" | "boolean" | "scalar";

/** How the texts of an object are read. */
export interface ObjectTexts {
  readonly exploded: boolean;
  readonly reads: { readonly [member: string]: TextKind | readonly [TextKind] | ObjectReads };
  /** Members that the specification does not name; absent where there are none. */
  readonly others?: TextKind;
  /** In an exploded query: the names of other parameters, which are not among those others. */
  readonly except?: readonly string[];
}

/** An object inside an object: only `deepObject` can say it. */
export interface ObjectReads {
  readonly reads: ObjectTexts["reads"];
  readonly others?: TextKind;
}

/** A way to write values in their place. Texts are ready for the wire: a piece of the path, `name=text` of a query or a cookie, a header. */
export interface ParameterStyle {
  /** The sign before each piece that it writes in a path, where it has one. */
  readonly begins?: ";" | ".";
  /** Undefined where the style cannot say the value so that it is read as the same. */
  write(parameter: HttpParameter, value: unknown): readonly string[] | undefined;
  /** Undefined where the parameter is absent. */
  read(parameter: HttpParameter, raw: RawTexts): unknown;
}

export interface Validator {
  readonly is: (value: unknown) => boolean;
  readonly explain: (value: unknown) => readonly Issue[];
}

export interface HttpBody {
  readonly required: boolean;
  readonly media: readonly HttpMedia[];
}

export interface HttpMedia {
  /** `application/json`, `image/*`. */
  readonly type: string;
  readonly validator?: Validator;
  /** How it is carried, where it is neither a JSON value nor a text: `bytes`, `multipart`, `eventStream`. */
  readonly codec?: BodyCodec;
  /** Of a stream: judges each item. */
  readonly item?: Validator;
  /** Of events: their data is JSON. */
  readonly jsonData?: true;
  /** Of an urlencoded form: its fields, as parameters of a query. One without a property is the form itself. */
  readonly fields?: readonly HttpParameter[];
  /** Of a multipart form. */
  readonly parts?: readonly FormPart[];
}

/** One property of a multipart form. */
export interface FormPart {
  readonly name: string;
  readonly required: boolean;
  /** Each item is a part of its own. */
  readonly list: boolean;
  /** The media types that it may have; empty where the specification does not say. */
  readonly types: readonly string[];
  readonly reads: TextKind | "json" | "bytes";
  readonly headers?: readonly HttpHeader[];
  readonly validator?: Validator;
}

export interface HttpResponseShape {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  readonly headers: readonly HttpHeader[];
  readonly media: readonly HttpMedia[];
  /** The problems that it may carry, by short name; absent where the document lists none. */
  readonly problems?: readonly string[];
}

export interface HttpHeader {
  /** On the wire: `Retry-After`. */
  readonly name: string;
  /** In a result: `retryAfter`. */
  readonly property: string;
  readonly required: boolean;
  readonly reads: TextKind;
  readonly list?: "exploded" | "commas";
  readonly style?: ParameterStyle;
  readonly members?: ObjectTexts;
  readonly validator?: Validator;
}

/** All of these together let a caller in. */
export type SecurityAlternative = readonly SecurityDemand[];

export interface SecurityDemand {
  /** Name of the scheme in the document. */
  readonly scheme: string;
  readonly carrier: Carrier;
  readonly scopes: readonly string[];
}

export interface PageLinks {
  /** The property of a call that says where a page starts. */
  readonly parameter: string;
  /** JSON pointers inside a page: its entries, and where the next page starts. */
  readonly items: string;
  readonly next: string;
}

/** The response declared for a status: itself, else its class, else `default`. Where nothing is declared, anything without content will do. */
export function responseFor(operation: HttpOperation, status: number): HttpResponseShape | undefined {
  if (operation.responses.length === 0) return { status: "default", headers: [], media: [] };
  const exact = String(status);
  const family = `${Math.floor(status / 100)}XX`;
  return (
    operation.responses.find((response) => response.status === exact) ??
    operation.responses.find((response) => response.status === family) ??
    operation.responses.find((response) => response.status === "default")
  );
}
