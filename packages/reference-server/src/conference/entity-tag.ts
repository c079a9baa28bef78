import { createHash } from "node:crypto";
import type { Tagged } from "@parley/runtime/http";

/** A resource with its entity tag, which is made of its content: whatever changes it changes the tag. */
export function tagged<Body extends object>(body: Body): Tagged<Body> {
  return { ...body, etag: entityTagOf(body) };
}

/** The entity tag of a resource, with its quotation marks. */
export function entityTagOf(body: object): string {
  return `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url").slice(0, 22)}"`;
}
