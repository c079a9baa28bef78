import { type Code, type Fragment, concat, listLiteral, objectLiteral } from "./code.js";
import { escapeUnit, withHiddenEscaped } from "./hidden.js";

/** What a literal can say: any JSON value. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** A string literal in double quotes that means exactly the text, in whatever file it stands: a page's script too. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|<(?=\/script|!--)/gi, escapeUnit);
}

/** The literal of a regular expression, on one line and with all of its characters to be seen. */
export function regExpLiteral(pattern: RegExp): string {
  // An escape before such a character says the character itself.
  const source = pattern.source.replace(/\\?([^])/gu, (each, character: string) => {
    const shown = character === "\t" ? "\\t" : withHiddenEscaped(character);
    return shown === character ? each : shown;
  });
  return `/${source.replaceAll("<!--", "\\u003c!--")}/${pattern.flags}`;
}

/** The literal of any JSON value, on one line where it fits. */
export function literal(value: Data): Code {
  if (typeof value === "string") return concat(stringLiteral(value));
  if (value === null || typeof value !== "object") return concat(Object.is(value, -0) ? "-0" : String(value));
  if (isList(value)) return listLiteral(value.map(literal));
  return objectLiteral(Object.entries(value).map(([name, member]) => property(name, literal(member))));
}

/** `name: value` of an object literal; `__proto__` makes an ordinary key. */
export function property(name: string, value: Fragment): Code {
  return concat(propertyKey(name), ": ", value);
}

/** A key as it stands in an object literal. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** A key as it stands in an interface. */
export function memberName(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** `value.name`, or `value["na-me"]`. */
export function access(value: string, name: string): string {
  return isIdentifier(name) ? `${value}.${name}` : `${value}[${stringLiteral(name)}]`;
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}
