import { positionOf } from "../source/source-file.js";
import { catalogue } from "./catalogue.js";
import type { Diagnostic, DiagnosticCode, Location } from "./diagnostic.js";
import { printableJson } from "./printable.js";

/** All diagnostics as a SARIF 2.1.0 log, for code scanning services and editors. */
export function formatSarif(diagnostics: readonly Diagnostic[], toolVersion: string): string {
  const codes = [...new Set(diagnostics.map((one) => one.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "parley", version: toolVersion, rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((one) => resultOf(one, codes.indexOf(one.code))),
      },
    ],
  };
  return `${printableJson(log)}\n`;
}

function ruleOf(code: DiagnosticCode): object {
  return { id: code, defaultConfiguration: { level: catalogue[code].severity } };
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number): object {
  const related = diagnostic.related.map((one, index) => ({ id: index + 1, message: { text: one.message }, ...locationOf(one.location) }));
  return {
    ruleId: diagnostic.code,
    ruleIndex,
    level: diagnostic.severity,
    message: { text: diagnostic.hint === undefined ? diagnostic.message : `${diagnostic.message} ${diagnostic.hint}` },
    locations: [locationOf(diagnostic.location)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function locationOf(location: Location): object {
  const { file, range, pointer } = location;
  const artifactLocation = { uri: file.path.replace(/\p{Surrogate}/gu, "\ufffd").split("/").map(encodeURIComponent).join("/") };
  const logicalLocations = [{ fullyQualifiedName: pointer }];
  if (range === undefined) return { physicalLocation: { artifactLocation }, logicalLocations };
  const start = positionOf(file, range.start);
  const end = positionOf(file, range.end);
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation, region }, logicalLocations };
}
