import { posix } from "node:path";

/** Where a reference leads: to a file or resource, and to a place in it. */
export interface Address {
  /** The name of a file, or a URI without its fragment. */
  readonly location: string;
  /** What follows the `#`, percent-decoded; undefined where it cannot be. */
  readonly fragment: string | undefined;
}

/** What a reference means where `base` holds, which is the name of a file or a URI. Undefined where the two do not join. */
export function resolveUri(base: string, written: string): Address | undefined {
  const hash = written.indexOf("#");
  const path = hash === -1 ? written : written.slice(0, hash);
  const location = locate(base, path);
  return location === undefined ? undefined : { location, fragment: hash === -1 ? "" : percentDecoded(written.slice(hash + 1)) };
}

/** True for a URI; what is none is the name of a file. A single letter is a drive of Windows. */
export function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}

/** True for what could be fetched. */
export function isWeb(location: string): boolean {
  return /^https?:/i.test(location);
}

/** The name of the file beside `file` that a URI would be, were `base` the URI of `file`: `b.json` for `https://x/s/b.json` beside `https://x/s/a.json`. */
export function besideFile(file: string, base: string, uri: string): string | undefined {
  if (isUri(file) || !isWeb(base) || !isWeb(uri)) return undefined;
  const [from, to] = [new URL(base), new URL(uri)];
  if (from.origin !== to.origin) return undefined;
  const path = percentDecoded(posix.relative(posix.dirname(from.pathname), to.pathname));
  return path === undefined || path === "" ? undefined : posix.join(posix.dirname(file), path);
}

export function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function locate(base: string, path: string): string | undefined {
  if (path === "") return base;
  if (isUri(path)) return parsed(path, undefined) ?? path;
  if (isUri(base)) return parsed(path, base);
  if (path.startsWith("//")) return parsed(`https:${path}`, undefined);
  const name = percentDecoded(path) ?? path;
  return name.startsWith("/") ? posix.normalize(name) : posix.join(posix.dirname(base), name);
}

function parsed(path: string, base: string | undefined): string | undefined {
  if (!URL.canParse(path, base)) return undefined;
  const url = new URL(path, base);
  url.hash = "";
  return url.href;
}
