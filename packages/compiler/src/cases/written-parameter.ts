import type { Json } from "../model/json.js";
import type { Parameter } from "../model/parameter.js";
import type { JsonType, Schema, SchemaId } from "../model/schema.js";
import { isArray, isObject } from "../rules/json-value.js";
import { facetsOf } from "./instance.js";

/**
 * The texts that a parameter is written as: several where its name is written several times. Undefined where they say something else than the value,
 * or its style is not written here: that of an object.
 */
export function textsOfParameter({ in: place, style, explode = false, content }: Parameter, value: Json): readonly string[] | undefined {
  const encode = place === "header" ? String : encodeURIComponent;
  if (content !== undefined) return /\bjson\b/i.test(content.name) ? checked(place, [encode(JSON.stringify(value))]) : undefined;
  if (style !== "simple" && style !== "form") return undefined;
  const items = isArray(value) ? value : [value];
  if (items.length === 0 || items.some((item) => typeof item === "object")) return undefined;
  const texts = items.map(String);
  if (texts.some((text) => hasLoneSurrogate(text) || (items.length > 1 && place === "header" && text.includes(",")))) return undefined;
  return checked(place, isArray(value) && !(style === "form" && explode) ? [texts.map(encode).join(",")] : texts.map(encode));
}

/** What a receiver reads where a value was sent in a parameter: a number or a truth value where the schema knows one, else the text. */
export function arrivalIn(parameter: Parameter, schemas: ReadonlyMap<SchemaId, Schema>): (value: Json) => Json | undefined {
  if (parameter.content !== undefined) return (value) => (textsOfParameter(parameter, value) === undefined ? undefined : value);
  const types = typesOf(schemas, parameter.schema);
  const items = types.includes("array") ? itemSchema(schemas, parameter.schema) : undefined;
  return (value) => {
    if (textsOfParameter(parameter, value) === undefined || isObject(value)) return undefined;
    if (!types.includes("array")) return isArray(value) ? undefined : read(String(value), types);
    return isArray(value) ? value.map((item) => read(String(item), typesOf(schemas, items))) : [read(String(value), typesOf(schemas, items))];
  };
}

function read(text: string, types: readonly JsonType[]): Json {
  const isNumeric = types.includes("integer") || types.includes("number");
  if (isNumeric && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  return types.includes("boolean") && /^(true|false)$/.test(text) ? text === "true" : text;
}

function typesOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId | undefined): readonly JsonType[] {
  return id === undefined ? [] : branches.flatMap((branch) => facetsOf(schemas, id, branch)).flatMap(({ rules }) => rules.type ?? []);
}

/** What each item of a list is, as far as the first branches of a schema say. */
export function itemSchema(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId | undefined): SchemaId | undefined {
  return id === undefined ? undefined : branches.flatMap((branch) => facetsOf(schemas, id, branch)).flatMap(({ rules }) => rules.items ?? [])[0];
}

const branches = [0, 1, 2, 3];

/** A step of a path is not empty, nor one that an address leaves out; a header has no white space around it, and characters of ASCII. */
function checked(place: Parameter["in"], texts: readonly string[]): readonly string[] | undefined {
  const right = place === "path" ? /^(?!\.{1,2}$)./ : place === "header" ? /^(?:[!-~](?:[ -~]*[!-~])?)?$/ : /^/;
  return (place === "query" || texts.length === 1) && texts.every((text) => right.test(text)) ? texts : undefined;
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
