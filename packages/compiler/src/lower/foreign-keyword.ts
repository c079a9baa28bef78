import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import type { SchemaDialect } from "../document/known-dialects.js";
import { placeOfKey } from "../document/reader.js";
import type { Entry } from "../source/node.js";
import { isKeyword, useOf } from "./keywords-of-dialects.js";

/** The keywords that were told of a run, since nobody knows them. */
const told = new WeakMap<DocumentSet, Set<string>>();

/**
 * A keyword that the dialect does not have demands nothing in it. Each use that may be a mistake is told; of one that nobody knows the first is,
 * for it may be a note to somebody else.
 */
export function reportForeign(documents: DocumentSet, dialect: SchemaDialect, entry: Entry, keywords: Iterable<string>): void {
  const { key } = entry;
  const near = nearest(key, [...keywords].filter((known) => useOf(dialect, known) !== undefined));
  if (near === undefined && !isKeyword(key)) {
    const known = told.get(documents) ?? new Set();
    told.set(documents, known);
    if (known.has(key)) return;
    known.add(key);
  }
  documents.bag.add("foreign-keyword", placeOfKey(entry), { keyword: key, dialect: dialect.called, near });
}
