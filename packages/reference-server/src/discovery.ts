import { conferenceBasePath } from "@parley/conference";
import type { IceServer } from "@parley/signalling";
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
  /** STUN servers that anybody may use. */
  readonly iceServers?: readonly IceServer[];
  readonly conferenceManagement: string;
}

/** What is said about a server at this origin: `http://127.0.0.1:8080`. Servers that need credentials are told to who has signed in, only. */
export function discovery(origin: string, iceServers: readonly IceServer[] = []): Discovery {
  const { subprotocol = "" } = signallingProtocol;
  const open = openServers(iceServers);
  return {
    endpoints: [{ interface: "uni", url: `${origin.replace(/^http/, "ws")}${signallingPath}`, subprotocol, versions: [versionInPath] }],
    ...(open.length === 0 ? {} : { iceServers: open }),
    conferenceManagement: origin + conferenceBasePath,
  };
}

/** Those that need no credentials: STUN servers. */
export function openServers(iceServers: readonly IceServer[]): readonly IceServer[] {
  return iceServers.filter(({ urls }) => urls.every((url) => /^stuns?:/i.test(url)));
}
