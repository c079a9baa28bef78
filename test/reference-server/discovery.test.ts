import { explainDiscovery } from "@parley/service-control";
import { signallingPath, signallingProtocol } from "@parley/signalling";
import { expect, it } from "vitest";
import { serve } from "./terminals.js";

it("says where signalling connects, by which subprotocol and in which version", async () => {
  const stun = { urls: ["stun:stun.parley.example"] };
  const { url, signallingUrl } = await serve({ iceServers: [stun, { urls: ["turn:turn.parley.example"], username: "u", credential: "c" }] });
  const response = await fetch(`${url}/.well-known/webrtc-signalling`);
  expect(response.headers.get("content-type")).toBe("application/json");
  const found: unknown = await response.json();
  expect(explainDiscovery(found)).toEqual([]);
  expect(found).toEqual({
    endpoints: [{ interface: "uni", url: signallingUrl, subprotocol: signallingProtocol.subprotocol, versions: [signallingPath.split("/").at(-1)] }],
    iceServers: [stun],
    conferenceManagement: `${url}/conference-management/v1`,
  });
});
