import { isLoopback } from "@parley/runtime";

/** Says whether a page of this origin may open a connection. Programs that are not browsers send no Origin and are judged by their token alone. */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}

/** The origins a server on this port is reached by, when it listens on loopback. */
export function ownOrigins(host: string, port: number): readonly string[] {
  const hosts = isLoopback(host) ? ["127.0.0.1", "localhost", "[::1]"] : [host];
  return hosts.map((name) => `http://${name}:${port}`);
}
