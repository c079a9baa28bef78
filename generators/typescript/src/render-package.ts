import { markdownCell, markdownCode, markdownText, type OutputFile, stringLiteral } from "@parley/compiler";
import handlebars from "handlebars";
import { packageTemplates } from "./package-templates.js";
import type { PackageView } from "./view.js";

/** Renders the texts beside the code of a generated package. Loaded only where a package is asked for. */
export function renderPackage(view: PackageView): readonly OutputFile[] {
  const environment = handlebars.create();
  environment.registerHelper({
    json: (value: unknown) => stringLiteral(String(value)),
    text: (value: unknown) => markdownText(String(value)),
    cell: (value: unknown) => markdownCell(String(value)),
    code: (value: unknown) => markdownCode(String(value)),
    concat: (...parts: readonly unknown[]) => parts.slice(0, -1).join(""),
  });
  return packageTemplates.map(({ path, template }) => ({ path, text: environment.compile(template, { noEscape: true, strict: true })(view) }));
}
