import { signallingPath, signallingProtocol } from "@parley/signalling";
import { expect, it } from "vitest";
import { serve } from "./terminals.js";

it("says where signalling connects, by which subprotocol and in which version", async () => {
  const { url, signallingUrl } = await serve();
  const response = await fetch(`${url}/.well-known/webrtc-signalling`);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({
    endpoints: [{ interface: "uni", url: signallingUrl, subprotocol: signallingProtocol.subprotocol, versions: [signallingPath.split("/").at(-1)] }],
  });
});
