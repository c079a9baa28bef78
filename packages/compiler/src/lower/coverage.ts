import type { CoverageFiles } from "../document/coverage-files.js";
import { rootOf, type DocumentSet } from "../document/document-set.js";
import {
  asMap, asText, checkKeys, itemsAt, mapAt, mapsAt, reportMissing, requiredTextAt, textAt, wrong, type KeyTable,
} from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Coverage, Family, Requirement } from "../model/coverage.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { lowerCoverageElement } from "./coverage-element.js";
import { originOf } from "./origin-of.js";

const coverageKeys: KeyTable = { object: "a coverage file", handled: ["coverage", "description", "files", "families", "requirements"] };
const familyKeys: KeyTable = { object: "a family", handled: ["description", "expects"] };
const requirementKeys: KeyTable = { object: "a requirement", handled: ["id", "source", "text", "elements"] };

/** Lowers a coverage file; a diagnostic where it is none. */
export function lowerCoverage(documents: DocumentSet, files: CoverageFiles): Coverage | undefined {
  const loaded = documents.files.get(files.name);
  if (loaded?.source === undefined) {
    documents.bag.add("file-not-found", { file: { path: files.name, text: "" }, pointer: "" }, { path: files.name, near: loaded?.near });
    return undefined;
  }
  const map = asMap(documents, rootOf(documents, files.name));
  if (map === undefined || !isCoverage(documents, map)) return undefined;
  checkKeys(documents, map, coverageKeys);
  for (const { value } of mapAt(documents, map, "files")?.entries.values() ?? []) asText(documents, value);
  return {
    origin: originOf(map),
    families: mapsAt(documents, map, "families").map(([name, family]) => lowerFamily(documents, family, name)),
    requirements: itemsAt(documents, map, "requirements").flatMap((item) => lowerRequirement(documents, map, asMap(documents, item), files) ?? []),
  };
}

function isCoverage(documents: DocumentSet, map: MapNode): boolean {
  const stated = valueOf(map, "coverage");
  if (stated === undefined) {
    reportMissing(documents, map, "coverage");
    return false;
  }
  if (stated.kind === "scalar" && stated.value === 1) return true;
  const version = stated.kind === "scalar" ? String(stated.value) : "";
  documents.bag.add("unsupported-version", placeOf(stated), { dialect: "Coverage", version, supported: "1", hint: "State coverage: 1." });
  return false;
}

function lowerFamily(documents: DocumentSet, map: MapNode, name: string): Family {
  checkKeys(documents, map, familyKeys);
  const description = textAt(documents, map, "description");
  const expects = valueOf(map, "expects");
  if (expects === undefined) reportMissing(documents, map, "expects");
  return { name, ...(description === undefined ? {} : { description }), items: expects === undefined ? [] : itemsOf(documents, expects), origin: originOf(map) };
}

/** `1..19`, or a list of names and numbers. */
function itemsOf(documents: DocumentSet, expects: Node): readonly string[] {
  if (expects.kind === "list") return expects.items.flatMap((item) => nameOf(documents, item) ?? []);
  const [, low, high] = (expects.kind === "scalar" && /^(\d{1,4})\.\.(\d{1,4})$/.exec(String(expects.value))) || [];
  const length = Number(high) - Number(low) + 1;
  if (low !== undefined && length > 0) return Array.from({ length }, (_, index) => String(Number(low) + index));
  wrong(documents, expects, "a range such as 1..19, or a list of names");
  return [];
}

function nameOf(documents: DocumentSet, item: Node): string | undefined {
  return item.kind === "scalar" && typeof item.value === "number" ? String(item.value) : asText(documents, item);
}

function lowerRequirement(documents: DocumentSet, coverage: MapNode, map: MapNode | undefined, files: CoverageFiles): Requirement | undefined {
  if (map === undefined) return undefined;
  checkKeys(documents, map, requirementKeys);
  const id = requiredTextAt(documents, map, "id");
  const source = requiredTextAt(documents, map, "source");
  const text = requiredTextAt(documents, map, "text");
  const elements = itemsAt(documents, map, "elements").flatMap((item) => {
    const written = asText(documents, item);
    return written === undefined ? [] : lowerCoverageElement(documents, coverage, item, written, files);
  });
  if (id === undefined || source === undefined) return undefined;
  return { id, source, text: text ?? "", elements, origin: originOf(map) };
}
