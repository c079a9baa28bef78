import { createHmac } from "node:crypto";
import type { IceServer } from "@parley/signalling";

export interface TurnOptions {
  /** The secret that the TURN servers share with this function. */
  readonly secret: string;
  /** How long credentials are good, in seconds; an allocation that is refreshed later needs newer ones. */
  readonly lifetime: number;
}

/**
 * The ICE servers as one user gets them. A TURN server that is configured without credentials gets short-lived ones, made as the REST scheme of
 * TURN servers has it: the user name is the time of expiry (seconds since 1970) and who uses it, the password its HMAC-SHA1 under the shared secret.
 */
export function iceServersFor(servers: readonly IceServer[], turn: TurnOptions | undefined, subject: string, now: number): IceServer[] {
  return servers.map((server) => (turn !== undefined && needsCredentials(server) ? { ...server, ...credentials(turn, subject, now) } : server));
}

function needsCredentials({ urls, username }: IceServer): boolean {
  return username === undefined && urls.some((url) => /^turns?:/i.test(url));
}

function credentials({ secret, lifetime }: TurnOptions, subject: string, now: number): Omit<Required<IceServer>, "urls"> {
  const username = `${Math.floor(now / 1000) + lifetime}:${subject}`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64"), expiresIn: lifetime };
}
