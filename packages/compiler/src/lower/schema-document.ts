import { posix } from "node:path";
import type { DocumentSet } from "../document/document-set.js";
import { kebabCase } from "../model/identifier.js";
import type { Protocol } from "../model/protocol.js";
import { valueOf, type Node } from "../source/node.js";
import { schemaTable } from "./json-schema.js";
import { originOf } from "./origin-of.js";

/** Lowers a document that is one JSON Schema: a protocol of schemas, and of nothing else. */
export function lowerSchemaDocument(documents: DocumentSet, root: Node): Protocol {
  const schemas = schemaTable(documents, root);
  schemas.add(root);
  const file = posix.basename(root.file.path).replace(/(\.schema)?\.[^.]+$/, "");
  const description = textOf(root, "description");
  return {
    name: kebabCase(file),
    title: textOf(root, "title") ?? file,
    version: "",
    ...(description === undefined ? {} : { description }),
    dialect: "json-schema",
    origin: originOf(root),
    roles: [],
    servers: [],
    channels: new Map(),
    operations: new Map(),
    messages: new Map(),
    schemas: schemas.finish(),
    securitySchemes: [],
    problems: [],
    flows: [],
  };
}

/** A text that tells people something; what is wrong with it is told where the schema is lowered. */
function textOf(root: Node, key: string): string | undefined {
  const node = root.kind === "map" ? valueOf(root, key) : undefined;
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}
