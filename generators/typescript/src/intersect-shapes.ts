import { kindOfLiteral, type Member, neverShape, type ObjectShape, sameShape, type Shape, unionOf, unknownShape } from "./shape.js";

/** What a declaration's type is, for those who must look inside a reference. */
export type Open = (shape: Shape) => Shape;

/** The shape of what has all of these shapes: objects become one object, a constant refines what it is a case of. */
export function intersectionOf(shapes: readonly Shape[], open: Open): Shape {
  return shapes.reduce((whole, shape) => intersect(whole, shape, open), unknownShape);
}

function intersect(a: Shape, b: Shape, open: Open): Shape {
  if (sameShape(a, b) || b.kind === "unknown") return a;
  if (a.kind === "unknown") return b;
  if (a.kind === "never" || b.kind === "never") return neverShape;
  return refine(a, b, open) ?? refine(b, a, open) ?? mergeOpened(a, b, open) ?? both(a, b);
}

/** `a`, made narrower by `b`; undefined where this order says nothing. */
function refine(a: Shape, b: Shape, open: Open): Shape | undefined {
  // Members that do not fit what all others are would make an index signature wrong: the members are kept.
  if (b.kind === "map" && isObjectLike(a, open) && (b.of.kind === "unknown" || !isMap(a, open))) return typed(a);
  if (a.kind === "literal") return refineLiteral(a, b, open);
  if (a.kind === "union" && a.of.every((shape) => isScalar(shape, open)) && isScalar(b, open)) {
    return unionOf(a.of.map((shape) => intersect(shape, b, open)));
  }
  if (a.kind === "extensible" && b.kind === "string") return a;
  if (a.kind === "list" && b.kind === "list") return { kind: "list", of: intersect(a.of, b.of, open) };
  if (a.kind === "object" && b.kind === "object") return merge(a, b, open);
  if (a.kind === "reference" && open(a).kind === b.kind && isScalar(b, open)) return a;
  if (isPlain(a) && isPlain(b)) return neverShape;
  return undefined;
}

function refineLiteral(a: Shape & { readonly kind: "literal" }, b: Shape, open: Open): Shape | undefined {
  if (b.kind === kindOfLiteral(a.value)) return a;
  if (b.kind === "literal") return neverShape;
  if (b.kind === "extensible") return typeof a.value === "string" ? a : neverShape;
  if (b.kind === "reference" && isScalar(b, open)) return intersect(a, open(b), open);
  return isPlain(b) ? neverShape : undefined;
}

/** Looks inside references where that makes one object of two. */
function mergeOpened(a: Shape, b: Shape, open: Open): Shape | undefined {
  if (a.kind !== "reference" && b.kind !== "reference") return undefined;
  const [left, right] = [open(a), open(b)];
  return left.kind === "object" && right.kind === "object" ? merge(left, right, open) : undefined;
}

function merge(a: ObjectShape, b: ObjectShape, open: Open): ObjectShape {
  const members = new Map<string, Member>(a.members.map((member) => [member.name, member]));
  for (const member of b.members) {
    const before = members.get(member.name);
    members.set(member.name, before === undefined ? member : mergeMember(before, member, open));
  }
  return { kind: "object", members: [...members.values()], typed: a.typed || b.typed };
}

/** What is said last is said of the narrower thing: its description goes before. */
function mergeMember(a: Member, b: Member, open: Open): Member {
  const description = b.description ?? a.description;
  return {
    name: a.name,
    shape: intersect(a.shape, b.shape, open),
    required: a.required || b.required,
    ...(description === undefined ? {} : { description }),
    deprecated: a.deprecated || b.deprecated,
  };
}

function both(a: Shape, b: Shape): Shape {
  const parts = [a, b].flatMap((shape) => (shape.kind === "intersection" ? shape.of : [shape]));
  return { kind: "intersection", of: parts };
}

function typed(shape: Shape): Shape {
  return shape.kind === "object" ? { ...shape, typed: true } : shape;
}

function isObjectLike(shape: Shape, open: Open): boolean {
  if (shape.kind === "reference") return isObjectLike(open(shape), open);
  if (shape.kind === "union") return shape.of.every((each) => isObjectLike(each, open));
  if (shape.kind === "intersection") return shape.of.some((each) => isObjectLike(each, open));
  return shape.kind === "object" || shape.kind === "map";
}

function isMap(shape: Shape, open: Open): boolean {
  return open(shape).kind === "map";
}

function isScalar(shape: Shape, open: Open): boolean {
  if (shape.kind === "reference") return isScalar(open(shape), open);
  if (shape.kind === "union") return shape.of.every((each) => isScalar(each, open));
  if (shape.kind === "literal") return typeof shape.value !== "object" || shape.value === null;
  return isPlain(shape) || shape.kind === "extensible";
}

function isPlain(shape: Shape): boolean {
  return shape.kind === "string" || shape.kind === "number" || shape.kind === "boolean" || shape.kind === "null";
}
