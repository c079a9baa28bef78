import type { WireMessage } from "./wire-watch.js";
import type { World } from "./world.js";

/** What was chosen, and under it the messages that were sent because of it. Names that are random in each run are replaced by numbers. */
export function traceOf(world: World): string {
  const names = new Map<unknown, string>();
  const lines: string[] = [];
  let next = 0;
  const { passed } = world.watch;
  for (let step = 0; step <= world.chosen.length; step += 1) {
    if (step > 0) lines.push(`${step}. ${world.chosen[step - 1]}`);
    for (; passed[next] !== undefined && passed[next]?.step === step; next += 1) {
      const { link, direction, message } = passed[next] as (typeof passed)[number];
      lines.push(`     ${link} ${direction === "up" ? "->" : "<-"} ${describe(message, names)}`);
    }
  }
  return lines.join("\n");
}

function describe(message: WireMessage, names: Map<unknown, string>): string {
  const { kind, method, id, seq, ack, success, session, leg, description, problemDetails, cause } = message;
  const parts: string[] = [`${method} ${kind === "response" ? (success === true ? "success" : "failure") : kind}`];
  if (id !== undefined) parts.push(`id ${id}`);
  if (seq !== undefined) parts.push(`seq ${seq}`);
  if (ack !== undefined) parts.push(`ack ${ack}`);
  if (session !== undefined) parts.push(`session ${nameOf(session, names)}`);
  if (leg !== undefined) parts.push(`leg ${leg}`);
  if (typeof message.epoch === "object") parts.push(`epoch ${nameOf(message.epoch.id, names)}`);
  if (message.resumed !== undefined) parts.push(`resumed ${message.resumed}`);
  if (typeof message["received"] === "number") parts.push(`received ${message["received"]}`);
  if (typeof message["state"] === "string") parts.push(message["state"]);
  if (hasType(description)) parts.push(description.type);
  if (problemDetails !== undefined) parts.push(problemDetails.type.slice(problemDetails.type.search(/[^:/#]+$/)));
  if (typeof cause === "object" && cause !== null && "reason" in cause) parts.push(`because ${String(cause.reason)}`);
  return parts.join(", ");
}

function hasType(value: unknown): value is { readonly type: string } {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function nameOf(value: unknown, names: Map<unknown, string>): string {
  const found = names.get(value) ?? String(names.size + 1);
  names.set(value, found);
  return found;
}
