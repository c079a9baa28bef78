/** An identifier that stands in every payload, and nowhere else: where it is code, something was let out of its quotes. */
export const mark = "pwned";

const payload = `globalThis.${mark} = true;`;

/** Texts that end a comment, a string, a template, a regular expression, a tag or a line of some language, or hide that they do. */
export const hostileTexts: readonly string[] = [
  `*/ ${payload} /*`,
  `/* ${payload} */`,
  `// ${payload}`,
  `"; ${payload} "`,
  `'; ${payload} '`,
  `\`; ${payload} \``,
  `\${${payload.slice(0, -1)}}`,
  `\\"; ${payload} //`,
  `\\`,
  `\\\\`,
  `\\u002a/ ${payload}`,
  `</script><script>${payload}</script>`,
  `--> <img src=x onerror=${mark}()> <!--`,
  `]]> ${payload}`,
  `line\u2028${payload}\u2029*/`,
  `line\r\n${payload}\r*/\n${payload}`,
  `\n${payload}\n`,
  `nul\0*/${payload}`,
  `*\0/ ${payload} /\u202e*`,
  `*\u2066/ ${payload} *\ud800/ ${payload}`,
  `lone \ud800 and \udc00 */ ${payload}`,
  `\u202e/* ${payload} */\u2066\u2069`,
  `\ufeff*/ ${payload}`,
  `\u001b[2J\u001b]0;${mark}\u0007\u009b31m`,
  `{{{${mark}}}} {{#each this}}{{/each}} <%= ${mark} %>`,
  `) { ${payload} } if (0`,
  `/; ${payload} /`,
  `[${mark}](javascript:${mark}()) | ${mark} | \`${mark}\``,
  "```\n" + payload + "\n```",
  `@see {@link ${mark}} */ @ts-ignore`,
  "@ts-nocheck",
  "#__PURE__ @__NO_SIDE_EFFECTS__ @internal",
  `# sourceMappingURL=data:${mark}`,
  `<!-- ${payload}`,
  "* / *\u200d/ *\\/ **/ */",
  "*",
  "/",
  "#",
  " ",
  "",
  `$& $1 $\` $' $$ ${mark}`,
  "~0~1%2F%00 ~ %",
  "../../../etc/passwd",
  "C:\\windows\\system32",
];

/** Names that a strict grammar of names takes, and that mean something to a language, a prototype or a file system. */
export const hostileNames: readonly string[] = [
  "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "then", "arguments", "eval", "await", "class", "default",
  "import", "undefined", "NaN", "globalThis", "any", "unknown", "never", "string", "Object", "Promise", "Error", "con", "CON", "aux", "AUX", "nul", "com1", "lpt9", "..",
  ".", "-", "_", "0", "01", "1e3", "a-b", "a_b", "a.b", "aB", "ab", "AB", "Ab", "index", "models", "support", "validators", "value", "is", "explain", "Issue", "Rules", "length", "name",
];

/** Regular expressions that would end what they stand in. */
export const hostilePatterns: readonly string[] = [
  `\\*/ ${payload} /\\*`,
  `/; ${payload} //`,
  `[/]"'\`\${${mark}}`,
  `\\\\/${mark}`,
  `[\\]/]*/${mark}`,
  `(?:</script>|-->)`,
  `\u2028|\u2029|\n|\r`,
  "[\u0000-\u001f]\u202e",
  "\\/\\*|\\*\\/",
  "",
];

/** Much longer than anybody writes. */
export const endless = `*/ ${"endless".repeat(1500)}`;
