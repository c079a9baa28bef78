import type { WireProtocol } from "./wire-protocol.js";

/** How one role takes part in a protocol, as generated code prints it. */
export interface Side {
  readonly protocol: WireProtocol;
  readonly role: string;
  readonly remoteRole: string;
  /** The machine of its end of the connection, where there is one. */
  readonly connection?: string;
  /** Requests that ask for a session, and wait for the program's decision: `msetup`. */
  readonly sessions: readonly string[];
  /** Requests that the machines accept by themselves: heard like notifications. */
  readonly accepted: readonly string[];
}
