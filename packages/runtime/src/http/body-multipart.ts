import { type BodyCodec, issueAt } from "./body-codec.js";
import type { Issue } from "../issue.js";
import { covers, isJson, isText } from "./media-type.js";
import { type PartBytes, readParts, writeParts } from "./multipart-text.js";
import type { FormPart, HttpMedia } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { readBytes } from "./read-content.js";
import { issuesUnder, readHeaders, writeHeaders } from "./reply.js";

/** A part with headers of its own, where the specification declares any. */
export interface PartWithHeaders<Value, Fields> {
  readonly value: Value;
  readonly headers: Fields;
}

/** `multipart/form-data`: each property is a part, each item of a list a part of its own. It is read whole; files are Blobs with a name. */
export const multipart: BodyCodec = {
  takes: (value) => typeof value === "object" && value !== null,
  write(media, value, { type }) {
    const issues: Issue[] = [];
    const written: { readonly head: string; readonly content: Blob | Uint8Array<ArrayBuffer> | string }[] = [];
    for (const part of partsOf(media, value)) {
      const own: unknown = Object.getOwnPropertyDescriptor(value, part.name)?.value;
      if (own === undefined) {
        if (part.required) issues.push(issueAt(`/${part.name}`, "required", "present", "absent", part.name));
        continue;
      }
      const items = part.list && Array.isArray(own) ? own : [own];
      items.forEach((item: unknown, index) => {
        const pointer = part.list ? `/${part.name}/${index}` : `/${part.name}`;
        const found = writePart(part, item);
        if (Array.isArray(found)) issues.push(...issuesUnder(pointer, found));
        else written.push(found);
      });
    }
    if (issues.length > 0) return { kind: "broken", issues };
    const boundary = `parley-${crypto.randomUUID()}`;
    return { kind: "body", body: writeParts(boundary, written), type: `${type}; boundary=${boundary}` };
  },
  async read(media, { body, type, maxBytes }) {
    const all = await readBytes(body, maxBytes);
    if (all === "too-large") return { kind: "too-large" };
    const parts = readParts(type, all);
    if (parts === undefined) return { kind: "broken", issues: [issueAt("", "content", "parts between boundaries", "another text", media.type)] };
    const issues: Issue[] = [];
    const values = new Map<string, unknown>();
    const lists = new Map<string, unknown[]>();
    for (const each of parts) {
      const part = (media.parts ?? []).find(({ name }) => name === each.name) ?? partNamed(each.name);
      const list = lists.get(part.name) ?? [];
      if (!part.list && values.has(part.name)) issues.push(issueAt(`/${part.name}`, "maxItems", "one part of that name", "several", part.name));
      issues.push(...issuesUnder(part.list ? `/${part.name}/${list.length}` : `/${part.name}`, judge(part, each)));
      list.push(readPart(part, each));
      if (part.list) lists.set(part.name, list);
      values.set(part.name, part.list ? list : list[0]);
    }
    for (const { name, required } of media.parts ?? []) {
      if (required && !values.has(name)) issues.push(issueAt(`/${name}`, "required", "present", "absent", name));
    }
    return issues.length > 0 ? { kind: "broken", issues } : { kind: "value", value: Object.fromEntries(values) };
  },
};

/** What the specification declares, then what it lets pass beside. */
function partsOf(media: HttpMedia, value: unknown): readonly FormPart[] {
  const declared = media.parts ?? [];
  const others = Object.keys(value as object).filter((name) => !declared.some((part) => part.name === name));
  return [...declared, ...others.map(partNamed)];
}

function partNamed(name: string): FormPart {
  return { name, required: false, list: false, types: [any], reads: "string" };
}

/** What nobody has declared may be of any type. */
const any = "*/*";

function writePart(part: FormPart, given: unknown) {
  const withHeaders = part.headers === undefined ? undefined : (given as PartWithHeaders<unknown, Readonly<Record<string, unknown>>>);
  const item = withHeaders === undefined ? given : withHeaders.value;
  const headers = new Headers();
  const issues = withHeaders === undefined ? [] : [...writeHeaders({ status: "", headers: part.headers ?? [], media: [] }, withHeaders.headers, headers)];
  const isFile = item instanceof Blob || item instanceof Uint8Array;
  if (!isFile) issues.push(...(part.validator?.explain(item) ?? []));
  const [first = "application/octet-stream"] = part.types;
  const type = item instanceof Blob && item.type !== "" ? item.type : first.includes("*") ? "application/octet-stream" : first;
  if (isFile && part.types.length > 0 && !part.types.some((range) => covers(range, type))) {
    issues.push(issueAt("", "content", part.types.join(" or "), type, part.name));
  }
  if (issues.length > 0) return issues;
  const name = `name="${quoted(part.name)}"${isFile ? `; filename="${quoted("name" in item && typeof item.name === "string" ? item.name : part.name)}"` : ""}`;
  // A text part of a form says no type: then it is plain (RFC 7578, 4.4).
  const stated = isFile || (part.types.length > 0 && first !== any) ? [`Content-Type: ${type}`] : [];
  const more = [...headers].map(([key, text]) => `${key}: ${text}`);
  const head = [`Content-Disposition: form-data; ${name}`, ...stated, ...more].join("\r\n");
  return { head, content: isFile ? (item as Blob) : isJson(first) ? JSON.stringify(item) : String(item) };
}

function readPart(part: FormPart, each: PartBytes): unknown {
  const value = valueOf(part, each);
  if (part.headers === undefined) return value;
  return { value, headers: readHeaders({ status: "", headers: part.headers, media: [] }, each.headers).values };
}

function valueOf(part: FormPart, { bytes, fileName, type }: PartBytes): unknown {
  const isFile = part.reads === "bytes" || (part.types[0] === any && fileName !== undefined);
  if (isFile) return new File([bytes], fileName ?? part.name, { type: type ?? "application/octet-stream" });
  const text = new TextDecoder().decode(bytes);
  if (part.reads !== "json") return readValue(text, part.reads);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function judge(part: FormPart, each: PartBytes): readonly Issue[] {
  const issues = part.headers === undefined ? [] : [...readHeaders({ status: "", headers: part.headers, media: [] }, each.headers).issues];
  const wanted = part.types;
  const type = each.type ?? "text/plain";
  const isPlain = isText(type) && part.reads !== "bytes";
  if (wanted.length > 0 && !isPlain && !wanted.some((range) => covers(range, type))) issues.push(issueAt("", "content", wanted.join(" or "), type, part.name));
  if (part.reads !== "bytes") issues.push(...(part.validator?.explain(valueOf(part, each)) ?? []));
  return issues;
}

/** As browsers write names in a form. */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
