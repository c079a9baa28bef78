import { type Code, concat, documented, type Fragment, jsDoc, type Json, memberName, objectType, stringLiteral, union } from "@parley/compiler";
import { isAnyway, type Member, type Shape } from "./shape.js";

/** A type as TypeScript writes it where it is used. */
export function printShape(shape: Shape): Code {
  switch (shape.kind) {
    case "literal":
      return printLiteralType(shape.value);
    case "extensible":
      return union([...shape.values.map(stringLiteral), "(string & {})"]);
    case "reference":
      return concat(shape.to.type);
    case "list":
      return concat("readonly ", inBrackets(shape.of), "[]");
    case "tuple":
      return printTuple(shape);
    case "map":
      return concat("{ readonly [key: string]: ", printShape(shape.of), " }");
    case "object":
      return objectType(shape.members.map(printMember));
    case "union":
      return union(shape.of.flatMap(printForms));
    case "intersection":
      return concat(...shape.of.flatMap((part, index) => [index === 0 ? "" : " & ", inBrackets(part)]));
    default:
      return concat(shape.kind);
  }
}

/** The members that a member of a union brings: those of a union in it stand beside the others. */
function printForms(part: Shape): readonly Fragment[] {
  if (part.kind === "union") return part.of.flatMap(printForms);
  if (part.kind === "extensible") return [...part.values.map(stringLiteral), "(string & {})"];
  return [part.kind === "intersection" ? inBrackets(part) : printShape(part)];
}

/** `readonly to: Address`, with the author's description. */
export function printMember(member: Member): Code {
  const text = member.deprecated ? `${member.description ?? ""}\n\n@deprecated` : member.description;
  const mark = member.required ? "" : "?";
  return documented(jsDoc(text), concat("readonly ", memberName(member.name), mark, ": ", printMemberType(member)));
}

/** Where a name is absent that every object inherits, a reader finds what is inherited, and the compiler takes that for its value. */
function printMemberType({ name, shape, required }: Member): Code {
  if (required || !isAnyway(name) || shape.kind === "unknown") return printShape(shape);
  return union([shape.kind === "intersection" ? inBrackets(shape) : printShape(shape), `object[${stringLiteral(name)}]`]);
}

function printTuple(shape: Shape & { readonly kind: "tuple" }): Code {
  const items: Fragment[] = shape.items.map((item, index) => (index < shape.required ? printShape(item) : concat(inBrackets(item), "?")));
  if (shape.rest !== undefined) items.push(concat("...", inBrackets(shape.rest), "[]"));
  const flat = items.flatMap((item, index) => (index === 0 ? [item] : [", ", item]));
  return concat("readonly [", ...flat, "]");
}

function printLiteralType(value: Json): Code {
  if (isList(value)) return concat("readonly [", ...value.flatMap((item, index) => (index === 0 ? [printLiteralType(item)] : [", ", printLiteralType(item)])), "]");
  if (typeof value === "string") return concat(stringLiteral(value));
  if (typeof value !== "object" || value === null) return concat(typeof value === "number" && !Number.isFinite(value) ? "number" : String(value));
  return objectType(Object.entries(value).map(([name, member]) => concat("readonly ", memberName(name), ": ", printLiteralType(member))));
}

/** Brackets around what would else be read otherwise before `[]`, `?` or `&`. */
function inBrackets(shape: Shape): Code {
  const needed = shape.kind === "union" || shape.kind === "intersection" || shape.kind === "extensible" || shape.kind === "list" || shape.kind === "tuple";
  const inner = printShape(shape);
  if (!needed) return inner;
  return shape.kind === "union" ? bracketedUnion(shape) : concat("(", inner, ")");
}

function bracketedUnion(shape: Shape & { readonly kind: "union" }): Code {
  return concat("(", ...shape.of.flatMap((part, index) => [index === 0 ? "" : " | ", inBrackets(part)]), ")");
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
