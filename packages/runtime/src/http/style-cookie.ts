import type { ParameterStyle } from "./operation.js";
import { readValue } from "./parameter-text.js";
import { readCookies } from "./query-text.js";
import { isObject, itemsOf, membersOf, objectOf, readBack, readMember } from "./style-text.js";

/** `color=blue; color=black`, and nothing encoded (OpenAPI 3.2, 4.12.2.2). */
export const cookie: ParameterStyle = {
  write(parameter, value) {
    const { name, members, list } = parameter;
    const pairs =
      members?.exploded === true && isObject(value)
        ? membersOf(value).flatMap(([member, texts]) => texts.map((text) => `${member}=${text}`))
        : list === "exploded" && Array.isArray(value)
          ? itemsOf(value).map((item) => `${name}=${item}`)
          : [`${name}=${isObject(value) ? membersOf(value).flat(2).join() : String(value)}`];
    return readBack(parameter, value, pairs, readCookies(pairs.join("; ")), cookie.read);
  },
  read(parameter, raw) {
    const { name, members, list, reads } = parameter;
    if (members?.exploded === true) {
      const found = [...raw].flatMap(([member, texts]) => {
        if (!Object.hasOwn(members.reads, member) && members.except?.includes(member) === true) return [];
        const value = readMember(members, member, texts);
        return value === undefined ? [] : [[member, value] as const];
      });
      return found.length === 0 ? undefined : objectOf(found);
    }
    const texts = raw.get(name);
    if (texts === undefined) return undefined;
    if (list === "exploded") return texts.map((text) => readValue(text, reads));
    const pieces = (texts[0] ?? "").split(",");
    if (members === undefined) return list === undefined ? readValue(texts.join(), reads) : texts[0] === "" ? [] : pieces.map((piece) => readValue(piece, reads));
    return objectOf(pieces.flatMap((piece, at) => (at % 2 === 0 ? [[piece, readMember(members, piece, pieces.slice(at + 1, at + 2))] as const] : [])));
  },
};
