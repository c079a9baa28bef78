import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { ConnectionError, memoryTransports } from "@parley/runtime";
import type { ManualClock } from "@parley/runtime";
import { connectSignalling } from "@parley/signalling";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";

/** A generated client of a function in this process, whose time the test moves. */
export interface ClockedTerminal {
  readonly client: SignallingClient;
  /** The next setup that arrives. */
  readonly invited: Promise<IncomingSetup>;
  /** Its connection breaks, and no other can be opened. */
  lose(): void;
}

/** A function on this clock; what it gives connects a user. Tokens are names. */
export function functionOn(clock: ManualClock): (user: string) => Promise<ClockedTerminal> {
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const signIn = (name: string) => ({ name, subject: `acct:${name}@parley.example`, addresses: [`acct:${name}@parley.example`], display: name });
  const signalling = createSignallingFunction({ signIn, conferences, clock, log: silentLog });
  return async (user) => {
    const [near, far] = memoryTransports();
    signalling.accept(far);
    let isThere = true;
    const transport = () => {
      if (!isThere) throw new ConnectionError("unreachable");
      isThere = false;
      return near;
    };
    const client = await connectSignalling("ws://127.0.0.1/", { token: user, clock, transport });
    return { client, invited: new Promise((heard) => client.onSetup(heard)), lose: () => near.close(1006) };
  };
}
