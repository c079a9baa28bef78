import { IllegalStateError } from "@parley/runtime";
import { signallingProtocol } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { pair } from "../runtime/peer-pair.js";

// asyncapi/spec#652
describe("pain 18: nothing says which message is legal in which state", () => {
  it("behaviour does: who sends too early is told the state and where it would be legal, and nothing goes out", async () => {
    const { terminal, function: server } = pair({ protocol: signallingProtocol });
    const early = await terminal.peer.request("available", { addresses: [] }).catch((error: unknown) => error);
    expect(early).toBeInstanceOf(IllegalStateError);
    expect(early).toMatchObject({ state: expect.any(String), legalIn: expect.arrayContaining(["ready"]) });
    expect(server.sent).toEqual([]);
  });
});
