import { refuse } from "@parley/runtime";
import type { AvailableRequest } from "@parley/signalling";
import { addressKind } from "./address-rules.js";
import { addressKey } from "./availability-store.js";
import { sayGoaway } from "./farewell.js";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";

/** Answers `available`: the whole list takes the place of the one before. A conference among the addresses is entered, one left out is left. */
export async function makeAvailable(state: FunctionState, request: AvailableRequest, from: TerminalConnection) {
  const { user, seats, id } = from.context;
  const own = request.addresses.filter((address) => addressKind(address) === "user");
  const conferences = request.addresses.filter((address) => addressKind(address) === "conference");
  if (own.length + conferences.length < request.addresses.length) return refuse("address-unsupported");
  const granted = new Set(user?.addresses.map(addressKey));
  if (!own.every((address) => granted.has(addressKey(address)))) return refuse("forbidden", { detail: "This is an address of somebody else." });

  const occupied: string[] = [];
  for (const uri of conferences) {
    const entry = await state.rooms.enter(from, uri, request.joinToken);
    if (!entry.entered) return refuse(entry.problem);
    if (entry.occupied) occupied.push(uri);
  }
  for (const uri of seats.keys()) if (!conferences.includes(uri)) await state.rooms.leave(from, uri);

  state.availability.clear(from);
  const replaced = new Set(own.map((address) => state.availability.put(address, from)).filter((before) => before !== undefined));
  for (const before of replaced) replace(state, before);
  state.log("available", { connection: id, addresses: request.addresses.length });
  const longest = timerSeconds("availability");
  const expires = Math.min(request.expires ?? longest, longest);
  from.context.expires();
  from.context.expires = state.clock.after(expires * 1000, () => void makeUnavailable(state, from));
  return { addresses: [...request.addresses], expires, ...(occupied.length > 0 ? { occupied } : {}) };
}

/** The connection can be called nowhere any more. */
export async function makeUnavailable(state: FunctionState, from: TerminalConnection): Promise<void> {
  from.context.expires();
  state.availability.clear(from);
  await state.rooms.leaveAll(from);
}

/** The longest deadline that a message can state, in seconds: a call under way on the old device is not cut short. */
const longestCall = 3600;

/** One device for each user: the newer connection takes the place of this one, whose calls go on. */
function replace(state: FunctionState, before: TerminalConnection): void {
  state.log("replaced", { connection: before.context.id });
  state.availability.clear(before);
  sayGoaway(before, { action: "stop", deadline: longestCall, cause: { reason: "replaced" } });
}
