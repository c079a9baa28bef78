import { isDate, isDateTime, isDuration, isTime } from "./date-time.js";
import { isEmail, isIdnEmail } from "./email.js";
import { isHostname, isIpv4, isIpv6 } from "./host.js";
import { isJsonPointer, isRegularExpression, isRelativeJsonPointer, isUuid } from "./identifier.js";
import { isIdnHostname } from "./idna.js";
import { isIri, isIriReference, isUri, isUriReference } from "./uri.js";
import { isUriTemplate } from "./uri-template.js";

/** Whether a text has a format that is asserted; any other format demands nothing. */
export function hasFormat(text: string, format: string): boolean {
  return formatTests.get(format)?.(text) ?? true;
}

/** The formats that are asserted, each by the function that generated code has too. */
export const formatTests: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ["date-time", isDateTime],
  ["date", isDate],
  ["time", isTime],
  ["duration", isDuration],
  ["email", isEmail],
  ["idn-email", isIdnEmail],
  ["hostname", isHostname],
  ["idn-hostname", isIdnHostname],
  ["ipv4", isIpv4],
  ["ipv6", isIpv6],
  ["uri", isUri],
  ["uri-reference", isUriReference],
  ["iri", isIri],
  ["iri-reference", isIriReference],
  ["uri-template", isUriTemplate],
  ["uuid", isUuid],
  ["json-pointer", isJsonPointer],
  ["relative-json-pointer", isRelativeJsonPointer],
  ["regex", isRegularExpression],
]);

/**
 * Formats that are known and demand nothing: those of the format registry of OpenAPI that JSON Schema does not define.
 * They say how a value is stored or shown, and stay annotations whatever their range.
 */
export const annotationFormats: ReadonlySet<string> = new Set([
  "base64url", "binary", "byte", "char", "commonmark", "date-time-local", "decimal", "decimal128", "double", "double-int", "float", "html", "http-date",
  "int8", "int16", "int32", "int64", "media-range", "password", "sf-binary", "sf-boolean", "sf-decimal", "sf-integer", "sf-string", "sf-token",
  "time-local", "uint8", "uint16", "uint32", "uint64", "unixtime",
]);
