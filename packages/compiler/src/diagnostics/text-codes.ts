import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";
import { shortened } from "./shortened.js";

/** Codes of the text itself: reading files, YAML and JSON. */
export const textCodes = {
  "file-not-found": entry(
    "error",
    (p: { path: string; near: string | undefined }) => `There is no file "${p.path}", or it may not be read.`,
    (p) => `Correct the path${didYouMean(p.near)}`,
  ),
  "not-readable": entry(
    "error",
    (p: { what: "file" | "folder" }) => `The ${p.what} may not be read.`,
    (p) => `Allow reading it, or name the ${p.what}s that are meant.`,
  ),
  "file-too-large": entry(
    "error",
    (p: { bytes: number; limit: number }) => `The file has ${p.bytes} bytes, more than the ${p.limit} that are read.`,
    () => "Split it, or raise the limit with --max-bytes.",
  ),
  "directory-without-specification": entry(
    "error",
    (p: { path: string }) => `No file below "${p.path}" is an AsyncAPI, OpenAPI or Arazzo document.`,
    () => "Name a specification, or a directory that holds one.",
  ),
  "not-text": entry(
    "error",
    (p: { what: string }) => `The file is not text: ${p.what}.`,
    () => "Give a specification in YAML or JSON, encoded as UTF-8.",
  ),
  "empty-file": entry<object>(
    "error",
    () => "The file is empty.",
    () => "Give a specification in YAML or JSON.",
  ),
  "syntax-error": entry(
    "error",
    (p: { detail: string; mend: string | undefined }) => `${p.detail}.`,
    (p) => p.mend,
  ),
  "tab-indentation": entry<object>(
    "error",
    () => "A tab may not indent YAML.",
    () => "Indent with spaces.",
  ),
  "nested-too-deep": entry(
    "error",
    (p: { limit: number }) => `Maps and lists are nested more than ${p.limit} levels deep.`,
    () => "Flatten the document, or move parts of it behind references.",
  ),
  "too-large-for-yaml": entry(
    "error",
    (p: { limit: number }) => `The file has more than ${p.limit} characters, and what stands here is a mistake or rare YAML, which is read in smaller files only.`,
    () => "Correct this place, write the file as JSON, or split it.",
  ),
  "several-documents": entry<object>(
    "error",
    () => "A second document starts here; a file holds one.",
    () => "Move it to a file of its own.",
  ),
  "duplicate-key": entry(
    "error",
    (p: { key: string }) => `The key "${p.key}" is written twice in one map; the first is taken.`,
    () => "Remove one of them.",
  ),
  "key-not-string": entry<object>(
    "error",
    () => "A key must be a name.",
    () => "Write the key as a string.",
  ),
  "merge-key": entry<object>(
    "error",
    () => `The merge key "<<" is not part of YAML 1.2.`,
    () => "Write the keys out, or refer to a shared schema with $ref and allOf.",
  ),
  "custom-tag": entry(
    "error",
    (p: { tag: string }) => `The tag "${p.tag}" has no meaning in a specification.`,
    () => "Remove the tag.",
  ),
  "not-a-json-value": entry(
    "error",
    (p: { text: string }) => `JSON has no value "${p.text}".`,
    () => "Write a finite number, or a string in quotes.",
  ),
  "inexact-number": entry(
    "warning",
    (p: { text: string; value: number }) => `The number ${shortened(p.text)} is read as ${String(p.value)}, since no double is nearer to it.`,
    () => "Write a number of at most 15 digits, or a string.",
  ),
  "not-json": entry(
    "warning",
    (p: { what: "comment" | "comma" }) => (p.what === "comment" ? "JSON has no comments; the file is read as YAML." : "JSON allows no comma before a bracket that closes; the file is read as YAML."),
    (p) => (p.what === "comment" ? 'Remove the comment, or say it in "description".' : "Remove the comma."),
  ),
  "unknown-alias": entry(
    "error",
    (p: { name: string }) => `The alias "*${p.name}" has no anchor before it.`,
    (p) => `Write the anchor "&${p.name}" before the value that is meant.`,
  ),
  "recursive-alias": entry(
    "error",
    (p: { name: string }) => `The alias "*${p.name}" stands inside its own anchor.`,
    () => "Refer to a schema that holds itself with $ref.",
  ),
  "alias-expansion": entry(
    "error",
    (p: { limit: number }) => `The aliases of this file stand for more than ${p.limit} nodes.`,
    () => "Refer to shared parts with $ref: a reference is never copied.",
  ),
} as const;
