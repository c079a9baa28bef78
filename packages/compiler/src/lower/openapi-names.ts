import type { DocumentSet } from "../document/document-set.js";
import { placeOfKey } from "../document/reader.js";
import type { Entry } from "../source/node.js";
import { isHttpExpression, isToken, lacksDollar } from "./openapi-expression.js";
import { pathMethods, type NameKind } from "./openapi-objects.js";

/** Judges a key that the author chose. */
export function judgeName(documents: DocumentSet, kind: NameKind, entry: Entry): void {
  const { key } = entry;
  const place = placeOfKey(entry);
  switch (kind) {
    case "component":
      if (!/^[a-zA-Z0-9._-]+$/.test(key)) documents.bag.add("component-name-characters", place, { name: key });
      return;
    case "path":
      judgePath(documents, entry);
      return;
    case "status":
      if (!/^([1-5]XX|[1-5]\d\d|default)$/.test(key)) documents.bag.add("invalid-status", place, { status: key, range: true });
      return;
    case "expression":
      judgeCallback(documents, entry);
      return;
    case "header":
      if (!isToken(key)) documents.bag.add("invalid-token", place, { what: "name of a header", name: key });
      return;
    case "method":
      if (pathMethods.some((method) => method === key.toLowerCase())) documents.bag.add("misplaced-key", place, { key, where: "additionalOperations", why: `"${key.toLowerCase()}" is a key of the path item itself` });
      else if (!isToken(key)) documents.bag.add("invalid-token", place, { what: "method", name: key });
      return;
  }
}

/** The variables of a path or of the URL of a server, in their order. */
export function templateVariables(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{([^{}]*)\}/g), (found) => found[1] ?? "");
}

function judgeCallback({ bag }: DocumentSet, entry: Entry): void {
  const faulty = templateVariables(entry.key).filter((part) => !isHttpExpression(part));
  const place = placeOfKey(entry);
  if (faulty.some((part) => part.startsWith("$"))) bag.add("invalid-http-expression", place, { expression: entry.key, part: "callback" });
  // Real documents name there, in their own words, what the text of the specification explains.
  else if (faulty.some((part) => !lacksDollar(part))) bag.add("callback-without-expression", place, { expression: entry.key });
  else if (faulty.length > 0) bag.add("expression-without-dollar", place, { expression: entry.key });
}

function judgePath({ bag }: DocumentSet, entry: Entry): void {
  const { key } = entry;
  const place = placeOfKey(entry);
  if (!key.startsWith("/")) bag.add("invalid-path", place, { path: key, fault: "start" });
  if (/[{}]/.test(key.replace(/\{[^{}]+\}/g, ""))) bag.add("invalid-path", place, { path: key, fault: "braces" });
  const variables = templateVariables(key);
  const twice = variables.find((variable, index) => variables.indexOf(variable) !== index);
  if (twice !== undefined) bag.add("path-variable-mismatch", place, { fault: "twice", path: key, variable: twice });
}
