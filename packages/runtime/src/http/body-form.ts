import { type BodyCodec, issueAt } from "./body-codec.js";
import type { HttpParameter } from "./operation.js";
import { readParameter, writeParameter } from "./parameter-text.js";
import { encodeText } from "./percent.js";
import { readQuery } from "./query-text.js";
import { readBytes } from "./read-content.js";

/** `application/x-www-form-urlencoded`: each property is written as a parameter of a query. */
export const urlForm: BodyCodec = {
  takes: (value) => typeof value === "object" && value !== null,
  write(media, value, { type }) {
    const pairs: string[] = [];
    for (const field of media.fields ?? []) {
      const own: unknown = field.property === "" ? othersOf(value, media.fields ?? []) : Object.getOwnPropertyDescriptor(value, field.property)?.value;
      if (own === undefined) continue;
      const texts = field.style === undefined ? writeParameter(field, own)?.map((text) => `${encodeText(field.name)}=${text}`) : field.style.write(field, own);
      if (texts === undefined) {
        const issue = issueAt(field.property === "" ? "" : `/${field.property}`, "style", "a value that is read back as it was written", "another", field.name);
        return { kind: "broken", issues: [issue] };
      }
      pairs.push(...texts);
    }
    return { kind: "body", body: pairs.join("&"), type };
  },
  async read(media, { body, maxBytes }) {
    const all = await readBytes(body, maxBytes);
    if (all === "too-large") return { kind: "too-large" };
    const raw = readQuery(new TextDecoder().decode(all));
    const members: (readonly [string, unknown])[] = [];
    for (const field of media.fields ?? []) {
      const texts = raw.get(field.name);
      const own = field.style !== undefined ? field.style.read(field, raw) : texts === undefined ? undefined : readParameter(field, texts);
      if (own === undefined) continue;
      if (field.property === "") members.push(...Object.entries(own as object));
      else members.push([field.property, own]);
    }
    return { kind: "value", value: Object.fromEntries(members) };
  },
};

/** The members that have no field of their own. */
function othersOf(value: unknown, fields: readonly HttpParameter[]): object {
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => !fields.some(({ property }) => property === name)));
}
