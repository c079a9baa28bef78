import type { MsetupProblem, MsetupRequest } from "@parley/signalling";
import { addressKind } from "./address-rules.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";
import type { TransferGrant } from "./transfer-grants.js";

/** Who is to be asked, and why not where nobody can be. */
export interface SetupTarget {
  readonly connections: readonly TerminalConnection[];
  readonly otherwise: MsetupProblem;
}

/** Finds the devices that an address leads to now. */
export async function setupTarget(
  state: FunctionState, { to, joinToken }: MsetupRequest, from: TerminalConnection, transfer: TransferGrant | undefined,
): Promise<SetupTarget> {
  // Who takes somebody's place in a call reaches the terminal that is in it, and no other device.
  if (transfer?.replaces !== undefined) return only(transfer.replaces.kept.connection);
  switch (addressKind(to)) {
    case "conference": {
      const entry = await state.rooms.enter(from, to, joinToken);
      return entry.entered ? only(state.rooms.other(from, to)) : { connections: [], otherwise: entry.problem };
    }
    case "emergency":
      return devicesAt(state, state.emergency, from);
    case "unsupported":
      // A telephone number, say, may be the address of a user all the same.
      return state.devices.knows(to) ? devicesAt(state, to, from) : { connections: [], otherwise: "address-unsupported" };
    case "user":
      return devicesAt(state, to, from);
  }
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
