import { camelCase, isIdentifier } from "@parley/compiler";

/** Names of local constants for the members of an object: the members' own where nothing else has them. */
export function localNames(members: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const member of members) {
    const plain = isIdentifier(member) && !reserved.has(member) && !/^is[A-Z]|(Pattern|Names|Rules|Values?)\d*$/.test(member);
    const wish = plain ? member : `${camelCase(member) || "unnamed"}Member`;
    let name = wish;
    for (let count = 2; taken.has(name); count += 1) name = `${wish}${count}`;
    taken.add(name);
    names.set(member, name);
  }
  return names;
}

// Words of the language, and what a validator calls by name.
const reserved = new Set([
  "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export",
  "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package",
  "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void",
  "while", "with", "yield",
  "Array", "Infinity", "Number", "Object", "allDifferent", "codePointsWithin", "countWithin", "equal", "everyItemFrom", "everyMatching",
  "everyMember", "everyName", "everyOther", "explain", "hasOnly", "memberCount", "namesOrPatterns", "own", "value",
]);
