import { dialectOf, type Dialect } from "../document/dialect.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Protocol } from "../model/protocol.js";
import type { Node } from "../source/node.js";
import { lowerAsyncApi } from "./asyncapi.js";
import { lowerArazzo } from "./flow.js";
import { versionOf } from "./openapi-version.js";
import { lowerOpenApi } from "./openapi.js";
import { lowerSchemaDocument } from "./schema-document.js";

/** Lowers an entry document by its dialect. An Arazzo document has no protocol of its own, and is only judged. */
export function lowerEntry(documents: DocumentSet, root: Node): Protocol | undefined {
  const dialect = dialectOf(root);
  if (root.kind === "map" && dialect.kind === "asyncapi") {
    if (/^3\.[01]\.\d+$/.test(dialect.version)) return lowerAsyncApi(documents, root);
    const convert = 'Convert it to 3.0 first: "asyncapi convert" of the AsyncAPI CLI does that.';
    return reportVersion(documents, root, dialect, "3.0 or 3.1", dialect.version.startsWith("2.") ? convert : "State the version of AsyncAPI 3 that it follows.");
  }
  if (root.kind === "map" && (dialect.kind === "openapi" || dialect.kind === "swagger")) {
    const version = versionOf(root);
    if (version !== undefined) return lowerOpenApi(documents, root, version);
    const convert = 'Convert it to 3.0 first: "swagger2openapi" or editor.swagger.io does that.';
    return reportVersion(documents, root, dialect, "3.0, 3.1 or 3.2", dialect.version.startsWith("2.") ? convert : "State the version of OpenAPI 3 that it follows: 3.1.1.");
  }
  if (dialect.kind === "schema") return lowerSchemaDocument(documents, root);
  if (dialect.kind === "arazzo") lowerArazzo(documents, root);
  else documents.bag.add("unknown-document-kind", { file: root.file, pointer: "" }, {});
  return undefined;
}

function reportVersion(documents: DocumentSet, root: Node, dialect: Dialect, supported: string, hint: string): undefined {
  const name = dialect.kind === "asyncapi" ? "AsyncAPI" : "OpenAPI";
  documents.bag.add("unsupported-version", placeOf(dialect.stated ?? root), { dialect: name, version: dialect.version, supported, hint });
  return undefined;
}
