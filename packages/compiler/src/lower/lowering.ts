import type { DocumentSet } from "../document/document-set.js";
import type { SchemaTable } from "./json-schema.js";

/** What lowering one document needs at hand: the files with the bag of diagnostics, and the schemas met so far. */
export interface Lowering {
  readonly documents: DocumentSet;
  readonly schemas: SchemaTable;
}
