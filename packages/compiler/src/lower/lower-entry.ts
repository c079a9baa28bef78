import { dialectOf } from "../document/dialect.js";
import { asMap } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Protocol } from "../model/protocol.js";
import type { Node } from "../source/node.js";
import { lowerAsyncApi } from "./asyncapi.js";
import { lowerArazzo } from "./flow.js";
import { lowerOpenApi } from "./openapi.js";

/** Lowers an entry document by its dialect. An Arazzo document has no protocol of its own, and is only judged. */
export function lowerEntry(documents: DocumentSet, root: Node): Protocol | undefined {
  const { kind, version, stated } = dialectOf(root);
  const map = asMap(documents, root);
  if (map === undefined) return undefined;
  switch (kind) {
    case "asyncapi":
      if (/^3\.[01]\.\d+$/.test(version)) return lowerAsyncApi(documents, map);
      documents.bag.add("unsupported-version", placeOf(stated ?? root), {
        dialect: "AsyncAPI",
        version,
        supported: "3.0 or 3.1",
        hint: version.startsWith("2.") ? 'Convert it to 3.0 first: "asyncapi convert" of the AsyncAPI CLI does that.' : "State the version of AsyncAPI 3 that it follows.",
      });
      return undefined;
    case "openapi":
      if (/^3\.1\.\d+$/.test(version)) return lowerOpenApi(documents, map);
      documents.bag.add("unsupported-version", placeOf(stated ?? root), {
        dialect: "OpenAPI",
        version,
        supported: "3.1",
        hint: version.startsWith("3.2") ? "State 3.1.1, where it uses nothing that came with 3.2." : "Convert it to 3.1 first.",
      });
      return undefined;
    case "arazzo":
      lowerArazzo(documents, map);
      return undefined;
    default:
      documents.bag.add("unknown-document-kind", { file: root.file, pointer: "" }, {});
      return undefined;
  }
}
