/** The URL that a request line means; undefined where it means none. A path may start with two slashes, and stays a path. */
export function requestTarget(target: string | undefined, origin: string): URL | undefined {
  const text = target === undefined || target.startsWith("/") ? `${origin}${target ?? "/"}` : target;
  return URL.canParse(text, origin) ? new URL(text, origin) : undefined;
}
