import type { Location } from "../diagnostics/diagnostic.js";
import type { MessageExample } from "../model/message.js";
import { nodeAt, placeOf, spells } from "./place.js";

/** The place of something in the payload, or in the headers, of an example. */
export function examplePlaceOf(example: MessageExample, part: "payload" | "headers", below: string): Location {
  return placeOf(example.origin, baseOf(example, part) + below);
}

// AsyncAPI has the value of an example under `payload`; of OpenAPI's examples the value itself is the origin.
function baseOf(example: MessageExample, part: "payload" | "headers"): string {
  const value = example[part];
  const node = nodeAt(example.origin, `/${part}`);
  return node !== undefined && value !== undefined && spells(node, value) ? `/${part}` : "";
}
