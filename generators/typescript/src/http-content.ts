import { type Code, concat, diagnostic, type MediaType, stringLiteral } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { HttpSetting } from "./http-argument.js";
import { essenceOf, isJsonType, isTextType } from "./http-content-form.js";
import { planFields } from "./http-form-fields.js";
import { planParts } from "./http-form-parts.js";
import type { HttpCodec, HttpMediaPlan } from "./http-media-plan.js";
import { httpType } from "./http-symbols.js";
import { textFormOf } from "./http-text-form.js";
import { typeOf } from "./plan.js";

/** A body as generated code offers it: the media types that carry it. */
export interface HttpContent {
  readonly media: readonly HttpMediaPlan[];
}

export const problemType = "application/problem+json";

/** What each media type of a body or a response carries. */
export function planContent(setting: HttpSetting, content: readonly MediaType[]): HttpContent {
  return { media: content.map((media) => planMedia(setting, media)) };
}

function planMedia(setting: HttpSetting, media: MediaType): HttpMediaPlan {
  const stream = streamOf(media);
  if (stream !== undefined) return planStream(setting, media, stream);
  const { plan } = setting;
  const { name, schema } = media;
  const essence = essenceOf(name);
  const form = textFormOf(plan.protocol, schema);
  if (essence === "multipart/form-data" && form.kind === "object" && schema !== undefined) return planParts(setting, media, schema);
  if (essence === "application/x-www-form-urlencoded" && form.kind === "object" && schema !== undefined) return planFields(setting, media, schema, form);
  if (essence.startsWith("multipart/")) say(setting, media, "the parts of a multipart body", "it is taken as bytes");
  const isText = form.kind === "text" && form.reads === "string";
  // Whoever says "any type" of a value means JSON.
  if (isJsonType(name) || ((essence === "*/*" || essence === "application/*") && schema !== undefined && !isText)) {
    if (schema === undefined) return both(name, concat("unknown"));
    return { ...both(name, typeOf(plan, schema)), ...declared("declaration", plan.declarationOf(schema)) };
  }
  if (schema !== undefined && !isText && !essence.startsWith("multipart/")) {
    setting.report(diagnostic("unjudged-content", media.origin, { mediaType: name }));
  }
  if (!isTextType(name)) return { name, sent: concat(httpType("OutgoingBytes")), received: concat(httpType("IncomingBytes")), codec: "bytes" };
  if (schema === undefined || !isText) return both(name, concat("string"));
  return { ...both(name, typeOf(plan, schema)), ...declared("declaration", plan.declarationOf(schema)) };
}

function planStream(setting: HttpSetting, media: MediaType, codec: HttpCodec): HttpMediaPlan {
  const { plan } = setting;
  const list = textFormOf(plan.protocol, media.schema).kind === "list" ? plan.protocol.schemas.get(media.schema ?? "")?.rules.items : undefined;
  const item = media.itemSchema ?? list;
  if (item === undefined && media.schema !== undefined) say(setting, media, "the items of a stream that has no itemSchema", "they are taken as they come");
  const form = textFormOf(plan.protocol, item);
  const data = form.kind === "object" ? form.members.get("data") : undefined;
  const isJsonData = codec === "eventStream" && data !== undefined && (data.kind !== "text" || data.reads !== "string");
  const type = item !== undefined ? typeOf(plan, item) : concat(codec === "eventStream" ? httpType("ServerSentEvent") : "unknown");
  return {
    ...both(media.name, concat("AsyncIterable<", type, ">")),
    codec,
    ...declared("item", item === undefined ? undefined : plan.declarationOf(item)),
    ...(isJsonData ? { jsonData: true } : {}),
  };
}

function streamOf({ name }: MediaType): HttpCodec | undefined {
  const essence = essenceOf(name);
  if (essence === "text/event-stream") return "eventStream";
  if (essence === "application/json-seq" || essence.endsWith("+json-seq")) return "jsonSequence";
  return /^application\/(x-)?(ndjson|jsonl|jsonlines|json-lines)$/.test(essence) ? "jsonLines" : undefined;
}

/** `image/*` as a type: any text that begins so. */
export function mediaTypeCode(name: string): Code {
  const essence = essenceOf(name);
  if (essence === "*/*" || essence === "*") return concat("string");
  return concat(essence.endsWith("/*") ? `\`${essence.slice(0, -1).replace(/[`\\$]/g, "\\$&")}\${string}\`` : stringLiteral(essence));
}

function both(name: string, type: Code): Pick<HttpMediaPlan, "name" | "sent" | "received"> {
  return { name, sent: type, received: type };
}

function declared<Key extends "declaration" | "item">(key: Key, declaration: Declaration | undefined): { readonly [K in Key]?: Declaration } {
  return declaration === undefined ? {} : ({ [key]: declaration } as { readonly [K in Key]: Declaration });
}

function say({ report, operation }: HttpSetting, { name, origin }: MediaType, what: string, instead: string): void {
  report(diagnostic("not-expressible", origin, { target: "TypeScript", where: `"${name}" of "${operation}"`, what, instead }));
}
