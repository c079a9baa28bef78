import type { ConferenceDesk } from "@parley/reference-server";
import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { ConnectionError, memoryTransports } from "@parley/runtime";
import type { ManualClock, Transport } from "@parley/runtime";
import { connectSignalling } from "@parley/signalling";
import type { IncomingSetup, SignallingClient } from "@parley/signalling";

/** A generated client of a function in this process, whose time the test moves. */
export interface ClockedTerminal {
  readonly client: SignallingClient;
  /** The next setup that arrives. */
  readonly invited: Promise<IncomingSetup>;
  /** Its connection breaks, and no other can be opened until {@link mend}. */
  lose(): void;
  mend(): void;
}

interface FunctionOptions {
  readonly conferences?: ConferenceDesk;
  /** Of the users' addresses. */
  readonly domain?: string;
}

/** A function on this clock; what it gives connects a user. Tokens are names. */
export function functionOn(clock: ManualClock, { conferences, domain = "parley.example" }: FunctionOptions = {}): (user: string) => Promise<ClockedTerminal> {
  const signIn = (name: string) => ({ name, subject: `acct:${name}@${domain}`, addresses: [`acct:${name}@${domain}`], display: name });
  const desk = conferences ?? memoryConferenceDesk({ uriBase: `https://${domain}/conferences/`, clock });
  const signalling = createSignallingFunction({ signIn, conferences: desk, clock, log: silentLog });
  return async (user) => {
    let isCut = false;
    let current: Transport | undefined;
    const transport = () => {
      if (isCut) throw new ConnectionError("unreachable");
      const [near, far] = memoryTransports();
      signalling.accept(far);
      current = near;
      return near;
    };
    const client = await connectSignalling("ws://127.0.0.1/", { token: user, clock, transport, renew: () => ({ token: user }) });
    const lose = () => {
      isCut = true;
      current?.close(1006);
    };
    return { client, invited: new Promise((heard) => client.onSetup(heard)), lose, mend: () => void (isCut = false) };
  };
}
