import type { Parameter, ParameterStyle, Protocol } from "@parley/compiler";
import { isJsonType, isTextType } from "./http-content-form.js";
import { type ObjectForm, type TextForm, textFormOf, type TextKind } from "./http-text-form.js";

/** How a parameter, a header or a field of a form is written, in the words of the runtime. */
export interface WireForm {
  readonly reads: TextKind;
  readonly list?: "exploded" | "commas";
  /** A style of the runtime, where the value is more than a text or a list of texts. */
  readonly style?: WireStyle;
  readonly members?: ObjectForm & { readonly exploded: boolean };
  readonly reserved: boolean;
  /** What it is that no style can say: then the value is a text, which nobody judges. */
  readonly unsaid?: string;
}

export type WireStyle = ParameterStyle | "jsonText" | "formText";

const plain: WireForm = { reads: "string", reserved: false };

/** Decides how a parameter is written. */
export function wireFormOf(protocol: Protocol, parameter: Parameter): WireForm {
  const { content, in: place } = parameter;
  if (content !== undefined) {
    if (isJsonType(content.name)) return { ...plain, style: "jsonText" };
    if (isTextType(content.name)) return plain;
    const form = textFormOf(protocol, content.schema);
    if (place === "querystring" && content.name === "application/x-www-form-urlencoded" && form.kind === "object") {
      return unsaidIn(form, "lists") ?? { ...plain, style: "formText", members: { ...form, exploded: true } };
    }
    return { ...plain, unsaid: `the media type "${content.name}"` };
  }
  const style = parameter.style ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const explode = parameter.explode ?? (style === "form" || style === "cookie" || style === "deepObject");
  const form = textFormOf(protocol, parameter.schema);
  const reserved = parameter.allowReserved === true && place !== "header";
  if (form.kind === "text") return { ...plain, reads: form.reads, reserved, ...styled(place, style, reserved) };
  if (form.kind === "list") return listForm(form.of, { place, style, explode, reserved });
  return objectForm(form, { place, style, explode, reserved });
}

interface Manner {
  readonly place: Parameter["in"];
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly reserved: boolean;
}

function listForm(of: TextForm, { place, style, explode, reserved }: Manner): WireForm {
  if (of.kind !== "text") return { ...plain, unsaid: of.kind === "list" ? "a list of lists" : "a list of objects" };
  // Bars and spaces part nothing where each item has the name before it, and brackets are for objects.
  const isDelimited = !explode && (style === "spaceDelimited" || style === "pipeDelimited");
  const isExploded = (explode || style === "deepObject") && style !== "simple";
  const chosen: ParameterStyle = style === "deepObject" || (explode && !isDelimited && place === "query") ? "form" : style;
  // The usual styles part lists of texts too, but cannot tell what they part wrongly.
  const isDoubtful = place === "header" || place === "cookie" || (!isExploded && of.reads === "string");
  const named = isDelimited || isDoubtful ? { style: chosen } : styled(place, chosen, reserved);
  return { reads: of.reads, list: isExploded ? "exploded" : "commas", reserved, ...named };
}

function objectForm(form: ObjectForm, { place, style, explode, reserved }: Manner): WireForm {
  const chosen = explode && (style === "spaceDelimited" || style === "pipeDelimited") ? "form" : style;
  const inPairs = explode && (chosen === "form" || chosen === "cookie") && (place === "query" || place === "cookie");
  const nested = unsaidIn(form, style === "deepObject" ? "nested" : inPairs ? "lists" : "texts");
  return nested ?? { reads: "string", style: chosen, reserved, members: { ...form, exploded: style === "deepObject" || explode } };
}

/** What no style can say of an object: with `lists`, members may be lists; with `nested`, objects of such members too. */
function unsaidIn(form: ObjectForm, may: "texts" | "lists" | "nested"): WireForm | undefined {
  const others = form.others === undefined ? [] : [form.others];
  for (const member of [...form.members.values(), ...others]) {
    if (member.kind === "text") continue;
    if (member.kind === "list" && (may === "texts" || member.of.kind !== "text")) return { ...plain, unsaid: "an object that holds lists" };
    if (member.kind === "object" && (may !== "nested" || others.includes(member) || unsaidIn(member, may) !== undefined)) return { ...plain, unsaid: "an object that holds objects" };
  }
  return undefined;
}

/** The usual styles need no word: `simple` for a path or a header, `form` for a query or a cookie. */
function styled(place: Parameter["in"], style: ParameterStyle, reserved: boolean): { readonly style?: ParameterStyle } {
  if (style === "label" || style === "matrix" || style === "cookie") return { style };
  return reserved ? { style: place === "path" ? "simple" : "form" } : {};
}
