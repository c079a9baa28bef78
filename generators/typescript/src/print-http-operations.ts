import {
  blocks,
  type Code,
  code,
  type CodeModule,
  type CodeSymbol,
  concat,
  documented,
  jsDoc,
  listLiteral,
  literal,
  objectLiteral,
  problemNamesOf,
  property,
  stringLiteral,
  union,
} from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import { fileOfGroup, sharedGroup } from "./groups.js";
import type { HttpAnswer } from "./http-answer.js";
import type { HttpArgument } from "./http-argument.js";
import type { HttpContent } from "./http-content.js";
import type { HttpMediaPlan, HttpPart } from "./http-media-plan.js";
import { httpFiles, type HttpPlan } from "./http-plan.js";
import type { HttpCall } from "./http-call.js";
import { printWireForm } from "./print-wire-form.js";
import { SharedConstants } from "./http-shared-constants.js";
import { httpType, httpValue } from "./http-symbols.js";
import type { Plan } from "./plan.js";
import { printAnswers, printCallType, printSuccesses } from "./print-http-types.js";

/** Prints `operations.ts`: what each call takes, and each operation as data for the runtime. Where that is too long, one file a tag. */
export function printHttpOperations(http: HttpPlan): readonly CodeModule[] {
  const calls = [...http.calls, ...http.callbacks];
  const paths = [...new Set(calls.map(({ constant }) => constant.from))];
  const isWhole = paths.length === 1;
  const home = isWhole ? httpFiles.operations : fileOfGroup(httpFiles.operations, sharedGroup);
  const shared = new SharedConstants(calls, home);
  const modules = paths.map((path) => printFile(http, calls.filter(({ constant }) => constant.from === path), shared, path === home));
  return isWhole ? modules : [{ path: home, body: blocks(shared.declarations()), exports: [] }, ...modules];
}

function printFile(http: HttpPlan, calls: readonly HttpCall[], shared: SharedConstants, isHome: boolean): CodeModule {
  const operations = calls.map((call) => printOperation(http, call, shared));
  const types = calls.flatMap(({ type, problem, answer, success }) => [type, problem, answer, success].filter((symbol) => symbol !== undefined));
  return {
    path: calls[0]?.constant.from ?? httpFiles.operations,
    body: blocks(calls.flatMap(printTypes), isHome ? shared.declarations() : [], operations),
    exports: [...types, ...calls.map(({ constant }) => constant)],
  };
}

function printTypes(call: HttpCall): readonly Code[] {
  const types: Code[] = [];
  if (call.type !== undefined) types.push(documented(jsDoc(`What \`${call.name}\` takes.`), printCallType(call, call.type)));
  if (call.problem !== undefined) {
    const problems = union(problemNamesOf(call.operation.problems).map(stringLiteral));
    types.push(documented(jsDoc(`Why \`${call.name}\` may be refused.`), code`export type ${call.problem} = ${problems};`));
  }
  types.push(documented(jsDoc(`Every response to \`${call.name}\`, told apart by its status.`), code`export type ${call.answer} = ${printAnswers(call)};`));
  if (call.success !== undefined) types.push(documented(jsDoc(`What \`${call.name}\` gives.`), code`export type ${call.success} = ${printSuccesses(call)};`));
  return types;
}

function printOperation(http: HttpPlan, call: HttpCall, shared: SharedConstants): Code {
  const typed = concat(httpType("HttpOperation"), "<", call.type ?? "object", ", ", call.answer, ">");
  const { plain, pages } = call.answers;
  const members = [
    property("name", stringLiteral(call.operation.name)),
    property("method", stringLiteral(call.http.method.toUpperCase())),
    property("path", stringLiteral(call.http.path)),
    property("parameters", listLiteral(call.parameters.map((argument) => shared.parameter(argument, printParameter(http.plan, argument))))),
    ...(call.body === undefined
      ? []
      : [property("body", objectLiteral([property("required", String(call.body.required)), property("media", printMedia(http.plan, call.body))]))]),
    property("responses", listLiteral(call.answers.all.map((answer) => shared.response(answer, printResponse(http.plan, answer, shared))))),
    ...(plain === undefined ? [] : [property("plain", plain)]),
    property("successes", call.answers.successes.length),
    ...printSecurity(http, call),
    ...(pages === undefined ? [] : [property("pages", printPages(call, pages.links))]),
    ...printRules(call),
  ];
  return documented(
    jsDoc(call.operation.summary, call.see),
    code`export const ${call.constant}: ${typed} = ${objectLiteral(members)};`,
  );
}

function printParameter(plan: Plan, argument: HttpArgument): Code {
  const { parameter, property: name } = argument;
  const defaultValue = defaultOf(plan, parameter.schema);
  return objectLiteral([
    property("name", stringLiteral(parameter.name)),
    property("in", stringLiteral(parameter.in)),
    property("property", stringLiteral(name)),
    property("required", String(parameter.required)),
    ...printWireForm(argument),
    ...(parameter.allowEmptyValue === true ? [property("mayBeEmpty", "true")] : []),
    ...(defaultValue === undefined ? [] : [property("default", literal(defaultValue))]),
    ...printValidator(argument.declaration),
  ]);
}

function printResponse(plan: Plan, { response, headers, content }: HttpAnswer, shared: SharedConstants): Code {
  return objectLiteral([
    property("status", stringLiteral(response.status)),
    property("headers", listLiteral(headers.map((header) => shared.header(header, printHeader(header))))),
    property("media", content === undefined ? "[]" : printMedia(plan, content)),
    ...(response.problems === undefined ? [] : [property("problems", literal(response.problems))]),
  ]);
}

function printHeader(argument: HttpArgument): Code {
  const { parameter, property: name, declaration } = argument;
  return objectLiteral([
    property("name", stringLiteral(parameter.name)),
    property("property", stringLiteral(name)),
    property("required", String(parameter.required)),
    ...printWireForm(argument),
    ...printValidator(declaration),
  ]);
}

function printMedia(plan: Plan, content: HttpContent): Code {
  return listLiteral(content.media.map((media) => objectLiteral(printMediaMembers(plan, media))));
}

function printMediaMembers(plan: Plan, { name, codec, declaration, item, jsonData, fields, parts }: HttpMediaPlan): readonly Code[] {
  return [
    property("type", stringLiteral(name)),
    ...(codec === undefined ? [] : [property("codec", httpValue(codec) satisfies CodeSymbol)]),
    ...printValidator(declaration),
    ...(item === undefined ? [] : [property("item", validatorOf(item))]),
    ...(jsonData === undefined ? [] : [property("jsonData", "true")]),
    ...(fields === undefined ? [] : [property("fields", listLiteral(fields.map((field) => printParameter(plan, field))))]),
    ...(parts === undefined ? [] : [property("parts", listLiteral(parts.map(printPart)))]),
  ];
}

function printPart({ name, required, list, types, reads, headers, declaration }: HttpPart): Code {
  return objectLiteral([
    property("name", stringLiteral(name)),
    property("required", String(required)),
    property("list", String(list)),
    property("types", literal(types)),
    property("reads", stringLiteral(reads)),
    ...(headers === undefined ? [] : [property("headers", listLiteral(headers.map(printHeader)))]),
    ...printValidator(declaration),
  ]);
}

function printValidator(declaration: Declaration | undefined): readonly Code[] {
  if (declaration === undefined) return [];
  return [property("validator", validatorOf(declaration))];
}

function validatorOf({ is, explain }: Declaration): Code {
  return objectLiteral([property("is", is), property("explain", explain)]);
}

function printSecurity(http: HttpPlan, call: HttpCall): readonly Code[] {
  if (call.operation.security.length === 0) return [];
  const alternatives = call.operation.security.map((requirement) =>
    listLiteral(
      requirement.flatMap(({ scheme, scopes }) => {
        const planned = http.schemes.find((each) => each.scheme.name === scheme);
        const carrier = planned === undefined ? undefined : planned.isBasic ? httpValue("basic") : literal({ ...planned.carrier });
        // A scheme that is not declared has a diagnostic, which ends generation.
        return carrier === undefined
          ? []
          : [objectLiteral([property("scheme", stringLiteral(scheme)), property("carrier", carrier), property("scopes", literal(scopes))])];
      }),
    ),
  );
  return [property("security", listLiteral(alternatives))];
}

function printPages(call: HttpCall, links: { readonly parameter: string; readonly items: string; readonly next: string }): Code {
  const argument = call.parameters.find(({ parameter }) => parameter.name === links.parameter && parameter.in === "query");
  return literal({ parameter: argument?.property ?? links.parameter, items: links.items, next: links.next });
}

function printRules({ rules, answers }: HttpCall): readonly Code[] {
  const parameter = (name: "idempotencyKey" | "ifMatch" | "ifNoneMatch"): readonly Code[] => {
    const argument = rules[name];
    return argument === undefined ? [] : [property(name, literal({ property: argument.property, required: argument.parameter.required }))];
  };
  const mark = (name: string, isSo: boolean): readonly Code[] => (isSo ? [property(name, "true")] : []);
  return [
    ...parameter("idempotencyKey"),
    ...parameter("ifMatch"),
    ...parameter("ifNoneMatch"),
    ...(rules.signed === undefined ? [] : [property("signed", literal({ id: rules.signed.id.property, timestamp: rules.signed.timestamp.property, signature: rules.signed.signature.property }))]),
    ...mark("notModified", answers.notModified),
    ...mark("tagged", answers.tagged),
    ...mark("limited", rules.limited),
  ];
}

/** The default of a parameter's schema, its own or that of what it refers to. */
export function defaultOf(plan: Plan, id: string | undefined) {
  for (let schema = plan.protocol.schemas.get(id ?? ""), depth = 0; schema !== undefined && depth < 100; depth += 1) {
    if (schema.notes.default !== undefined) return schema.notes.default;
    schema = plan.protocol.schemas.get(schema.rules.ref ?? "");
  }
  return undefined;
}
