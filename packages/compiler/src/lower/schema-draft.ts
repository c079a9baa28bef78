import type { DocumentSet } from "../document/document-set.js";
import type { SchemaDialect } from "../document/known-dialects.js";
import type { Notes, Rules, SchemaId } from "../model/schema.js";
import type { Node } from "../source/node.js";

/** A schema that is being lowered. */
export interface Draft {
  readonly documents: DocumentSet;
  readonly dialect: SchemaDialect;
  /** The id of a schema that this one leads to; of another dialect where that is given. */
  readonly add: (node: Node, dialect?: SchemaDialect) => SchemaId;
  /** Where its `$dynamicRef` leads. */
  readonly dynamicTarget: Node | undefined;
  readonly rules: Open<Rules>;
  readonly notes: Open<Notes>;
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
