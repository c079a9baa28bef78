import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import { splitSource, type Coverage } from "../model/coverage.js";
import { placeOf } from "./place.js";

/**
 * Unknown source.
 *
 * The source of a requirement is an item that a family of the coverage file expects, or a part of one: `race 4`, `race 4(a)`.
 *
 * @see specs/README.md, "Coverage"
 */
export function* unknownSource({ families, requirements }: Coverage): Iterable<Diagnostic> {
  for (const { id, source, origin } of requirements) {
    const { family: named, item } = splitSource(source);
    const family = families.find(({ name }) => name === named);
    if (family?.items.includes(item) === true) continue;
    const near = family === undefined ? nearest(named, families.map(({ name }) => name)) : nearest(item, family.items);
    const what = named === "" ? "no family stands before the item" : family === undefined ? `there is no family "${named}"` : `the family "${named}" expects no "${item}"`;
    const meant = near === undefined ? undefined : family === undefined ? `${near} ${item}` : `${named} ${near}`;
    yield diagnostic("unknown-source", placeOf(origin, "/source"), { requirement: id, source, what, near: meant });
  }
}
