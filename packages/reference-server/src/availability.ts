import { refuse } from "@parley/runtime";
import type { AvailableRequest } from "@parley/signalling";
import { addressKey, addressKind } from "./address-rules.js";
import type { Device } from "./devices.js";
import { attempt } from "./attempt.js";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import { joinSetups } from "./setup.js";
import type { TerminalConnection } from "./terminal.js";

/** Answers `available`: what it says takes the place of what was said before. A conference among the addresses is entered, one left out is left. */
export async function makeAvailable(state: FunctionState, request: AvailableRequest, from: TerminalConnection) {
  const { user, id, capabilities } = from.context;
  if (user === undefined) return refuse("unauthenticated");
  const before = state.devices.of(from);
  if (before !== undefined && before.name !== request.device) return refuse("conflict", { detail: "This epoch speaks for another device." });
  const conferences = request.addresses.filter((address) => addressKind(address) === "conference");
  const own = request.addresses.filter((address) => addressKind(address) !== "conference");
  const granted = new Set(user.addresses.map(addressKey));
  if (own.some((address) => addressKind(address) === "unsupported" && !granted.has(addressKey(address)))) return refuse("address-unsupported");
  if (!own.every((address) => granted.has(addressKey(address)))) return refuse("forbidden", { detail: "This is an address of somebody else." });
  const lacks = (scope: string) => user.scopes?.includes(scope) === false;
  if ((own.length > 0 && lacks("available")) || (conferences.length > 0 && lacks("conference"))) return refuse("forbidden");

  const occupied: string[] = [];
  for (const uri of conferences) {
    const entry = await state.rooms.enter(from, uri, { joinToken: request.joinToken, by: "address" });
    if (!entry.entered) return refuse(entry.problem);
    if (entry.occupied) occupied.push(uri);
  }
  await state.rooms.leaveAddresses(from, conferences);
  // The connection may have gone for good while the conference was asked.
  if (from.state === "closed") return refuse("internal");

  const device: Device = {
    user, name: request.device, contact: before?.contact ?? contactOf(state, user.subject), addresses: new Set(own.map(addressKey)), connection: from,
    ...(request.push === undefined ? {} : { push: request.push }),
  };
  from.context.capabilities = request.capabilities ?? capabilities;
  const replaced = state.devices.put(device);
  if (replaced !== undefined) endReplaced(state, replaced);
  state.log("available", { connection: id, addresses: request.addresses.length });
  const longest = timerSeconds("availability");
  const expires = Math.min(request.expires ?? longest, longest);
  from.context.expires();
  from.context.expires = state.clock.after(expires * 1000, () => void expire(state, device));
  joinSetups(state, device);
  state.invited.join(device);
  return { contact: device.contact, addresses: [...request.addresses], expires, ...(occupied.length > 0 ? { occupied } : {}) };
}

/** The connection can be called nowhere any more. */
export async function makeUnavailable(state: FunctionState, from: TerminalConnection): Promise<void> {
  from.context.expires();
  const device = state.devices.of(from);
  if (device !== undefined) state.devices.remove(device);
  await state.rooms.leaveAddresses(from);
}

/** It was not refreshed in time. */
async function expire(state: FunctionState, device: Device): Promise<void> {
  await makeUnavailable(state, device.connection);
  attempt(() => device.connection.availabilityEnded({ device: device.name, cause: { reason: "expired" } }));
}

/** The same device is available on another epoch: this one is told, and ends where nobody is there to be told. Sessions are not taken over. */
function endReplaced(state: FunctionState, { connection, name }: Device): void {
  state.log("replaced", { connection: connection.context.id });
  connection.context.expires();
  if (connection.context.isLost) void connection.close();
  else attempt(() => connection.availabilityEnded({ device: name, cause: { reason: "replaced" } }));
}

/** An address that says nothing of the device or its user, at the domain of the user. */
function contactOf({ newId }: FunctionState, subject: string): string {
  return `acct:d-${newId().replaceAll("-", "").slice(0, 20)}${subject.slice(subject.lastIndexOf("@"))}`;
}
