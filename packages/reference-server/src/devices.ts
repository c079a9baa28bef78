import type { PushTarget } from "@parley/signalling";
import { addressKey } from "./address-rules.js";
import type { TerminalConnection } from "./terminal.js";
import type { User } from "./users.js";

/** A device that is available. */
export interface Device {
  readonly user: User;
  /** Unique among the devices of the user; nobody else sees it. */
  readonly name: string;
  /** An address of this very device. */
  readonly contact: string;
  /** In the form in which addresses are compared. */
  readonly addresses: ReadonlySet<string>;
  readonly connection: TerminalConnection;
  /** How it is woken while its connection is lost. */
  readonly push?: PushTarget;
}

/** The devices that are available, of all users. At most one for each epoch, and so bounded by them. */
export interface Devices {
  /** Makes a device available. Gives the one of the same name that it takes the place of, where that was on another epoch. */
  put(device: Device): Device | undefined;
  /** The devices of an address, or the one of a contact, as far as they can be asked now. */
  at(address: string): readonly Device[];
  of(connection: TerminalConnection): Device | undefined;
  /** Whether somebody is available at an address, be it while the connection is lost. */
  knows(address: string): boolean;
  remove(device: Device): void;
  readonly count: number;
}

export function memoryDevices(): Devices {
  const byConnection = new Map<TerminalConnection, Device>();
  const byAddress = new Map<string, Set<Device>>();
  const keysOf = (device: Device) => [...device.addresses, addressKey(device.contact)];
  const remove = (device: Device) => {
    if (byConnection.get(device.connection) === device) byConnection.delete(device.connection);
    for (const key of keysOf(device)) {
      const own = byAddress.get(key);
      own?.delete(device);
      if (own?.size === 0) byAddress.delete(key);
    }
  };
  return {
    put(device) {
      const same = [...byConnection.values()].find(({ user, name }) => user.subject === device.user.subject && name === device.name);
      const own = byConnection.get(device.connection);
      for (const before of new Set([same, own])) if (before !== undefined) remove(before);
      byConnection.set(device.connection, device);
      for (const key of keysOf(device)) byAddress.set(key, (byAddress.get(key) ?? new Set()).add(device));
      return same?.connection === device.connection ? undefined : same;
    },
    at: (address) => [...(byAddress.get(addressKey(address)) ?? [])].filter(canBeAsked),
    of: (connection) => byConnection.get(connection),
    knows: (address) => byAddress.has(addressKey(address)),
    remove,
    get count() {
      return byConnection.size;
    },
  };
}

/** A device whose connection is lost is not rung, unless it can be woken: then the setup waits for its return. */
function canBeAsked({ connection, push }: Device): boolean {
  return connection.context.isLost ? push !== undefined : connection.state === "ready";
}
