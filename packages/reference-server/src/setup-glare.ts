import type { MsetupRequest } from "@parley/signalling";
import { addressKey, addressKind } from "./address-rules.js";
import type { Call } from "./call.js";
import type { FunctionState } from "./function-state.js";
import type { User } from "./users.js";

/** Two setups that cross between the same two users, as the function sees it: by who they are, whichever of their addresses they use. */
export type Glare = { readonly lost: "this"; readonly tieBreak?: string } | { readonly lost: "other"; readonly other: Call; readonly tieBreak: string };

/** The setup that this one crosses, and which of them has lost: of two with `exclusive` the lower holds. */
export function setupGlare(state: FunctionState, { to, from, exclusive }: MsetupRequest, user: User): Glare | undefined {
  if (exclusive === undefined || addressKind(to) !== "user" || from?.privacy !== undefined) return undefined;
  const { tieBreak } = exclusive;
  for (const call of state.calls.settingUp) {
    const { exclusive: theirs, from: who, to: called } = call.setup;
    // A caller who does not want to be known is not given away.
    if (theirs === undefined || who?.privacy !== undefined || call.fork === undefined) continue;
    if (!belongsTo(state, to, call.user) || !belongsTo(state, called, user)) continue;
    if (theirs.tieBreak === tieBreak) return { lost: "this" };
    return theirs.tieBreak < tieBreak ? { lost: "this", tieBreak: theirs.tieBreak } : { lost: "other", other: call, tieBreak };
  }
  return undefined;
}

function belongsTo(state: FunctionState, address: string, user: User): boolean {
  const key = addressKey(address);
  return user.addresses.some((own) => addressKey(own) === key) || state.devices.at(address).some((device) => device.user.subject === user.subject);
}
