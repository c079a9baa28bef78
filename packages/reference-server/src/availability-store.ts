/** Who can be called where. Kept in memory here; another store needs only these methods. */
export interface AvailabilityStore<Holder> {
  /** Makes an address lead to a holder. Gives the holder that it led to before, if it was another. */
  put(address: string, holder: Holder): Holder | undefined;
  find(address: string): Holder | undefined;
  /** Where a holder can be called. */
  addressesOf(holder: Holder): readonly string[];
  /** The holder can be called nowhere from now on. */
  clear(holder: Holder): void;
  /** How many holders can be called somewhere. */
  readonly count: number;
}

/** Availability of one run. Addresses are compared as the specification says: scheme and host in lower case. */
export function memoryAvailabilityStore<Holder>(): AvailabilityStore<Holder> {
  const holders = new Map<string, Holder>();
  const addresses = new Map<Holder, Set<string>>();
  const forget = (holder: Holder, key: string) => {
    const own = addresses.get(holder);
    own?.delete(key);
    if (own?.size === 0) addresses.delete(holder);
  };
  return {
    get count() {
      return addresses.size;
    },
    put(address, holder) {
      const key = addressKey(address);
      const before = holders.get(key);
      if (before !== undefined && before !== holder) forget(before, key);
      holders.set(key, holder);
      const own = addresses.get(holder) ?? new Set();
      addresses.set(holder, own.add(key));
      return before === holder ? undefined : before;
    },
    find: (address) => holders.get(addressKey(address)),
    addressesOf: (holder) => [...(addresses.get(holder) ?? [])],
    clear(holder) {
      for (const key of addresses.get(holder) ?? []) holders.delete(key);
      addresses.delete(holder);
    },
  };
}

/** The form in which two addresses are compared: the scheme, and the host where there is one, in lower case. */
export function addressKey(address: string): string {
  const colon = address.indexOf(":");
  const scheme = address.slice(0, colon).toLowerCase();
  const rest = address.slice(colon + 1);
  if (rest.startsWith("//")) {
    const end = rest.slice(2).search(/[/?#]/);
    const host = end < 0 ? rest.slice(2) : rest.slice(2, 2 + end);
    return `${scheme}://${host.toLowerCase()}${end < 0 ? "" : rest.slice(2 + end)}`;
  }
  const at = rest.lastIndexOf("@");
  return at < 0 ? `${scheme}:${rest}` : `${scheme}:${rest.slice(0, at)}@${rest.slice(at + 1).toLowerCase()}`;
}
