import { section, type SupportSection } from "./support-section.js";

/** The parts of what says why not that look at schemas for the same value, and at what these leave unjudged. */
export const explainFormSections: readonly SupportSection[] = [
  section("explainForms", ["append", "Visit", "add", "judge", "within", "nearestForm", "explainTagged"], String.raw`
function explainForms(visit: Visit): void {
  const { allOf = [], anyOf, oneOf, tag, not, if: condition } = visit.rules;
  allOf.forEach((form, index) => within(visit, form, "/allOf/" + index));
  if (anyOf !== undefined) {
    const verdicts = anyOf.map((form, index) => judgeHere(visit, form, "/anyOf/" + index));
    if (verdicts.every((issues) => issues.length > 0)) nearestForm(visit, "anyOf", verdicts);
  }
  if (oneOf !== undefined) {
    if (tag === undefined || !explainTagged(visit, oneOf, tag.name, tag.values)) {
      const verdicts = oneOf.map((form, index) => judgeHere(visit, form, "/oneOf/" + index));
      const matching = verdicts.filter((issues) => issues.length === 0).length;
      if (matching === 0) nearestForm(visit, "oneOf", verdicts);
      if (matching > 1) add(visit, "oneOf", "exactly one of " + oneOf.length + " forms", matching + " of them");
    }
  }
  if (not !== undefined && judge(not, "", visit.value, visit.pointer, { known: visit.known }).length === 0) {
    add(visit, "not", "anything else");
  }
  if (condition === undefined) return;
  const holds = judgeHere(visit, condition, "/if").length === 0;
  const next = holds ? visit.rules.then : visit.rules.else;
  if (next !== undefined) within(visit, next, holds ? "/then" : "/else");
}
`),
  section("explainTagged", ["append", "Visit", "add", "judge", "isRecord", "read", "show", "equal", "escaped"], String.raw`
/** The branch that the tag names is the one that was meant: its issues, and no others. */
function explainTagged(visit: Visit, forms: readonly Schema[], name: string, values: readonly unknown[]): boolean {
  if (!isRecord(visit.value)) return false;
  const tag = read(visit.value, name);
  const index = values.findIndex((value) => equal(value, tag));
  const form = forms[index];
  if (form !== undefined) within(visit, form, "/oneOf/" + index);
  else add(visit, "oneOf", values.map(show).join(", "), show(tag), visit.pointer + "/" + escaped(name));
  return true;
}
`),
  section("explainRests", ["Visit", "add", "below", "show", "isRecord"], String.raw`
/** The members and items that no rule has judged, of these rules or of those that they take in. */
function explainRests({ evaluated, ...visit }: Visit): void {
  const { unevaluatedItems, unevaluatedProperties } = visit.rules;
  if (Array.isArray(visit.value) && unevaluatedItems !== undefined) {
    visit.value.forEach((item, index) => {
      if (evaluated?.has(index) === true) return;
      evaluated?.add(index);
      if (unevaluatedItems !== false) below(visit, unevaluatedItems, "/unevaluatedItems", item, index);
      else add(visit, "unevaluatedItems", "no such item", show(item), visit.pointer + "/" + index);
    });
  } else if (isRecord(visit.value) && unevaluatedProperties !== undefined) {
    for (const [name, member] of Object.entries(visit.value)) {
      if (member === undefined || evaluated?.has(name) === true) continue;
      evaluated?.add(name);
      if (unevaluatedProperties !== false) below(visit, unevaluatedProperties, "/unevaluatedProperties", member, name);
      else add(visit, "unevaluatedProperties", "no such property", show(name), visit.pointer + "/" + escaped(name));
    }
  }
}
`),
  section("nearestForm", ["append", "Visit", "add"], String.raw`
/** Where only one form agrees with the value's type and constants, that is the form that was meant: its issues say more. */
function nearestForm(visit: Visit, keyword: string, verdicts: readonly Issue[][]): void {
  const apart = ({ keyword: broken, pointer }: Issue): boolean =>
    broken === "const" || (pointer === visit.pointer && (broken === "type" || broken === "enum" || broken === "false"));
  const [meant, ...others] = verdicts.filter((issues) => !issues.some(apart));
  if (meant !== undefined && others.length === 0) append(visit.issues, meant);
  else add(visit, keyword, (keyword === "anyOf" ? "any" : "one") + " of " + verdicts.length + " forms");
}
`),
];
