import { endOfString } from "../json-depth.js";

/** A member that some object of a JSON text has twice: readers differ in which they take (RFC 8259, 4). Undefined where there is none. */
export function repeatedMember(text: string): string | undefined {
  // Of each object that is open its names; of each array nothing.
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "{" || sign === "[") open.push(sign === "{" ? new Set() : undefined);
    else if (sign === "}" || sign === "]") open.pop();
    if (sign === '"') {
      const end = endOfString(text, at);
      const names = isName ? open.at(-1) : undefined;
      const name = names === undefined ? "" : String(JSON.parse(text.slice(at, end + 1)));
      if (names?.has(name) === true) return name;
      names?.add(name);
      at = end;
    }
    if (sign === "{" || sign === ",") isName = open.at(-1) !== undefined;
    else if (sign === ":" || sign === "[") isName = false;
  }
  return undefined;
}
