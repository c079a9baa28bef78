import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of what the text of OpenAPI asks of a document, beside the shape of its objects. */
export const openApiCodes = {
  "newer-than-version": entry(
    "error",
    (p: { what: string; since: string; version: string }) => `${p.what} came with OpenAPI ${p.since}, and the document states ${p.version}.`,
    (p) => `State openapi: ${p.since}.0 or later, or leave it out.`,
  ),
  "unexpected-reference": entry(
    "warning",
    (p: { where: string }) => `${p.where} is not a place where OpenAPI knows references; this one is followed all the same.`,
    () => "Write it out, or bundle the document for readers that do not follow it.",
  ),
  "ignored-beside-reference": entry(
    "warning",
    (p: { key: string; dialect: string }) => `The key "${p.key}" beside $ref has no effect in ${p.dialect}.`,
    () => "Move it to what the reference names, or write that out here.",
  ),
  "exclusive-keys": entry(
    "error",
    (p: { first: string; second: string; where: string }) => `The keys "${p.first}" and "${p.second}" of ${p.where} exclude each other.`,
    () => "Keep one of them.",
  ),
  "missing-alternative": entry(
    "error",
    (p: { keys: readonly string[]; where: string }) => {
      const list = p.keys.map((key) => `"${key}"`);
      const where = p.where.charAt(0).toUpperCase() + p.where.slice(1);
      return list.length === 1 ? `${where} of this kind has no ${list.join()}.` : `${where} has none of ${list.join(", ")}.`;
    },
    (p) => (p.keys.length === 1 ? `Add "${p.keys.join()}".` : "Add one of them."),
  ),
  "misplaced-key": entry(
    "error",
    (p: { key: string; where: string; why: string }) => `The key "${p.key}" may not stand in ${p.where} here: ${p.why}.`,
    () => "Remove it.",
  ),
  "not-one-media-type": entry(
    "error",
    (p: { count: number }) =>
      p.count === 0 ? "The content of a parameter or header names no media type." : `The content of a parameter or header has one media type, and this one has ${String(p.count)}.`,
    (p) => (p.count === 0 ? "Name one." : "Keep one."),
  ),
  "duplicate-parameter": entry(
    "error",
    (p: { name: string; place: string }) => `The list has the parameter "${p.name}" in "${p.place}" twice.`,
    () => "Remove one of them.",
  ),
  "querystring-mismatch": entry(
    "error",
    (p: { fault: "second" | "query" | "schema" }) => {
      if (p.fault === "second") return "The whole query is one parameter already, and here is another.";
      if (p.fault === "query") return `A parameter in "query" stands beside one that is the whole query.`;
      return "A parameter that is the whole query has a schema, but no media type that says how it is written.";
    },
    (p) => (p.fault === "schema" ? "Put the schema into content, under a media type." : "Make it a property of the one parameter, or remove it."),
  ),
  "duplicate-operation-id": entry(
    "error",
    (p: { name: string }) => `The operationId "${p.name}" is taken by another operation.`,
    () => "Give each operation an operationId of its own.",
  ),
  "duplicate-tag": entry(
    "error",
    (p: { tag: string }) => `The tag "${p.tag}" is declared twice.`,
    () => "Remove one of them.",
  ),
  "unknown-parent-tag": entry(
    "error",
    (p: { tag: string; parent: string; fault: "undeclared" | "ring" }) =>
      p.fault === "ring" ? `The tag "${p.tag}" is below itself, through its parent "${p.parent}".` : `The tag "${p.tag}" stands below "${p.parent}", which is not declared.`,
    (p) => (p.fault === "ring" ? "Remove one of the parents." : "Declare the parent, or correct its name."),
  ),
  "component-name-characters": entry(
    "error",
    (p: { name: string }) => `"${p.name}" is no name of a component.`,
    () => "Use letters, digits, dots, hyphens and underscores only.",
  ),
  "invalid-token": entry(
    "error",
    (p: { what: string; name: string }) => `"${p.name}" is no ${p.what} in HTTP.`,
    () => "Use letters, digits and the signs !#$%&'*+-.^_`|~ only.",
  ),
  "invalid-http-expression": entry(
    "error",
    (p: { expression: string; part: "callback" | "link" }) =>
      p.part === "callback"
        ? `"${p.expression}" holds in braces what is no runtime expression of OpenAPI.`
        : `"${p.expression}" begins as a runtime expression of OpenAPI, but is none.`,
    () => "Write $url, $method, $statusCode, or $request or $response with .header.name, .query.name, .path.name or .body#/pointer.",
  ),
  "expression-without-dollar": entry(
    "warning",
    (p: { expression: string }) => `"${p.expression}" holds a runtime expression that does not begin with "$"; it is read as if it did.`,
    () => "Write {$request.body#/pointer}, with the dollar sign.",
  ),
  "callback-without-expression": entry(
    "warning",
    (p: { expression: string }) => `"${p.expression}" holds in braces what is no runtime expression, so it does not say where the callback goes.`,
    () => "Write where the address stands: {$request.body#/callbackUrl}.",
  ),
  "invalid-path": entry(
    "error",
    (p: { path: string; fault: "start" | "braces" }) =>
      p.fault === "start" ? `The path "${p.path}" does not begin with a slash.` : `The path "${p.path}" has a brace that opens or closes no variable.`,
    (p) => (p.fault === "start" ? "Begin it with a slash." : "Write each variable as {name}."),
  ),
  "equal-paths": entry(
    "error",
    (p: { path: string; other: string }) => `The paths "${p.path}" and "${p.other}" are the same but for the names of their variables.`,
    () => "Put their operations under one of them.",
  ),
  "no-response": entry<object>(
    "warning",
    () => "The responses name not one status.",
    () => "Declare the response of a success, or default.",
  ),
  "invalid-uri": entry(
    "error",
    (p: { key: string; uri: string; fault: "fragment" | "braces" }) =>
      `"${p.key}" is "${p.uri}", which has ${p.fault === "fragment" ? "a fragment" : "a brace that opens or closes no variable"}.`,
    (p) => (p.fault === "fragment" ? "Leave out everything from # on." : "Write each variable as {name}."),
  ),
  "uri-characters": entry(
    "warning",
    (p: { key: string; uri: string }) => `"${p.key}" is "${p.uri}", which has characters that no URI has.`,
    () => "Write them percent-encoded, or what changes as a variable: {version}.",
  ),
  "server-variable-mismatch": entry(
    "error",
    (p: ServerVariableMismatch) => {
      switch (p.fault) {
        case "undeclared":
          return `The URL has the variable "${p.variable}", which the server does not declare.`;
        case "twice":
          return `The URL has the variable "${p.variable}" twice.`;
        case "empty":
          return `The server variable "${p.variable}" may have none of no values.`;
        case "default":
          return `The default "${p.value}" of the server variable "${p.variable}" is none of its values.`;
      }
    },
    (p) => {
      switch (p.fault) {
        case "undeclared":
          return `Declare it in variables, with a default${didYouMean(p.near)}`;
        case "twice":
          return "Give the second a name of its own.";
        case "empty":
          return "List its values, or remove enum.";
        case "default":
          return "Add it to enum, or take another default.";
      }
    },
  ),
  "path-parameter-not-required": entry(
    "warning",
    (p: { variable: string }) => `The path parameter "${p.variable}" does not say that it is required; a path cannot leave it out.`,
    () => "Add required: true.",
  ),
  "renamed-path-variable": entry(
    "warning",
    (p: { path: string; variable: string; parameter: string; operation: string }) =>
      `The path "${p.path}" has the variable "${p.variable}", and operation "${p.operation}" the path parameter "${p.parameter}"; they are taken for one.`,
    () => "Give both the same name.",
  ),
  "undeclared-security-scheme": entry(
    "warning",
    (p: { scheme: string }) => `The security scheme "${p.scheme}" is asked for, but the components declare no scheme at all.`,
    () => "Declare it in components.securitySchemes: until then nothing that Parley makes knows of it.",
  ),
  "scopes-without-flow": entry(
    "error",
    (p: { scheme: string; type: string }) => `The security scheme "${p.scheme}" is of type "${p.type}", which has no scopes in OpenAPI 3.0.`,
    () => "Leave the list empty.",
  ),
  "unknown-link-target": entry(
    "warning",
    (p: { link: string; target: string; near: string | undefined }) => `The link "${p.link}" leads to operation "${p.target}", which does not exist here.`,
    (p) => `Correct it, or refer to the operation with operationRef${didYouMean(p.near)}`,
  ),
  "unknown-schema-dialect": entry(
    "warning",
    (p: { dialect: string }) => `The schema dialect "${p.dialect}" is not known; the schema is read as if it did not say.`,
    () => "Name https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema#, or leave it out.",
  ),
} as const;

/** What is wrong with a variable of the URL of a server. */
export type ServerVariableMismatch =
  | { readonly fault: "undeclared"; readonly variable: string; readonly near: string | undefined }
  | { readonly fault: "twice" | "empty"; readonly variable: string }
  | { readonly fault: "default"; readonly variable: string; readonly value: string };
