import {
  access, code, type Code, concat, documented, type Fragment, isIdentifier, jsDoc, memberName, parameters, pascalCase, propertyKey, stringLiteral,
} from "@parley/compiler";
import type { Call } from "./call.js";
import { answerType, fieldType, messageType, problemType, runtimeType } from "./call-types.js";
import type { MessageField } from "./message-fields.js";
import { seeOf } from "./plan.js";
import type { InterfacePlan } from "./plan-interface.js";

/** One member of a generated object: how its interface declares it, and what it does. */
export interface Member {
  readonly name: string;
  readonly declaration: Code;
  readonly implementation: Code;
}

/** A call that this side may make. `takes` is the type of its fields, `target` the object of the runtime that makes it. */
export function callMember(of: InterfacePlan, call: Call, takes: Fragment, target: string): Member {
  const { name } = call;
  const method = stringLiteral(call.method);
  const given = argumentOf(of, call, takes);
  const notifies = call.kind === "notification";
  const declared = [...given.parameters, ...(notifies ? [] : [concat("options?: ", runtimeType("CallOptions"))])];
  const names = [...given.names, ...(notifies ? [] : ["options"])].join(", ");
  const verb = notifies ? "notify" : "request";
  const gives = notifies ? "void" : concat("Promise<", call.answers ? messageType(of, call.success) : "void", ">");
  return {
    name,
    declaration: documented(docOf(of, call, true), concat(memberName(name), parameters(declared), ": ", gives, ";")),
    implementation: concat(`${propertyKey(name)}: (${names}) => ${target}.${verb}(${method}, ${given.fields}${notifies ? "" : ", options"}),`),
  };
}

/** A message that this side may hear and need not answer; one with an argument gives just that. */
export function eventMember(of: InterfacePlan, call: Call, target: string): Member {
  const name = handlerName(call);
  const method = stringLiteral(call.method);
  const message = messageType(of, call.message);
  const { argument } = call;
  const parameter =
    argument === undefined
      ? concat("message: ", message)
      : concat(localName(argument.name), ": ", fieldType(of, argument), argument.required ? "" : " | undefined");
  return {
    name,
    declaration: documented(docOf(of, call), code`${name}(handler: (${parameter}) => void): ${runtimeType("Unsubscribe")};`),
    implementation:
      argument === undefined
        ? concat(`${name}: (handler) => ${target}.on(${method}, handler),`)
        : code`${name}: (handler) => ${target}.on<${message}>(${method}, (message) => handler(${access("message", argument.name)})),`,
  };
}

/** A request that this side has to answer. */
export function answerMember(of: InterfacePlan, call: Call, target: string): Member {
  const name = handlerName(call);
  const message = messageType(of, call.message);
  const answered = code`${runtimeType("Answered")}<${answerType(of, call)}, ${problemType(of, call)}>`;
  return {
    name,
    declaration: documented(docOf(of, call), code`${name}(handler: (message: ${message}) => ${answered}): ${runtimeType("Unsubscribe")};`),
    implementation: concat(`${name}: (handler) => ${target}.answer(${stringLiteral(call.method)}, handler),`),
  };
}

/** `onSetup` of `setup`. */
export function handlerName(call: Call): string {
  return `on${pascalCase(call.name)}`;
}

/**
 * The author's sentences on an operation; for its caller, also what it may be refused with. A long text stands once in a file, where it is
 * wanted first; elsewhere its summary does.
 */
export function docOf(of: InterfacePlan, call: Call, forCaller = false): Code {
  const { summary } = call.operation;
  const description = summary === undefined || of.isNew(call.operation.description ?? "") ? call.operation.description : undefined;
  const refused = `@throws {ProtocolError<${problemType(of, call).name}> | DeadlineError | ConnectionError}`;
  return docText([summary, description, forCaller && call.kind === "request" ? refused : undefined], seeOf(of.plan, call.operation.origin));
}

/** A doc comment of several paragraphs, and the place they come from. */
export function docText(paragraphs: readonly (string | undefined)[], see?: string): Code {
  return jsDoc(paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== "").join("\n\n"), see);
}

/** What a call takes before its options: nothing, its one argument, or its fields. */
function argumentOf(of: InterfacePlan, call: Call, takes: Fragment): { parameters: readonly Code[]; names: readonly string[]; fields: string } {
  const { argument, fields } = call;
  if (fields.length === 0) return { parameters: [], names: [], fields: "{}" };
  if (argument === undefined) {
    const optional = !fields.some((field) => field.required);
    return { parameters: [concat(optional ? "fields?: " : "fields: ", takes)], names: ["fields"], fields: optional ? "fields ?? {}" : "fields" };
  }
  const name = localName(argument.name);
  const object = argument.name === name ? `{ ${name} }` : `{ ${propertyKey(argument.name)}: ${name} }`;
  return {
    parameters: [concat(name, argument.required ? ": " : "?: ", fieldType(of, argument))],
    names: [name],
    fields: argument.required ? object : `${name} === undefined ? {} : ${object}`,
  };
}


/** True where nothing has to be said. */
export function isOptional(fields: readonly MessageField[]): boolean {
  return !fields.some((field) => field.required);
}

/** A name for a parameter: not every key may be one. */
function localName(key: string): string {
  return isIdentifier(key) && !words.has(key) ? key : "value";
}

const words = new Set([
  "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export",
  "extends", "false", "finally", "for", "function", "handler", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null",
  "options", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void",
  "while", "with", "yield",
]);
