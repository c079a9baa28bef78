import type { NameStyle } from "../diagnostics/convention-codes.js";
import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import { camelCase, kebabCase, pascalCase } from "../model/identifier.js";
import type { HttpBinding, Operation } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { holdsItselfTo } from "./held-operations.js";
import { placeOf } from "./place.js";

/**
 * Unconventional name: the convention `names`.
 *
 * Types in UpperCamel, attributes, operations, webhooks and variables of a path in lowerCamel, segments of a path in lower-with-hyphen, all as
 * TS 29.501 has it; parameters of a query and values of an enumeration (of a scope, each part) in lower-with-hyphen, as Parley has it. A schema
 * that is a file of its own has the name of the file, which is in lower-with-hyphen or that of a type.
 *
 * @see specs/README.md, "Conventions"; TS 29.501, 5.1
 */
export function* unconventionalName(protocol: Protocol): Iterable<Diagnostic> {
  if (!holdsItselfTo(protocol, "names")) return;
  for (const operation of protocol.operations.values()) if (operation.http !== undefined) yield* namesOfOperation(protocol, operation, operation.http);
  for (const schema of protocol.schemas.values()) yield* namesOfSchema(schema);
}

function* namesOfOperation({ channels }: Protocol, { name, origin, channel }: Operation, { path, parameters, trigger }: HttpBinding): Iterable<Diagnostic> {
  const item = channels.get(channel ?? "")?.origin ?? origin;
  yield* judge("operation", name, "lowerCamel", placeOf(origin, "/operationId"));
  if (trigger !== undefined) yield* judge(trigger.by, trigger.name, "lowerCamel", item);
  for (const segment of path.split("/")) {
    const text = segment.replace(/\{[^{}]*\}/g, "").replace(/^\./, "");
    if (text !== "") yield* judge("segment of a path", text, "lower-with-hyphen", item);
  }
  for (const parameter of parameters) {
    if (parameter.in === "path") yield* judge("variable of a path", parameter.name, "lowerCamel", placeOf(parameter.origin, "/name"));
    if (parameter.in === "query") yield* judge("query parameter", parameter.name, "lower-with-hyphen", placeOf(parameter.origin, "/name"));
  }
}

function* namesOfSchema({ name, origin, rules }: Schema): Iterable<Diagnostic> {
  const file = origin.pointer === "";
  if (name !== undefined && !(file && spelt["lower-with-hyphen"].test(name))) yield* judge("type", name, "UpperCamel", origin);
  for (const property of rules.properties ?? []) yield* judge("attribute", property.name, "lowerCamel", placeOf(origin, `/properties/${escapeToken(property.name)}`));
  for (const [index, value] of (rules.enum ?? []).entries()) {
    if (typeof value !== "string") continue;
    // A scope is a noun and a verb: "door:read".
    for (const part of value.split(":")) yield* judge("value", part, "lower-with-hyphen", placeOf(origin, `/enum/${String(index)}`));
  }
}

function* judge(what: string, name: string, style: NameStyle, place: Location): Iterable<Diagnostic> {
  if (!spelt[style].test(name)) yield diagnostic("unconventional-name", place, { what, name, style, better: spell[style](name) });
}

const spelt: Readonly<Record<NameStyle, RegExp>> = {
  UpperCamel: /^[A-Z][A-Za-z0-9]*$/,
  lowerCamel: /^[a-z][A-Za-z0-9]*$/,
  "lower-with-hyphen": /^[a-z0-9]+(-[a-z0-9]+)*$/,
};

const spell: Readonly<Record<NameStyle, (name: string) => string>> = { UpperCamel: pascalCase, lowerCamel: camelCase, "lower-with-hyphen": kebabCase };
