import { type Code, type CodeSymbol, listLiteral, literal, objectLiteral, property, stringLiteral } from "@parley/compiler";
import type { HttpArgument } from "./http-argument.js";
import { httpValue } from "./http-symbols.js";
import type { ObjectForm, TextForm } from "./http-text-form.js";
import type { WireForm } from "./http-wire-form.js";

/** The properties that tell the runtime how a parameter or a header is written. */
export function printWireForm({ form, beside }: Pick<HttpArgument, "form" | "beside">): readonly Code[] {
  const { reads, list, style, members, reserved } = form;
  return [
    property("reads", stringLiteral(reads)),
    ...(list === undefined ? [] : [property("list", stringLiteral(list))]),
    ...(style === undefined ? [] : [property("style", httpValue(style) satisfies CodeSymbol)]),
    ...(members === undefined ? [] : [property("members", printMembers(members, sharesNames(form) ? beside : []))]),
    ...(reserved ? [property("reserved", "true")] : []),
  ];
}

function printMembers(members: NonNullable<WireForm["members"]>, beside: readonly string[]): Code {
  const { others } = members;
  const hasOthers = others?.kind === "text" && (members.expectsOthers || !members.exploded || beside.length === 0);
  const except = hasOthers ? beside.filter((name) => !members.members.has(name)) : [];
  return objectLiteral([
    property("exploded", String(members.exploded)),
    property("reads", printReads(members)),
    ...(hasOthers ? [property("others", stringLiteral(others.reads))] : []),
    ...(except.length === 0 ? [] : [property("except", literal(except))]),
  ]);
}

function printReads({ members }: ObjectForm): Code {
  return objectLiteral([...members].map(([name, form]) => property(name, printKind(form))));
}

function printKind(form: TextForm): Code {
  if (form.kind === "text") return literal(form.reads);
  if (form.kind === "list") return listLiteral([printKind(form.of)]);
  const others = form.others?.kind === "text" ? [property("others", stringLiteral(form.others.reads))] : [];
  return objectLiteral([property("reads", printReads(form)), ...others]);
}

/** An exploded object in a query or among cookies has names beside those of other parameters. */
function sharesNames({ members, style }: WireForm): boolean {
  return members?.exploded === true && (style === "form" || style === "cookie");
}
