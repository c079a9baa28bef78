import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOfLabel } from "../document/reader.js";
import type { Parameter } from "../model/parameter.js";
import type { MapNode } from "../source/node.js";
import { templateVariables } from "./openapi-names.js";

/**
 * Matches the variables of a path with the path parameters of an operation, and gives the path in the names of the parameters: one variable
 * and one parameter that are left over can only mean each other.
 */
export function matchVariables(documents: DocumentSet, path: string, operation: string, parameters: readonly Parameter[], map: MapNode): string {
  const variables = [...new Set(templateVariables(path))];
  const declared = parameters.filter((parameter) => parameter.in === "path");
  const missing = variables.filter((variable) => !declared.some(({ name }) => name === variable));
  const unused = declared.filter(({ name }) => !variables.includes(name));
  const [variable] = missing;
  const [parameter] = unused;
  if (missing.length === 1 && unused.length === 1 && variable !== undefined && parameter !== undefined) {
    documents.bag.add("renamed-path-variable", parameter.origin, { path, variable, parameter: parameter.name, operation });
    return path.replaceAll(`{${variable}}`, `{${parameter.name}}`);
  }
  for (const each of missing) {
    const near = nearest(each, unused.map(({ name }) => name));
    documents.bag.add("path-variable-mismatch", placeOfLabel(map), { fault: "undeclared", path, variable: each, operation, near });
  }
  for (const { name, origin } of unused) {
    documents.bag.add("path-variable-mismatch", origin, { fault: "unused", path, variable: name, operation, near: nearest(name, missing) });
  }
  return path;
}
