import type { MsetupProblem, MsetupRequest } from "@parley/signalling";
import { addressKind, conferencePart } from "./address-rules.js";
import type { Call } from "./call.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";
import type { TransferGrant } from "./transfer-grants.js";

/** Who is to be asked, and why not where nobody can be. */
export interface SetupTarget {
  readonly connections: readonly TerminalConnection[];
  readonly otherwise: MsetupProblem;
  /** Where they are asked as participants of one. */
  readonly conference?: NonNullable<Call["conference"]>;
}

/** Finds the devices that an address leads to now. */
export async function setupTarget(
  state: FunctionState, { to, joinToken }: MsetupRequest, from: TerminalConnection, transfer: TransferGrant | undefined,
): Promise<SetupTarget> {
  // Who takes somebody's place in a call reaches the terminal that is in it, and no other device.
  if (transfer?.replaces !== undefined) return only(transfer.replaces.kept.connection);
  switch (addressKind(to)) {
    case "conference":
      return inConference(state, to, joinToken, from);
    case "emergency":
      return devicesAt(state, state.emergency, from);
    case "unsupported":
      // A telephone number, say, may be the address of a user all the same.
      return state.devices.knows(to) ? devicesAt(state, to, from) : { connections: [], otherwise: "address-unsupported" };
    case "user":
      return devicesAt(state, to, from);
  }
}

/** A participant is called by its own URI, or, where there are two, by that of the conference, which a join token opens. */
async function inConference({ rooms }: FunctionState, to: string, joinToken: string | undefined, from: TerminalConnection): Promise<SetupTarget> {
  const { uri, participant } = conferencePart(to);
  if (participant === undefined) {
    const entry = await rooms.enter(from, uri, { joinToken, by: "setup" });
    if (!entry.entered) return { connections: [], otherwise: entry.problem };
  }
  const callee = await rooms.callee(from, uri, participant);
  if ("problem" in callee) return { connections: [], otherwise: callee.problem };
  const { connection, conference, caller, called } = callee;
  return { ...only(connection), conference: { id: conference, caller, called } };
}

function devicesAt(state: FunctionState, address: string | undefined, from: TerminalConnection): SetupTarget {
  const devices = address === undefined ? [] : state.devices.at(address);
  const others = devices.map(({ connection }) => connection).filter((connection) => connection !== from);
  // Who calls the address of this very device is busy calling.
  return { connections: others, otherwise: others.length < devices.length ? "busy" : "unreachable" };
}

function only(connection: TerminalConnection | undefined): SetupTarget {
  const isThere = connection?.state === "ready" && !connection.context.isLost;
  return { connections: connection !== undefined && isThere ? [connection] : [], otherwise: "unreachable" };
}
