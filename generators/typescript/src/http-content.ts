import { type Code, concat, diagnostic, type MediaType, type SchemaId, union } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { HttpSetting } from "./http-argument.js";
import { textFormOf } from "./http-text-form.js";
import { type Plan, typeOf } from "./plan.js";

/** A body as generated code offers it: the media types that carry it, and the type of what they carry. */
export interface HttpContent {
  readonly media: readonly HttpMediaPlan[];
  readonly type: Code;
}

export interface HttpMediaPlan {
  readonly type: string;
  /** Whose validators judge it; absent for what is not judged: bytes, texts without a schema. */
  readonly declaration?: Declaration;
}

export const problemType = "application/problem+json";

/** JSON is typed by its schema, a text too where its schema is of strings; anything else is bytes. */
export function planContent({ plan, report, operation }: HttpSetting, content: readonly MediaType[]): HttpContent {
  const planned = content.map(({ name, schema, origin }): { readonly media: HttpMediaPlan; readonly type: Code } => {
    const form = formOf(name);
    if (schema === undefined)
      return { media: { type: name }, type: concat(form === "json" ? "unknown" : form === "text" ? "string" : "Uint8Array") };
    if (form === "bytes" || (form === "text" && !isOfStrings(plan, schema))) {
      if (!isOfStrings(plan, schema)) report(diagnostic("unjudged-content", origin, { mediaType: name, operation }));
      return { media: { type: name }, type: concat(form === "text" ? "string" : "Uint8Array") };
    }
    const declaration = plan.declarationOf(schema);
    return { media: { type: name, ...(declaration === undefined ? {} : { declaration }) }, type: typeOf(plan, schema) };
  });
  return { media: planned.map(({ media }) => media), type: union(distinct(planned.map(({ type }) => type))) };
}

function formOf(mediaType: string): "json" | "text" | "bytes" {
  const essence = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json")) return "json";
  return essence.startsWith("text/") || essence === "application/xml" || essence.endsWith("+xml") ? "text" : "bytes";
}

/** A schema that demands an object or a list cannot be held against a text. */
function isOfStrings(plan: Plan, id: SchemaId): boolean {
  const form = textFormOf(plan.protocol, id);
  return form.kind === "text" && form.reads === "string";
}

function distinct(types: readonly Code[]): readonly Code[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    const key = JSON.stringify(type);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
