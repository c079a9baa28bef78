/** RFC 6570, section 2; an apostrophe is a literal (erratum 6937). */
export function isUriTemplate(text: string): boolean {
  const literals = text.replace(/\{[^{}]*\}/g, "");
  if (/[\0-\x20"<>\\^\x60|\x7f-\x9f\ufff0-\uffff\u{e0000}-\u{e0fff}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(literals)) return false;
  return /^(?:[^%{}]|%[\dA-Fa-f]{2}|\{[^{}]*\})*$/u.test(text) && (text.match(/\{[^{}]*\}/g) ?? []).every(isTemplateExpression);
}

/** RFC 6570, sections 2.2 to 2.4. */
function isTemplateExpression(text: string): boolean {
  const variables = text.slice(/^\{[+#./;?&=,!@|]/.test(text) ? 2 : 1, -1).split(",");
  return variables.every((one) => /^(?:\w|%[\dA-Fa-f]{2})(?:\.?(?:\w|%[\dA-Fa-f]{2}))*(?::[1-9]\d{0,3}|\*)?$/.test(one));
}
