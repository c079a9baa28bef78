/** True for JSON in any of its media types: `application/json`, `application/problem+json`. */
export function isJson(type: string): boolean {
  const name = essence(type);
  return name === "application/json" || name.endsWith("+json");
}

/** True for what is a text, though not JSON: `text/plain`, `application/xml`. */
export function isText(type: string): boolean {
  const name = essence(type);
  return name.startsWith("text/") || name === "application/xml" || name.endsWith("+xml");
}

/** True unless it is a text whose `charset` says that it is in another encoding: JSON has none but UTF-8 (RFC 8259, 8.1). */
export function isUtf8(type: string): boolean {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type) ?? [];
  return !(isJson(type) || isText(type)) || /^(utf-?8|us-ascii)$/i.test(charset);
}

/** The media type without its parameters, in lower case. */
export function essence(type: string): string {
  return (type.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** True when a range such as `application/*` covers a type. */
export function covers(range: string, type: string): boolean {
  const wanted = essence(range);
  const offered = essence(type);
  if (wanted === "*/*" || wanted === "*" || wanted === offered) return true;
  return wanted.endsWith("/*") && offered.startsWith(wanted.slice(0, -1));
}

/** The first offered type that the caller likes best by its `Accept` (RFC 9110, 12.5.1); undefined when it takes none. */
export function negotiate(accept: string | null, offered: readonly string[]): string | undefined {
  if (accept === null || accept.trim() === "") return offered[0];
  const ranges = accept.split(",").map(readRange);
  let best: string | undefined;
  let bestQuality = 0;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > bestQuality) [best, bestQuality] = [type, quality];
  }
  return best;
}

interface AcceptedRange {
  readonly range: string;
  readonly quality: number;
}

function readRange(text: string): AcceptedRange {
  const weight = /;\s*q\s*=\s*([0-9.]+)/i.exec(text);
  const quality = weight === null ? 1 : Number(weight[1]);
  return { range: essence(text), quality: Number.isFinite(quality) ? quality : 0 };
}

/** The most specific range that covers the type decides. */
function qualityOf(type: string, ranges: readonly AcceptedRange[]): number {
  let quality = 0;
  let weight = 0;
  for (const accepted of ranges) {
    if (!covers(accepted.range, type)) continue;
    const specific = accepted.range.startsWith("*") ? 1 : accepted.range.endsWith("/*") ? 2 : 3;
    if (specific > weight) [quality, weight] = [accepted.quality, specific];
  }
  return quality;
}
