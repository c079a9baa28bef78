import { signallingPath, signallingProtocol } from "@parley/signalling";

/** Where a terminal that knows the operator's domain alone looks first (RFC 8615). */
export const discoveryPath = "/.well-known/webrtc-signalling";

// The version of a connection is fixed by its path.
const versionInPath = signallingPath.slice(signallingPath.lastIndexOf("/") + 1);

/** How to reach the signalling function of this operator. */
export interface Discovery {
  /** The best first. */
  readonly endpoints: readonly {
    readonly interface: "uni";
    /** With its path: `wss://signalling.operator.example/webrtc-signalling/v1`. */
    readonly url: string;
    /** For `Sec-WebSocket-Protocol`. */
    readonly subprotocol: string;
    /** Versions of the interface that are spoken there: `v1`. */
    readonly versions: readonly string[];
  }[];
}

/** What is said about a function that signalling reaches at this origin: `ws://127.0.0.1:8080`. */
export function discovery(origin: string): Discovery {
  const { subprotocol = "" } = signallingProtocol;
  return { endpoints: [{ interface: "uni", url: `${origin}${signallingPath}`, subprotocol, versions: [versionInPath] }] };
}
