import { diagnostic, type MediaType, type Parameter, type SchemaId } from "@parley/compiler";
import { conjunctsOf, propertiesOf } from "./constant.js";
import type { HttpArgument, HttpSetting } from "./http-argument.js";
import type { HttpMediaPlan } from "./http-media-plan.js";
import type { ObjectForm } from "./http-text-form.js";
import { type WireForm, wireFormOf } from "./http-wire-form.js";
import { typeOf } from "./plan.js";

/** The fields of `application/x-www-form-urlencoded`: each property is written as a parameter of a query. */
export function planFields(setting: HttpSetting, media: MediaType, schema: SchemaId, form: ObjectForm): HttpMediaPlan {
  const { plan } = setting;
  const required = new Set(conjunctsOf(plan.protocol, schema).flatMap(({ rules }) => rules.required ?? []));
  const properties = [...propertiesOf(plan.protocol, schema)];
  const fields = properties.map(([name, own]) => planField(setting, media, name, own, required.has(name)));
  if (form.expectsOthers && form.others?.kind === "text") fields.push(restOf(media, form, fields));
  const type = typeOf(plan, schema);
  const declaration = plan.declarationOf(schema);
  return { name: media.name, sent: type, received: type, codec: "urlForm", fields, ...(declaration === undefined ? {} : { declaration }) };
}

function planField(setting: HttpSetting, media: MediaType, name: string, schema: SchemaId, required: boolean): HttpArgument {
  const { plan, report, operation } = setting;
  const encoding = media.encoding?.find(({ property }) => property === name);
  const parameter: Parameter = {
    name,
    in: "query",
    required,
    schema,
    ...(encoding?.style === undefined ? {} : { style: encoding.style }),
    ...(encoding?.explode === undefined ? {} : { explode: encoding.explode }),
    ...(encoding?.allowReserved === undefined ? {} : { allowReserved: encoding.allowReserved }),
    origin: encoding?.origin ?? media.origin,
  };
  const given = wireFormOf(plan.protocol, parameter);
  const hasStyle = encoding?.style !== undefined || encoding?.explode !== undefined;
  // An object without a style of its own is one JSON text (OpenAPI 3.1, 4.8.15.1.1).
  const isJson = given.unsaid !== undefined || (given.members !== undefined && !hasStyle);
  if (given.unsaid !== undefined && hasStyle) {
    const where = `field "${name}" of "${operation}"`;
    report(diagnostic("not-expressible", parameter.origin, { target: "HTTP", where, what: given.unsaid, instead: "it is one JSON text" }));
  }
  const form: WireForm = isJson ? { reads: "string", style: "jsonText", reserved: false } : given;
  return { parameter, property: name, type: typeOf(plan, schema), form, beside: [] };
}

/** What the schema lets pass beside its properties. */
function restOf(media: MediaType, form: ObjectForm, fields: readonly HttpArgument[]): HttpArgument {
  const parameter: Parameter = { name: "", in: "query", required: false, origin: media.origin };
  const rest: WireForm = { reads: "string", style: "form", reserved: false, members: { ...form, members: new Map(), exploded: true } };
  return { parameter, property: "", type: { parts: [] }, form: rest, beside: fields.map(({ property }) => property) };
}
