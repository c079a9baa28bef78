import type { Declaration } from "./declaration.js";
import { intersectionOf, type Open } from "./intersect-shapes.js";
import { type Shape, unionOf, unknownShape } from "./shape.js";

/**
 * The bodies of all declarations, none of which TypeScript refuses as an alias of itself. A schema that is a part of itself by allOf, as where a
 * parent is one of its children and each of them builds on it, takes in what the parent says without its union; those that are forms of one
 * another are what any of them is.
 */
export function settledShapes(
  declarations: readonly Declaration[],
  bodyOf: (declaration: Declaration) => Shape,
  ownOf: (declaration: Declaration) => Shape,
  open: Open,
): ReadonlyMap<Declaration, Shape> {
  const bodies = new Map(declarations.map((declaration) => [declaration, bodyOf(declaration)]));
  const parted = ringsOf(bodies);
  for (const [declaration, ring] of parted) {
    const isRing = (to: Declaration): boolean => parted.get(to) === ring;
    bodies.set(declaration, withoutParts(bodies.get(declaration) ?? unknownShape, isRing, ownOf, open));
  }
  // Each of those that are forms of one another is what any of them is.
  const rings = ringsOf(bodies);
  const forms = new Map<number, Shape[]>();
  for (const [declaration, ring] of rings) {
    const body = bodies.get(declaration) ?? unknownShape;
    const kept = (body.kind === "union" ? body.of : [body]).filter((part) => !leadsBack(part, (to) => rings.get(to) === ring));
    const all = forms.get(ring) ?? [];
    forms.set(ring, all);
    all.push(...kept);
  }
  const whole = new Map(Array.from(forms, ([ring, shapes]) => [ring, shapes.length === 0 ? unknownShape : unionOf(shapes)]));
  for (const [declaration, ring] of rings) bodies.set(declaration, whole.get(ring) ?? unknownShape);
  return bodies;
}

function withoutParts(shape: Shape, isRing: (to: Declaration) => boolean, ownOf: (declaration: Declaration) => Shape, open: Open): Shape {
  if (shape.kind === "union") return unionOf(shape.of.map((part) => withoutParts(part, isRing, ownOf, open)));
  if (shape.kind !== "intersection" || shape.tagged === true) return shape;
  return intersectionOf(shape.of.map((part) => (part.kind === "reference" && isRing(part.to) ? ownOf(part.to) : part)), open);
}

function leadsBack(shape: Shape, isRing: (to: Declaration) => boolean): boolean {
  if (shape.kind === "reference") return isRing(shape.to);
  return shape.kind === "intersection" || shape.kind === "union" ? shape.of.some((part) => leadsBack(part, isRing)) : false;
}

/** The rings of aliases, each declaration in one with its number: what an alias needs to know before it is known itself. */
function ringsOf(bodies: ReadonlyMap<Declaration, Shape>): ReadonlyMap<Declaration, number> {
  const needs = new Map(Array.from(bodies, ([declaration, body]) => [declaration, neededBy(body)]));
  const order = new Map<Declaration, number>();
  const low = new Map<Declaration, number>();
  const path: Declaration[] = [];
  const onPath = new Set<Declaration>();
  const rings = new Map<Declaration, number>();
  for (const root of bodies.keys()) {
    if (order.has(root)) continue;
    const work: { readonly at: Declaration; next: number }[] = [];
    const enter = (at: Declaration): void => {
      order.set(at, order.size);
      low.set(at, order.size - 1);
      path.push(at);
      onPath.add(at);
      work.push({ at, next: 0 });
    };
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { at } = top;
      const to = needs.get(at)?.[top.next];
      top.next += 1;
      if (to !== undefined) {
        if (!order.has(to)) enter(to);
        else if (onPath.has(to)) low.set(at, Math.min(low.get(at) ?? 0, order.get(to) ?? 0));
        continue;
      }
      work.pop();
      const above = work.at(-1)?.at;
      if (above !== undefined) low.set(above, Math.min(low.get(above) ?? 0, low.get(at) ?? 0));
      if (low.get(at) !== order.get(at)) continue;
      const ring = path.splice(path.lastIndexOf(at));
      for (const each of ring) onPath.delete(each);
      if (ring.length > 1 || needs.get(at)?.includes(at) === true) for (const each of ring) rings.set(each, order.get(at) ?? 0);
    }
  }
  return rings;
}

/** The declarations that an alias is, or is one of, or has for a part; not those of items and members, which may come later. */
function neededBy(shape: Shape): readonly Declaration[] {
  if (shape.kind === "reference") return [shape.to];
  return shape.kind === "union" || shape.kind === "intersection" ? shape.of.flatMap(neededBy) : [];
}
