/** `msetup-request`, `msetupRequest` and `msetup request` as `MsetupRequest`. Empty where the text holds no letter or digit. */
export function pascalCase(text: string): string {
  const name = wordsOf(text).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{Nd}/u.test(name) ? `_${name}` : name;
}

/** `MsetupRequest` and `msetup-request` as `msetupRequest`; `URLList` as `urlList`. */
export function camelCase(text: string): string {
  const name = pascalCase(text);
  const capitals = /^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}+/u.exec(name)?.[0] ?? "";
  return capitals.toLowerCase() + name.slice(capitals.length);
}

/** `SessionState` and `sessionState` as `session-state`. */
export function kebabCase(text: string): string {
  return wordsOf(text.replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, "$1-$2")).join("-").toLowerCase();
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{Nd}$]+/u).filter((word) => word !== "");
}
