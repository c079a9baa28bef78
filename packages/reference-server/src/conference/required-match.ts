import { refused } from "./refused.js";

/** Throws unless the request is meant for this state of the resource. */
export function requireMatch(request: Request, etag: string): void {
  const wished = request.headers.get("if-match") ?? "*";
  if (wished !== "*" && !wished.split(/\s*,\s*/).includes(etag)) throw refused("precondition-failed");
}
