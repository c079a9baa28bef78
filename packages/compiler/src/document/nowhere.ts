import type { Location } from "../diagnostics/diagnostic.js";
import type { DocumentSet } from "./document-set.js";
import type { Found } from "./found.js";
import { isUri, isWeb } from "./uri.js";

/** Says why a reference leads nowhere. */
export function reportNowhere(documents: DocumentSet, place: Location, written: string, found: Found): void {
  if (found.told === true) return;
  const { bag } = documents;
  const hash = written.indexOf("#");
  const path = hash === -1 ? written : written.slice(0, hash);
  const unresolved = (what: string, near?: string) => bag.add("unresolved-reference", place, { reference: written, what, near });
  const { location, fragment, resource, missing } = found;
  if (location === undefined) return unresolved("it does not join with the identifier of the schema around it");
  if (resource === undefined) {
    const file = documents.files.get(location) ?? documents.files.get(documents.beside.get(location) ?? "");
    // Whoever names a thing by its address asks for no file: a copy in another folder is but a guess.
    if (file?.outside !== undefined && isWeb(location)) return bag.add("unresolved-remote", place, { reference: written, directory: file.outside });
    if (file?.outside !== undefined) return documents.outside.meet(written, place, file.outside);
    if (file?.failure !== undefined) return bag.add("unreadable-remote", place, { address: location, why: file.failure });
    if (isWeb(location)) return bag.add("unresolved-remote", place, { reference: written });
    if (/^file:/i.test(location)) return unresolved("it is a URL of a file, and only paths are followed");
    if (isUri(location)) return unresolved(`no schema at hand has the identifier "${location}"`);
    const near = file?.near;
    const end = hash === -1 ? "" : written.slice(hash);
    return unresolved(`there is no file "${location}"`, near && path.slice(0, path.lastIndexOf("/") + 1) + near.slice(near.lastIndexOf("/") + 1) + end);
  }
  if (missing !== undefined) {
    const holder = missing.at === "" ? `"${location}"` : `"${missing.at}"`;
    return unresolved(`${holder} has no "${missing.token}"`, missing.near && `${path}#${missing.near}`);
  }
  const raw = written.slice(hash + 1);
  const isAnchor = /^[A-Za-z_][-\w.]*$/.test(raw);
  if (isAnchor && resource.anchors.size > 0) return unresolved(`no schema of "${location}" has the anchor "${raw}"`);
  return unresolved(`"${raw}" is not a JSON pointer${isAnchor ? ", and no schema there has it as an anchor" : ""}`, raw.startsWith("/") || fragment === undefined ? undefined : `${path}#/${raw}`);
}
