import { type Code, concat, documented, jsDoc, type MediaType, memberName, objectType, type PartEncoding, type SchemaId } from "@parley/compiler";
import { conjunctsOf, itemsOf, propertiesOf } from "./constant.js";
import { type HttpArgument, type HttpSetting, planArguments } from "./http-argument.js";
import { isJsonType, isTextType } from "./http-content-form.js";
import type { HttpMediaPlan, HttpPart } from "./http-media-plan.js";
import { httpType } from "./http-symbols.js";
import { textFormOf } from "./http-text-form.js";
import { type Plan, typeOf } from "./plan.js";

/** The parts of `multipart/form-data`, and the type of what they make. */
export function planParts(setting: HttpSetting, media: MediaType, schema: SchemaId): HttpMediaPlan {
  const { protocol } = setting.plan;
  const required = new Set(conjunctsOf(protocol, schema).flatMap(({ rules }) => rules.required ?? []));
  const parts = [...propertiesOf(protocol, schema)].map(([name, own]): HttpPart => {
    const encoding = media.encoding?.find(({ property }) => property === name);
    return { name, required: required.has(name), ...planPart(setting, own, encoding) };
  });
  const type = objectType(
    parts.map((part) => documented(jsDoc(part.description), concat("readonly ", memberName(part.name), part.required ? "" : "?", ": ", part.type))),
  );
  return { name: media.name, sent: type, received: type, codec: "multipart", parts };
}

function planPart(setting: HttpSetting, schema: SchemaId, encoding: PartEncoding | undefined): Omit<HttpPart, "name" | "required"> {
  const { plan } = setting;
  const description = conjunctsOf(plan.protocol, schema).find(({ notes }) => notes.description !== undefined)?.notes.description;
  const form = textFormOf(plan.protocol, schema);
  const item = form.kind === "list" ? itemsOf(plan.protocol, schema) : undefined;
  const of = item ?? schema;
  const types = (encoding?.contentType ?? "").split(",").map((type) => type.trim()).filter((type) => type !== "");
  const reads = readsOf(plan, of, types);
  const headers = encoding === undefined || encoding.headers.length === 0 ? undefined : planArguments(setting, encoding.headers, []);
  const declaration = reads === "bytes" ? undefined : plan.declarationOf(of);
  const value = reads === "bytes" ? concat("Blob") : typeOf(plan, of);
  const one = headers === undefined ? value : concat(httpType("PartWithHeaders"), "<", value, ", ", headersType(headers), ">");
  const isSimple = item !== undefined && headers === undefined && reads !== "bytes";
  return {
    list: item !== undefined,
    types: types.length === 0 && reads === "json" ? ["application/json"] : types,
    reads,
    type: item === undefined ? one : isSimple ? typeOf(plan, schema) : concat("readonly ", one, "[]"),
    ...(headers === undefined ? {} : { headers }),
    ...(declaration === undefined ? {} : { declaration }),
    ...(description === undefined ? {} : { description }),
  };
}

/** By the type that the document says, else by the schema (OpenAPI 3.1, 4.8.15.1.1). */
function readsOf(plan: Plan, schema: SchemaId, [stated]: readonly string[]): HttpPart["reads"] {
  const form = textFormOf(plan.protocol, schema);
  if (stated !== undefined && isJsonType(stated)) return "json";
  const schemas = conjunctsOf(plan.protocol, schema);
  const isTyped = schemas.some(({ rules }) => rules.type !== undefined || rules.enum !== undefined || rules.const !== undefined || rules.anyOf !== undefined || rules.oneOf !== undefined);
  const isBinary = schemas.some(({ rules, notes }) => rules.format === "binary" || (notes.contentMediaType !== undefined && notes.contentEncoding === undefined));
  if (form.kind !== "text") return "json";
  if (isBinary || !isTyped) return "bytes";
  return stated === undefined || isTextType(stated) || form.reads !== "string" ? form.reads : "bytes";
}

export function headersType(headers: readonly HttpArgument[]): Code {
  return objectType(headers.map(({ property, type, parameter }) => concat("readonly ", memberName(property), parameter.required ? "" : "?", ": ", type)));
}
