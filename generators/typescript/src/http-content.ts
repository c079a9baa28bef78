import { type Code, concat, diagnostic, type MediaType, union } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { HttpSetting } from "./http-argument.js";
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

/** JSON is typed by its schema, a text is a string, and anything else is bytes. */
export function planContent({ plan, report, operation }: HttpSetting, content: readonly MediaType[]): HttpContent {
  const types: Code[] = [];
  const media = content.map((each): HttpMediaPlan => {
    const essence = each.name.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    const isJson = essence === "application/json" || essence.endsWith("+json");
    const isText = essence.startsWith("text/") || essence === "application/xml" || essence.endsWith("+xml");
    if (!isJson) {
      types.push(concat(isText ? "string" : "Uint8Array"));
      if (each.schema !== undefined && saysMore(plan, each.schema)) {
        report(diagnostic("unjudged-content", each.origin, { mediaType: each.name, operation }));
      }
      return { type: each.name };
    }
    types.push(each.schema === undefined ? concat("unknown") : typeOf(plan, each.schema));
    const declaration = each.schema === undefined ? undefined : plan.declarationOf(each.schema);
    return { type: each.name, ...(declaration === undefined ? {} : { declaration }) };
  });
  return { media, type: union(distinct(types)) };
}

/** A schema that demands an object or a list cannot be held against bytes. */
function saysMore(plan: Plan, id: string): boolean {
  const kind = plan.shapes.use(id).kind;
  return kind !== "string" && kind !== "unknown";
}

function distinct(types: readonly Code[]): readonly Code[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    const key = JSON.stringify(type);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
