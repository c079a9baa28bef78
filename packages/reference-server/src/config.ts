import type { IceServer } from "@parley/signalling";
import type { Log } from "./log.js";
import type { RecordStore } from "./conference/store/record-store.js";
import type { FunctionLimits } from "./function-limits.js";
import type { TokenStore } from "./token-store.js";

/** How a reference server runs. Everything has a default: nothing has to be configured. */
export interface ReferenceServerConfig {
  /** A loopback address, 127.0.0.1 when absent; the server speaks plain HTTP, which the specification allows nowhere else. */
  readonly host?: string;
  /** 0, a free one, when absent. */
  readonly port?: number;
  /** Names of those who may sign in, each with a token minted at the start. */
  readonly users?: readonly string[];
  /** Users are `acct:name@domain`, conferences `https://domain/conferences/...`. */
  readonly domain?: string;
  /** The built demo page; none is served when absent. */
  readonly page?: string;
  /** Origins of pages that may connect beside the server's own. */
  readonly origins?: readonly string[];
  /** TURN servers among them that have no credentials get short-lived ones where there is a `turnSecret`. */
  readonly iceServers?: readonly IceServer[];
  /** The secret that this server shares with the TURN servers. */
  readonly turnSecret?: string;
  /** How long a sign-in holds before it has to be renewed, in seconds; 3,600 when absent. */
  readonly signInHolds?: number;
  /** Who may sign in by which token: given where several servers are to know the same. */
  readonly tokens?: TokenStore;
  readonly limits?: Partial<FunctionLimits>;
  /** Requests to the conference function that one user may make in a minute; 6,000 when absent. */
  readonly requestsPerMinute?: number;
  /** Where conferences are kept; in memory when absent. The server closes it, also when it cannot start. */
  readonly store?: RecordStore;
  /** The hosts that events of conferences may be sent to; this machine only when absent. */
  readonly webhookHosts?: readonly string[];
  readonly log?: Log;
}
