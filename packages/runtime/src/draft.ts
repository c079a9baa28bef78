import type { WireKeys } from "./wire-protocol.js";

/** A message on its way out; only the keys of the envelope are still set. */
export type Draft = Record<string, unknown>;

/** Puts fields into an envelope. Keys of the envelope among the fields, as in a message passed on, do not count. */
export function draft(keys: WireKeys, head: Draft, fields: object, counted: boolean): Draft {
  if (!counted) return { ...head, ...fields, ...head };
  // The count is set when the message enters the window; its place in the text is beside the id. The first one stands for it till then.
  const message: Draft = { ...head, [keys.count]: 1, ...(keys.acknowledge in fields ? without(fields, keys.acknowledge) : fields) };
  for (const key in head) message[key] = head[key];
  message[keys.count] = 1;
  return message;
}

function without(fields: object, name: string): object {
  const { [name]: _left, ...others } = fields as Draft;
  return others;
}
